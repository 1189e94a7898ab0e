# What every C++ target of the project is built with: link to project_options.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# What the packages are built from: -O2 with its symbols, and the checks of assert() out of it.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g -DNDEBUG")

# No program shall be larger than a MiB. Nothing is hot outside of common.
function(build_for_size target)
    target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-Os>)
endfunction()

set(SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")

# Makes executables position independent (-pie); without it CMake only compiles them so.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

add_library(project_options INTERFACE)
target_compile_definitions(project_options INTERFACE _GNU_SOURCE)
target_compile_options(project_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wformat=2 -Wcast-align
    -ffunction-sections -fdata-sections -fstack-protector-strong -fstack-clash-protection)

if(SANITIZE)
    # The check of vptrs makes a pipe to look at memory: it sees faults where a test has taken all
    # descriptors away.
    target_compile_options(project_options INTERFACE
        -fsanitize=${SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_link_options(project_options INTERFACE -fsanitize=${SANITIZE})
endif()

# The libraries: those of this host, or those that are pinned for what is shipped.
if(THIRD_PARTY)
    include(PinnedLibraries)
else()
    include(SystemLibraries)
endif()

# fmt is compiled by src/common/fmt.cpp, without what nothing of ours uses: locales, and numbers
# other than int64 and double.
target_compile_definitions(project_options INTERFACE
    FMT_STATIC_THOUSANDS_SEPARATOR=',' FMT_USE_FLOAT=0 FMT_USE_LONG_DOUBLE=0 FMT_USE_INT128=0)
target_include_directories(project_options SYSTEM INTERFACE
    $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)

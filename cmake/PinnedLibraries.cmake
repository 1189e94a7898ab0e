# The build of what is shipped: musl, libc++ and the libraries that packaging/third-party built, all
# of them static (cmake/StaticToolchain.cmake).
function(add_pinned target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FILE;DEFINITION" "USES")
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    set_target_properties(${target} PROPERTIES
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${THIRD_PARTY}/include
        INTERFACE_INCLUDE_DIRECTORIES ${THIRD_PARTY}/include
        INTERFACE_COMPILE_DEFINITIONS "${arg_DEFINITION}")
    if(arg_FILE)
        set_property(TARGET ${target} PROPERTY INTERFACE_LINK_LIBRARIES
            ${THIRD_PARTY}/lib/${arg_FILE} ${arg_USES})
    endif()
endfunction()

add_pinned(fmt::fmt)
add_pinned(CLI11::CLI11)
add_pinned(nlohmann_json::nlohmann_json)
add_pinned(CURL::libcurl FILE libcurl.a DEFINITION CURL_STATICLIB)
add_pinned(c-ares::cares FILE libcares.a DEFINITION CARES_STATICLIB)
add_pinned(OpenSSL::Crypto FILE libcrypto.a)
add_pinned(OpenSSL::SSL FILE libssl.a USES OpenSSL::Crypto)

# In front of the directory that has all of CLI11.
include(SmallCli11)
target_include_directories(project_options SYSTEM INTERFACE ${small_cli11})

# The checks of libc++ that cost little, and no symbols and no paths of this host.
target_compile_options(project_options INTERFACE
    -U_LIBCPP_HARDENING_MODE -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST
    -g0 -ftrivial-auto-var-init=zero -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
# All else that is to be said to the linker stands in packaging/third-party/compiler.sh.
set(wrapped "--wrap=malloc --wrap=calloc --wrap=realloc --wrap=free") # see arena_malloc.cpp
# Written from front to end, the file lies in larger pieces in memory, which are mapped faster: a
# program costs as much where it was built as where it was installed.
set(CMAKE_CXX_LINK_EXECUTABLE
    "${THIRD_PARTY}/bin/ld --no-mmap-output-file ${wrapped} -o <TARGET> <OBJECTS> <LINK_LIBRARIES>")

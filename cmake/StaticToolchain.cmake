# The programs that are shipped: static, with musl and libc++, for x86_64 and aarch64. THIRD_PARTY is
# what packaging/third-party/build.sh printed: the compiler and the libraries for one machine.
#
#   cmake --preset static -B build/static-aarch64 -DTHIRD_PARTY=$(packaging/third-party/build.sh aarch64)
set(THIRD_PARTY "" CACHE PATH "What packaging/third-party/build.sh printed")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES THIRD_PARTY)

get_filename_component(name "${THIRD_PARTY}" NAME)
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "${name}")
set(CMAKE_SYSTEM_NAME Linux)

set(CMAKE_C_COMPILER ${THIRD_PARTY}/bin/cc)
set(CMAKE_CXX_COMPILER ${THIRD_PARTY}/bin/c++)
set(CMAKE_AR ${THIRD_PARTY}/bin/ar)
set(CMAKE_RANLIB ${THIRD_PARTY}/bin/ranlib)

set(CMAKE_FIND_ROOT_PATH ${THIRD_PARTY})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Compilers are tried without linking, which would make the C++ library once more.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

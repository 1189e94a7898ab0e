# The build of developers and distributions: the host's C library and its shared libraries.
find_package(PkgConfig REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares>=1.18)
add_library(c-ares::cares ALIAS PkgConfig::CARES)

if(NOT SANITIZE)
    # FORTIFY needs optimisation and gets in the way of the sanitizers.
    target_compile_definitions(project_options INTERFACE $<$<CONFIG:RelWithDebInfo>:_FORTIFY_SOURCE=2>)
    # Static C++ runtime: a program starts a third faster than with libstdc++.so. Packed relative
    # relocations (glibc 2.36, Debian 12's) make it smaller.
    target_link_options(project_options INTERFACE
        -static-libstdc++ -static-libgcc
        LINKER:--gc-sections,--as-needed,-z,relro,-z,now,-z,noexecstack,-z,pack-relative-relocs)
endif()

#!/bin/sh
# libraries.sh x86_64|aarch64 SOURCES PREFIX: builds OpenSSL, c-ares and libcurl in the working
# directory, with the compiler in PREFIX/bin, and installs them in PREFIX.
set -eu
architecture=$1 sources=$2 prefix=$3
jobs=$(nproc)
flags="-Os -g0 -ffunction-sections -fdata-sections -fstack-protector-strong"
flags="$flags -ftrivial-auto-var-init=zero"
# OpenSSL tells how and when it was built: the same everywhere.
export PATH="$prefix/bin:$PATH" SOURCE_DATE_EPOCH=0

build_openssl() {
    mkdir openssl
    cd openssl
    # The legacy provider is a part of the library: old PKCS#12 files always work. Left out is what
    # no certificate and no server of this century needs, and assembly, which would ask the
    # processor what it is at each start: that is slow on a virtual machine, and one handshake does
    # not need it.
    "$sources/openssl-src/openssl/Configure" "linux-$architecture" \
        --prefix=/usr --openssldir=/etc/ssl --libdir=lib \
        no-shared no-module no-engine no-tests no-apps no-docs no-comp no-async no-srp no-psk \
        no-ct no-cms no-ts no-ocsp no-cmp no-dtls no-autoload-config no-ui-console no-dso \
        no-aria no-asm no-bf no-blake2 no-camellia no-cast no-ec2m no-gost no-http no-idea no-ktls \
        no-md4 no-mdc2 no-multiblock no-ocb no-quic no-rc5 no-rfc3779 no-rmd160 no-seed no-siphash \
        no-siv no-slh-dsa no-sm2 no-sm3 no-sm4 no-srtp no-ssl-trace no-thread-pool no-whirlpool \
        enable-legacy no-filenames CC=cc AR=ar RANLIB=ranlib CFLAGS="$flags"
    make -j"$jobs" build_generated
    make -j"$jobs" libcrypto.a libssl.a
    cp libcrypto.a libssl.a "$prefix/lib"
    cp -R "$sources/openssl-src/openssl/include/openssl" "$prefix/include"
    cp include/openssl/*.h "$prefix/include/openssl"
    cd ..
}

# with_cmake NAME SOURCE OPTION...
with_cmake() {
    name=$1 source=$2
    shift 2
    cmake -S "$source" -B "$name" -G Ninja \
        -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$architecture" \
        -DCMAKE_C_COMPILER="$prefix/bin/cc" -DCMAKE_AR="$prefix/bin/ar" \
        -DCMAKE_RANLIB="$prefix/bin/ranlib" \
        -DCMAKE_FIND_ROOT_PATH="$prefix" -DCMAKE_FIND_ROOT_PATH_MODE_PACKAGE=ONLY \
        -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY \
        -DCMAKE_BUILD_TYPE=MinSizeRel \
        -DCMAKE_C_FLAGS="$flags -ffile-prefix-map=$sources=. -ffile-prefix-map=$PWD=." \
        -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
        -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF \
        "$@"
    cmake --build "$name"
    cmake --install "$name"
}

build_cares() {
    with_cmake cares "$sources/c-ares-sys/c-ares" -DCARES_STATIC=ON -DCARES_SHARED=OFF \
        -DCARES_BUILD_TOOLS=OFF -DCARES_THREADS=OFF
}

# Plain HTTP, also over Unix sockets, and no more.
build_curl() {
    with_cmake curl "$sources/curl-sys/curl" -DHTTP_ONLY=ON -DCURL_ENABLE_SSL=OFF \
        -DCURL_ZLIB=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DCURL_USE_LIBPSL=OFF \
        -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBSSH=OFF -DCURL_USE_GSSAPI=OFF -DUSE_NGHTTP2=OFF \
        -DUSE_LIBIDN2=OFF -DENABLE_THREADED_RESOLVER=OFF -DENABLE_ARES=OFF \
        -DCMAKE_DISABLE_FIND_PACKAGE_Perl=ON -DBUILD_EXAMPLES=OFF -DBUILD_CURL_EXE=OFF \
        -DPICKY_COMPILER=OFF \
        -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_AWS=ON -DCURL_DISABLE_COOKIES=ON \
        -DCURL_DISABLE_DOH=ON -DCURL_DISABLE_FORM_API=ON -DCURL_DISABLE_HEADERS_API=ON \
        -DCURL_DISABLE_HSTS=ON -DCURL_DISABLE_MIME=ON -DCURL_DISABLE_PARSEDATE=ON \
        -DCURL_DISABLE_BINDLOCAL=ON -DCURL_DISABLE_PROGRESS_METER=ON \
        -DCURL_DISABLE_SOCKETPAIR=ON -DCURL_DISABLE_WEBSOCKETS=ON -DCURL_DISABLE_BASIC_AUTH=OFF \
        -DCURL_DISABLE_BEARER_AUTH=ON -DCURL_DISABLE_DIGEST_AUTH=ON \
        -DCURL_DISABLE_KERBEROS_AUTH=ON -DCURL_DISABLE_NEGOTIATE_AUTH=ON -DCURL_DISABLE_NTLM=ON
}

build_openssl
build_cares
build_curl

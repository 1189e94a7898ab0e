#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What libFuzzer calls, and replay.cpp, with the bytes to try. The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// The bytes as a text.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program, which is a finding, unless that holds.
inline void require(bool is_good, const char* what) {
    if (is_good) return;
    static_cast<void>(std::fprintf(stderr, "broken: %s\n", what));
    std::abort();
}

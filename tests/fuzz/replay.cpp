// Gives a harness each file of some directories once: a fuzzer that any compiler can build.

#include <cstdio>
#include <filesystem>
#include <vector>

#include "common/runtime/file.hpp"
#include "harness.hpp"

namespace fs = std::filesystem;

int main(int argc, char** argv) {
    constexpr std::size_t kMaxSize = 1U << 20U;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : fs::directory_iterator(argv[i])) {
            std::printf("%s\n", entry.path().c_str());
            // The name of a file that breaks the harness shall not be lost with it.
            static_cast<void>(std::fflush(stdout));
            const auto content = monitoring::read_file(entry.path(), kMaxSize);
            // Ends where its memory does, so that a sanitizer sees what is read behind it.
            const std::vector<std::uint8_t> bytes(content.begin(), content.end());
            LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
            ++files;
        }
    }
    if (files > 0) return 0;
    static_cast<void>(std::fprintf(stderr, "usage: %s DIRECTORY... (with files)\n", argv[0]));
    return 2;
}

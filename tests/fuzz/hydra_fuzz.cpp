// Any text as an answer of fluent-agent-hydra's monitor.

#include "common/services/hydra_monitor.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        for (const auto& [path, file] : parse_hydra_monitor(as_text(data, size))) {
            require(path.size() <= size, "a path comes from the text");
            require(file.error.size() <= size, "so does an error");
            // What is not UTF-8 would have been refused as no JSON.
            require(path.find("\uFFFD") != std::string::npos ||
                        printable(path).find("\uFFFD") == std::string::npos,
                    "a path is UTF-8");
        }
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error has a reason");
    }
    return 0;
}

// Any text as what a command printed for Prometheus, which a wrapper reads and writes again.

#include <string>

#include "common/text/text.hpp"
#include "common/tool/prometheus_text.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto samples = parse_check_samples(as_text(data, size));
    require(printable(samples.text) == samples.text, "the text is one clean line");
    const auto text = "OK: " + samples.text;
    const auto written = check_samples(Status::ok, samples.name, samples.measures, text + '\n');
    const auto again = parse_check_samples(written);
    require(again.name == printable(samples.name), "the name is the same");
    require(again.measures.size() == samples.measures.size(), "no value is lost");
    require(again.text == text, "the text is the same");
    require(check_samples(Status::ok, again.name, again.measures, text + '\n') == written,
            "what was written is written again");
    return 0;
}

// Any text as what `postqueue -j` printed, whole and in pieces.

#include <algorithm>

#include "common/postfix/queue_listing.hpp"
#include "common/text/error.hpp"
#include "harness.hpp"

using namespace monitoring;

struct Outcome {
    std::uint64_t messages = 0;
    std::uint64_t without_arrival = 0;
    std::optional<std::int64_t> oldest{};
    std::string problem{};

    bool operator==(const Outcome&) const = default;
};

static Outcome read(std::string_view text, std::size_t size) {
    QueueListingReader reader;
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        reader.read(text.substr(0, size));
    }
    Outcome outcome;
    try {
        const auto listing = reader.finish();
        for (const auto& [queue, count] : listing.messages) outcome.messages += count;
        outcome.without_arrival = listing.without_arrival;
        outcome.oldest = listing.oldest;
    } catch (const Error& error) {
        outcome.problem = error.what();
        require(!outcome.problem.empty(), "an error has a reason");
    }
    return outcome;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    const auto whole = read(text, std::max<std::size_t>(size, 1));
    require(read(text, 1) == whole, "it does not matter in which pieces it comes");
    require(read(text, 5) == whole, "it does not matter in which pieces it comes");
    if (!whole.problem.empty()) return 0;
    const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    require(whole.messages == lines, "each line is a message");
    require(whole.oldest.value_or(0) >= 0, "no message arrived before the epoch");
    require(whole.oldest.has_value() == (whole.without_arrival < lines), "one arrival is known");
    return 0;
}

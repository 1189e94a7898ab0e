// Any text as a state file, any content in one, and a state file in which one bit has flipped.

#include <optional>
#include <string>
#include <string_view>

#include "common/state/state_format.hpp"
#include "common/text/error.hpp"
#include "harness.hpp"

using namespace monitoring;

namespace {

std::optional<StoredState> parse(std::string_view text) {
    try {
        return read_state(text);
    } catch (const Error&) {
        return {};
    }
}

void require_same(const StoredState& memory, const std::optional<StoredState>& again) {
    require(again.has_value(), "what was written can be read");
    require(again->content == memory.content, "its content is the same");
    require(again->taken_at.boot_id == memory.taken_at.boot_id, "its boot is the same");
    require(again->taken_at.boot_time_ns == memory.taken_at.boot_time_ns, "so is its boot time");
    require(again->taken_at.real_time_ns == memory.taken_at.real_time_ns, "so is its real time");
}

/// A number from the bytes, never negative.
std::int64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    bytes.copy(reinterpret_cast<char*>(&value), sizeof value);
    return static_cast<std::int64_t>(value & INT64_MAX);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = as_text(data, size);
    if (const auto memory = parse(input)) require_same(*memory, parse(format_state(*memory)));

    // No fuzzer finds the right hash for its input, so that this is what gets to the end.
    const auto value = number(input);
    const StoredState memory{.taken_at = {.boot_id = value % 2 == 0 ? "" : "b00d",
                                          .boot_time_ns = value,
                                          .real_time_ns = INT64_MAX - value},
                             .content = std::string(input)};
    auto text = format_state(memory);
    require_same(memory, parse(text));
    const auto bit = static_cast<std::uint64_t>(value) % (text.size() * 8);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    require(!parse(text), "damage is noticed");
    return 0;
}

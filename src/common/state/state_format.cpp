#include "common/state/state_format.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "common/text/hash.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::string_view kMagic = "mackerel-native-plugins";
static constexpr std::string_view kVersion = "1";
/// In place of a boot_id that is not known; an empty word could not be read back.
static constexpr std::string_view kUnknownBoot = "-";

/// The hash of all that must arrive undamaged.
static std::string hash_of(const StoredState& state) {
    const Stamp& stamp = state.taken_at;
    return hash_words({stamp.boot_id, std::to_string(stamp.boot_time_ns),
                       std::to_string(stamp.real_time_ns), state.content});
}

std::string format_state(const StoredState& state) {
    const Stamp& stamp = state.taken_at;
    return fmt::format("{} {} {} {} {} {} {}\n{}", kMagic, kVersion,
                       stamp.boot_id.empty() ? kUnknownBoot : stamp.boot_id, stamp.boot_time_ns,
                       stamp.real_time_ns, state.content.size(), hash_of(state), state.content);
}

static std::int64_t parse_time(std::string_view text) {
    const auto time = parse_integer(text);
    if (!time || *time > INT64_MAX) throw Error("its times are not numbers");
    return static_cast<std::int64_t>(*time);
}

StoredState read_state(std::string_view text) {
    const auto end = text.find('\n');
    const auto header = words(text.substr(0, end));
    if (header.size() < 2 || header[0] != kMagic) throw Error("it is not a state file");
    if (header[1] != kVersion) {
        throw Error(fmt::format("it has version {}, not {}", header[1], kVersion));
    }
    if (header.size() != 7 || end == std::string_view::npos) throw Error("it is cut short");
    StoredState state{.taken_at = {.boot_id = std::string(header[2]),
                                   .boot_time_ns = parse_time(header[3]),
                                   .real_time_ns = parse_time(header[4])},
                      .content = std::string(text.substr(end + 1))};
    if (state.taken_at.boot_id == kUnknownBoot) state.taken_at.boot_id.clear();
    if (parse_integer(header[5]) != state.content.size() || header[6] != hash_of(state)) {
        throw Error("it is cut short or damaged");
    }
    return state;
}

}  // namespace monitoring

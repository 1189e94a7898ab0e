// TZif, the format of zoneinfo(5), as RFC 9636 has it.

#include <array>

#include "common/calendar/time_zone.hpp"

namespace monitoring {

namespace {

constexpr std::size_t kHeaderSize = 44;
constexpr std::size_t kTypeSize = 6;

/// Big-endian, in two's complement.
std::int64_t number(std::string_view bytes) {
    std::uint64_t value = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? UINT64_MAX : 0;
    for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

/// Removes the first bytes from the front of a text.
std::string_view take(std::string_view& text, std::size_t size) {
    const auto taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

/// A header and its data block, with times of 4 or 8 bytes.
struct Block {
    char version = '\0';
    std::size_t time_size = 0;
    std::string_view times;
    std::string_view type_of_times;
    std::string_view types;
    std::string_view names;
    std::string_view leap_seconds;
};

/// Removes it from the front of the content. Empty unless it is complete.
std::optional<Block> take_block(std::string_view& file, std::size_t time_size) {
    if (file.size() < kHeaderSize || !file.starts_with("TZif")) return {};
    // As 64 bits none of the products below can overflow.
    std::array<std::uint64_t, 6> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts.at(i) = static_cast<std::uint32_t>(number(file.substr(20 + 4 * i, 4)));
    }
    const auto [utc_flags, standard_flags, leap_seconds, times, types, letters] = counts;
    if (utc_flags != 0 && utc_flags != types) return {};
    if (standard_flags != 0 && standard_flags != types) return {};
    const auto size = times * (time_size + 1) + types * kTypeSize + letters +
                      leap_seconds * (time_size + 4) + standard_flags + utc_flags;
    Block block;
    block.version = file[4];
    block.time_size = time_size;
    file.remove_prefix(kHeaderSize);
    if (size > file.size()) return {};
    auto data = take(file, size);
    block.times = take(data, times * time_size);
    block.type_of_times = take(data, times);
    block.types = take(data, types * kTypeSize);
    block.names = take(data, letters);
    block.leap_seconds = take(data, leap_seconds * (time_size + 4));
    return block;
}

}  // namespace

/// Fills a zone. Each function returns whether what it is named after is valid.
class ZoneFileReader {
public:
    bool zone(std::string_view file) {
        auto block = take_block(file, 4);
        if (!block) return false;
        if (block->version == '\0') {
            zone_.rule_.reset();
            return data(*block) && file.empty();
        }
        // The first block is for readers of version 1, and may be empty.
        block = take_block(file, 8);
        return block && block->version != '\0' && data(*block) && footer(file);
    }

    TimeZone take() { return std::move(zone_); }

private:
    bool data(const Block& block) {
        if (block.types.empty() || block.names.empty() || block.names.back() != '\0') return false;
        zone_.names_ = block.names;
        leap_seconds(block);
        return types(block.types) && changes(block);
    }

    /// Offsets of less than 26 hours, flags of 0 or 1, and names that are there.
    bool types(std::string_view bytes) {
        constexpr std::int64_t kFarthest = 26L * 3600;
        zone_.types_.reserve(bytes.size() / kTypeSize);
        while (!bytes.empty()) {
            const auto offset = number(monitoring::take(bytes, 4));
            const auto flag = static_cast<unsigned char>(monitoring::take(bytes, 1).front());
            const auto name = static_cast<unsigned char>(monitoring::take(bytes, 1).front());
            if (offset <= -kFarthest || offset >= kFarthest || flag > 1 ||
                name >= zone_.names_.size()) {
                return false;
            }
            zone_.types_.push_back({static_cast<std::int32_t>(offset), flag == 1, name});
        }
        return true;
    }

    /// They rise, and lead to types that are there.
    bool changes(const Block& block) {
        auto times = block.times;
        zone_.changes_.reserve(block.type_of_times.size());
        for (const char byte : block.type_of_times) {
            const auto moment = number(monitoring::take(times, block.time_size));
            const auto type = static_cast<std::uint8_t>(byte);
            const bool rises = zone_.changes_.empty() || zone_.changes_.back().moment < moment;
            if (!rises || type >= zone_.types_.size()) return false;
            zone_.changes_.push_back({moment, type});
        }
        return true;
    }

    /// No sum of them is wrong in itself.
    void leap_seconds(const Block& block) {
        for (auto rest = block.leap_seconds; !rest.empty();) {
            const auto moment = number(monitoring::take(rest, block.time_size));
            const auto sum = static_cast<std::int32_t>(number(monitoring::take(rest, 4)));
            zone_.leap_seconds_.push_back({moment, sum});
        }
    }

    /// The rule for the time behind the last change, between two line ends, or nothing.
    bool footer(std::string_view text) {
        if (text.size() < 2 || text.front() != '\n' || text.back() != '\n') return false;
        const auto rule = text.substr(1, text.size() - 2);
        zone_.rule_ = parse_zone_rule(rule);
        return rule.empty() || zone_.rule_;
    }

    TimeZone zone_;
};

std::optional<TimeZone> parse_zone_file(std::string_view content) {
    ZoneFileReader reader;
    if (!reader.zone(content)) return {};
    return reader.take();
}

}  // namespace monitoring

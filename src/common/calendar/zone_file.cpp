// TZif, the format of zoneinfo(5), as RFC 8536 has it.

#include <cstdint>

#include "common/calendar/time_zone.hpp"

namespace monitoring {

namespace {

constexpr std::size_t kHeaderSize = 44;
constexpr std::size_t kTypeSize = 6;

std::int64_t number(std::string_view bytes) {
    std::uint64_t value = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? UINT64_MAX : 0;
    for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

/// A header and its data block, with times of 4 or 8 bytes.
class Block {
public:
    /// Removes it from the front of the content. Returns whether it was complete.
    bool take(std::string_view& file, std::size_t time_size) {
        if (file.size() < kHeaderSize || !file.starts_with("TZif")) return false;
        version_ = file[4];
        const auto count = [&](std::size_t index) {
            return static_cast<std::uint32_t>(number(file.substr(20 + 4 * index, 4)));
        };
        // As 64 bits none of the products below can overflow.
        const std::uint64_t utc_flags = count(0);
        const std::uint64_t standard_flags = count(1);
        const std::uint64_t leap_seconds = count(2);
        const std::uint64_t times = count(3);
        const std::uint64_t types = count(4);
        const std::uint64_t letters = count(5);
        if ((utc_flags != 0 && utc_flags != types) ||
            (standard_flags != 0 && standard_flags != types)) {
            return false;
        }
        const auto before = times * (time_size + 1) + types * kTypeSize + letters;
        const auto size = before + leap_seconds * (time_size + 4) + standard_flags + utc_flags;
        file.remove_prefix(kHeaderSize);
        if (size > file.size()) return false;
        times_ = file.substr(0, times * time_size);
        time_size_ = time_size;
        type_of_times_ = file.substr(times_.size(), times);
        types_ = file.substr(times_.size() + times, types * kTypeSize);
        letters_ = file.substr(before - letters, letters);
        file.remove_prefix(size);
        return true;
    }

    [[nodiscard]] bool has_version() const { return version_ != '\0'; }

    /// Whether the data are valid.
    [[nodiscard]] bool is_sound() const {
        return !types_.empty() && !letters_.empty() && letters_.back() == '\0' &&
               has_rising_times() && has_known_types() && has_sound_types();
    }

private:
    [[nodiscard]] bool has_rising_times() const {
        for (std::size_t i = time_size_; i < times_.size(); i += time_size_) {
            if (number(times_.substr(i - time_size_, time_size_)) >=
                number(times_.substr(i, time_size_))) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool has_known_types() const {
        for (const char type : type_of_times_) {
            if (static_cast<unsigned char>(type) >= types_.size() / kTypeSize) return false;
        }
        return true;
    }
    /// Offsets of less than 26 hours, flags of 0 or 1, and names that are there.
    [[nodiscard]] bool has_sound_types() const {
        constexpr std::int64_t kFarthest = 26L * 3600;
        for (std::size_t i = 0; i < types_.size(); i += kTypeSize) {
            const auto offset = number(types_.substr(i, 4));
            if (offset <= -kFarthest || offset >= kFarthest ||
                static_cast<unsigned char>(types_[i + 4]) > 1 ||
                static_cast<unsigned char>(types_[i + 5]) >= letters_.size()) {
                return false;
            }
        }
        return true;
    }

    char version_ = '\0';
    std::size_t time_size_ = 0;
    std::string_view times_;
    std::string_view type_of_times_;
    std::string_view types_;
    std::string_view letters_;
};

}  // namespace

bool is_zone_file(std::string_view content) {
    Block block;
    if (!block.take(content, 4)) return false;
    if (!block.has_version()) return block.is_sound() && content.empty();
    // The first block is for readers of version 1, and may be empty.
    if (!block.take(content, 8) || !block.has_version() || !block.is_sound()) return false;
    if (content.size() < 2 || content.front() != '\n' || content.back() != '\n') return false;
    const auto rule = content.substr(1, content.size() - 2);
    return rule.empty() || is_zone_rule(rule);
}

}  // namespace monitoring

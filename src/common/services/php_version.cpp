#include "common/services/php_version.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace monitoring {

static constexpr std::string_view kDigits = "0123456789";
static constexpr std::size_t kMaxDigits = 6;

std::optional<unsigned> parse_php_version_id(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.size() > kMaxDigits || text.starts_with('0')) return {};
    if (text.empty() || text.find_first_not_of(kDigits) != std::string_view::npos) return {};
    unsigned id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    if (id < 50'000) return {};
    return id;
}

std::optional<unsigned> parse_php_banner(std::string_view text) {
    constexpr std::string_view kStart = "PHP ";
    if (!text.starts_with(kStart)) return {};
    text.remove_prefix(kStart.size());
    std::array<unsigned, 3> numbers{};  // major, minor, release
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) {
            if (!text.starts_with('.')) return {};
            text.remove_prefix(1);
        }
        const char* const end = text.data() + text.size();
        const auto [behind, error] = std::from_chars(text.data(), end, numbers.at(i));
        if (error != std::errc() || numbers.at(i) > 99) return {};
        text.remove_prefix(static_cast<std::size_t>(behind - text.data()));
    }
    const unsigned id = numbers[0] * 10'000 + numbers[1] * 100 + numbers[2];
    if (text.starts_with('.') || id < 50'000) return {};
    return id;
}

}  // namespace monitoring

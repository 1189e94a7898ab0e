#pragma once

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "common/runtime/output.hpp"
#include "common/text/nagios_characters.hpp"

namespace monitoring {

/// A line that is composed without the heap, for a signal handler. What does not fit is left out,
/// but not its end.
class SignalLine {
public:
    SignalLine& operator<<(std::string_view part) {
        const auto length = std::min(part.size(), bytes_.size() - 1 - size_);
        std::memcpy(bytes_.data() + size_, part.data(), length);
        size_ += length;
        return *this;
    }
    /// Adds a text as Nagios keeps it.
    SignalLine& add_for_nagios(std::string_view part) {
        put_nagios_characters(part, [this](std::string_view piece) { *this << piece; });
        return *this;
    }
    /// Ends it, once.
    void end() { bytes_.at(size_++) = '\n'; }
    [[nodiscard]] std::string_view text() const { return {bytes_.data(), size_}; }
    /// Returns false when writing would block or fails.
    [[nodiscard]] bool write_to(int descriptor) const {
        return is_writable(descriptor, 0) &&
               write(descriptor, bytes_.data(), size_) == static_cast<ssize_t>(size_);
    }

private:
    std::array<char, 2048> bytes_{};
    std::size_t size_ = 0;
};

}  // namespace monitoring

#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <string_view>

namespace monitoring {

/// A text that a signal handler may read at any time, also while it is assigned.
template <std::size_t Capacity>
class SignalText {
public:
    void assign(std::string_view text) {
        size_ = 0;
        std::atomic_signal_fence(std::memory_order_seq_cst);
        const auto size = std::min(text.size(), Capacity);
        std::memcpy(bytes_.data(), text.data(), size);
        std::atomic_signal_fence(std::memory_order_seq_cst);
        size_ = size;
    }
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

private:
    std::array<char, Capacity> bytes_{};
    std::atomic<std::size_t> size_ = 0;
};

}  // namespace monitoring

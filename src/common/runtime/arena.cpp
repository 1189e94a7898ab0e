#include "common/runtime/arena.hpp"

#include <bit>
#include <cstdlib>

namespace monitoring {

// Up to 16 units there is a class for each number of them, and beyond four of each power of two.
static constexpr std::size_t kExact = 16;

std::size_t Arena::class_of(std::size_t size) {
    const std::size_t units = size == 0 ? 1 : (size + kUnit - 1) / kUnit;
    if (units <= kExact) return units - 1;
    const auto power = static_cast<std::size_t>(std::bit_width(units - 1)) - 1;
    return kExact + (power - 4) * 4 + ((units - 1) >> (power - 2)) - 4;
}

std::size_t Arena::units_of(std::size_t size_class) {
    static constexpr auto kSizes = [] {
        std::array<std::uint16_t, kClasses> sizes{};
        for (std::size_t at = 0; at < kExact; ++at) sizes[at] = static_cast<std::uint16_t>(at + 1);
        for (std::size_t at = kExact; at < kClasses; ++at) {
            sizes[at] = static_cast<std::uint16_t>((at % 4 + 5) << (at / 4 - 2));
        }
        return sizes;
    }();
    return kSizes[size_class];
}

bool Arena::is_owner() {
    static thread_local char own;
    if (owner_ == nullptr) owner_ = &own;
    return owner_ == &own;
}

void* Arena::allocate(std::size_t size) {
    if (size > kMaxSize || !is_owner()) return nullptr;
    const std::size_t size_class = class_of(size);
    std::size_t place = used_;
    if (auto& last = released_[size_class]; last != 0) {
        place = last - 1U;
        last = marks_[place];
    } else {
        const std::size_t end = used_ + units_of(size_class);
        if (end > kUnits) return nullptr;
        used_ = end;
    }
    marks_[place] = static_cast<std::uint16_t>(kTaken | size_class);
    return bytes_.data() + place * kUnit;
}

bool Arena::owns(const void* block) const {
    const auto distance =
        reinterpret_cast<std::uintptr_t>(block) - reinterpret_cast<std::uintptr_t>(bytes_.data());
    return distance < bytes_.size();
}

std::size_t Arena::place_of(const void* block) const {
    const auto distance =
        static_cast<std::size_t>(static_cast<const std::byte*>(block) - bytes_.data());
    const std::size_t place = distance / kUnit;
    if (distance % kUnit != 0 || (marks_[place] & kTaken) == 0) std::abort();
    return place;
}

std::size_t Arena::size_of(const void* block) const {
    return units_of(static_cast<std::size_t>(marks_[place_of(block)] - kTaken)) * kUnit;
}

void Arena::release(void* block) {
    const std::size_t place = place_of(block);
    if (!is_owner()) return;
    const auto size_class = static_cast<std::size_t>(marks_[place] - kTaken);
    if (place + units_of(size_class) == used_) {
        used_ = place;
        marks_[place] = 0;
        return;
    }
    marks_[place] = released_[size_class];
    released_[size_class] = static_cast<std::uint16_t>(place + 1);
}

}  // namespace monitoring

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace monitoring {

/// 256 KiB for small blocks, which costs no system call and few instructions. There is no end to
/// what a tool may ask for, so others have to help where this gives nothing. It belongs to the
/// thread that takes the first block, so that it needs no lock, also not one that a child might
/// inherit; others get nothing, and what they release stays taken.
///
/// What it knows of its blocks stands apart from them, out of reach of an overflow.
class Arena {
public:
    /// Larger blocks are not for it, in bytes.
    static constexpr std::size_t kMaxSize = 32768;

    /// A block of that many bytes, aligned for all types; null when there is none.
    [[nodiscard]] void* allocate(std::size_t size);

    /// Whether the block is one of these.
    [[nodiscard]] bool owns(const void* block) const;

    /// How many bytes may be used of a block of these: what was asked for or more.
    [[nodiscard]] std::size_t size_of(const void* block) const;

    /// Takes back a block of these. Ends the program where it is none, or has been taken back.
    void release(void* block);

private:
    static constexpr std::size_t kUnit = 16;  ///< bytes; blocks begin and end at their multiples
    static constexpr std::size_t kUnits = 16384;
    static constexpr std::size_t kClasses = 44;
    static constexpr std::uint16_t kTaken = 0x8000;

    static std::size_t class_of(std::size_t size);
    static std::size_t units_of(std::size_t size_class);

    /// Whether the caller may change anything here.
    [[nodiscard]] bool is_owner();
    [[nodiscard]] std::size_t place_of(const void* block) const;

    // All of it is 0 at first, so that no file holds it and no page is touched before it is used.
    const void* owner_ = nullptr;  ///< a thread, by what is its own
    std::size_t used_ = 0;         ///< units; what is behind them has not been used
    /// The places of the last block that was released, one by class, plus one; 0: none.
    std::array<std::uint16_t, kClasses> released_{};
    /// Of the first unit of each block: its class and kTaken, or what was released before it.
    std::array<std::uint16_t, kUnits> marks_{};
    alignas(std::max_align_t) std::array<std::byte, kUnit * kUnits> bytes_{};
};

}  // namespace monitoring

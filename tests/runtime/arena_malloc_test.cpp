#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "common/runtime/arena.hpp"

// Sanitizers end a program that asks for more than there can be.
static constexpr std::size_t kMost = SIZE_MAX / 8;

// What the linker makes of malloc(3) in the programs that are shipped.
extern "C" {

void* __wrap_malloc(std::size_t size);
void* __wrap_calloc(std::size_t count, std::size_t size);
void* __wrap_realloc(void* block, std::size_t size);
void __wrap_free(void* block);

void* __real_malloc(std::size_t size) { return size > kMost ? nullptr : std::malloc(size); }
void* __real_calloc(std::size_t count, std::size_t size) {
    return count > kMost / size ? nullptr : std::calloc(count, size);
}
void* __real_realloc(void* block, std::size_t size) { return std::realloc(block, size); }
void __real_free(void* block) { std::free(block); }
}

namespace {

constexpr std::size_t kLarge = monitoring::Arena::kMaxSize + 1;
// Compilers refuse a constant of that size.
volatile std::size_t too_much = SIZE_MAX / 2;

bool is_filled(const void* block, std::size_t size, char with) {
    const auto* bytes = static_cast<const char*>(block);
    return std::all_of(bytes, bytes + size, [with](char byte) { return byte == with; });
}

}  // namespace

TEST(ArenaMalloc, GivesBlocksOfAnySizeAndTakesThemBack) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{100}, kLarge}) {
        void* const block = __wrap_malloc(size);
        ASSERT_NE(block, nullptr);
        std::memset(block, 'x', size);
        __wrap_free(block);
    }
    __wrap_free(nullptr);
    EXPECT_EQ(__wrap_malloc(too_much), nullptr);
}

TEST(ArenaMalloc, ClearsWhatCallocGives) {
    for (const std::size_t size : {std::size_t{100}, kLarge}) {
        void* const used = __wrap_malloc(size);
        std::memset(used, 'x', size);
        __wrap_free(used);
        void* const block = __wrap_calloc(size, 1);
        EXPECT_TRUE(is_filled(block, size, '\0'));
        __wrap_free(block);
    }
    EXPECT_EQ(__wrap_calloc(too_much, 4), nullptr);
    EXPECT_EQ(__wrap_calloc(4, too_much), nullptr);
}

TEST(ArenaMalloc, KeepsTheContentOfABlockThatGrowsOrShrinks) {
    auto* block = __wrap_realloc(nullptr, 10);
    std::memset(block, 'x', 10);
    for (const std::size_t size : {std::size_t{16}, std::size_t{17}, std::size_t{500}, kLarge,
                                   3 * kLarge, std::size_t{10}}) {
        block = __wrap_realloc(block, size);
        ASSERT_NE(block, nullptr);
        EXPECT_TRUE(is_filled(block, 10, 'x')) << size;
    }
    __wrap_free(block);
}

TEST(ArenaMalloc, LeavesABlockThatCannotGrowAsItIs) {
    auto* const block = __wrap_malloc(10);
    std::memset(block, 'x', 10);
    EXPECT_EQ(__wrap_realloc(block, too_much), nullptr);
    EXPECT_TRUE(is_filled(block, 10, 'x'));
    __wrap_free(block);
}

TEST(ArenaMalloc, HasOthersGiveWhatTheArenaHasNoRoomFor) {
    std::vector<void*> blocks;
    for (int i = 0; i < 20; ++i) blocks.push_back(__wrap_malloc(32768));
    for (void* const block : blocks) {
        ASSERT_NE(block, nullptr);
        std::memset(block, 'x', 32768);
    }
    for (void* const block : blocks) __wrap_free(block);
}

#include "common/runtime/arena.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <vector>

using namespace monitoring;

namespace {

/// A block with what was written to it.
struct Block {
    void* start = nullptr;
    std::size_t size = 0;
    unsigned char filling = 0;

    [[nodiscard]] bool is_as_filled() const {
        const auto* bytes = static_cast<const unsigned char*>(start);
        return std::all_of(bytes, bytes + size, [this](auto byte) { return byte == filling; });
    }
};

class ArenaTest : public testing::Test {
protected:
    std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();

    /// How many blocks of that size there are room for.
    std::size_t take_all(std::size_t size) {
        std::size_t count = 0;
        while (arena_->allocate(size) != nullptr) ++count;
        return count;
    }
};

}  // namespace

TEST_F(ArenaTest, GivesBlocksOfEachSizeItIsFor) {
    for (std::size_t size = 0; size <= Arena::kMaxSize; size += size < 600 ? 1 : 37) {
        void* const block = arena_->allocate(size);
        ASSERT_NE(block, nullptr) << size;
        EXPECT_TRUE(arena_->owns(block));
        EXPECT_GE(arena_->size_of(block), size);
        EXPECT_LE(arena_->size_of(block), size + size / 4 + 16);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t), 0U);
        arena_->release(block);
    }
    EXPECT_EQ(arena_->size_of(arena_->allocate(Arena::kMaxSize)), Arena::kMaxSize);
    EXPECT_EQ(arena_->allocate(Arena::kMaxSize + 1), nullptr);
    EXPECT_EQ(arena_->allocate(SIZE_MAX), nullptr);
}

TEST_F(ArenaTest, OwnsNothingElse) {
    const int elsewhere = 0;
    EXPECT_FALSE(arena_->owns(nullptr));
    EXPECT_FALSE(arena_->owns(&elsewhere));
    EXPECT_FALSE(arena_->owns(arena_.get() + 1));
}

TEST_F(ArenaTest, GivesNothingWhenItIsFull) {
    EXPECT_EQ(take_all(32768), 8U);
    EXPECT_EQ(arena_->allocate(0), nullptr);
}

TEST_F(ArenaTest, GivesWhatWasReleasedAgain) {
    EXPECT_EQ(take_all(100), 2340U);
    arena_ = std::make_unique<Arena>();
    std::vector<void*> blocks;
    while (void* const block = arena_->allocate(100)) blocks.push_back(block);
    const std::set<void*> first(blocks.begin(), blocks.end());
    for (void* const block : blocks) arena_->release(block);
    std::set<void*> second;
    while (void* const block = arena_->allocate(100)) second.insert(block);
    EXPECT_EQ(first, second);
}

TEST_F(ArenaTest, IsWholeAgainWhenTheLastBlocksAreReleasedFirst) {
    std::vector<void*> blocks;
    while (void* const block = arena_->allocate(1000)) blocks.push_back(block);
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) arena_->release(*block);
    EXPECT_EQ(take_all(32768), 8U);
}

TEST_F(ArenaTest, KeepsBlocksApart) {
    std::mt19937 random(1);
    std::vector<Block> blocks;
    for (int round = 0; round < 20000; ++round) {
        if (!blocks.empty() && random() % 2 == 0) {
            std::swap(blocks[random() % blocks.size()], blocks.back());
            ASSERT_TRUE(blocks.back().is_as_filled());
            arena_->release(blocks.back().start);
            blocks.pop_back();
            continue;
        }
        Block block{.size = random() % (random() % 16 == 0 ? 4000 : 200),
                    .filling = static_cast<unsigned char>(round)};
        block.start = arena_->allocate(block.size);
        if (block.start == nullptr) continue;
        std::memset(block.start, block.filling, block.size);
        blocks.push_back(block);
    }
    for (const auto& block : blocks) EXPECT_TRUE(block.is_as_filled());
}

TEST_F(ArenaTest, IsForOneThread) {
    void* const block = arena_->allocate(10);
    std::thread([this, block] {
        EXPECT_EQ(arena_->allocate(10), nullptr);
        arena_->release(block);
    }).join();
    EXPECT_EQ(arena_->size_of(block), 16U);
    EXPECT_NE(arena_->allocate(10), block);
    arena_->release(block);
    EXPECT_EQ(arena_->allocate(10), block);
}

TEST_F(ArenaTest, EndsTheProgramThatReleasesWhatIsNoBlock) {
    auto* const block = static_cast<char*>(arena_->allocate(100));
    static_cast<void>(arena_->allocate(100));
    EXPECT_DEATH(arena_->release(block + 8), "");
    EXPECT_DEATH(arena_->release(block + 16), "");
    arena_->release(block);
    EXPECT_DEATH(arena_->release(block), "");
}

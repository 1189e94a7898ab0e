// malloc(3) of the programs that are shipped: small blocks from an arena, all others from musl,
// which asks the kernel for every few blocks. The linker calls these where anything else calls what
// they are named after (--wrap, see cmake/PinnedLibraries.cmake).

#include <cstddef>
#include <cstring>

#include "common/runtime/arena.hpp"

using monitoring::Arena;

static constinit Arena arena;

extern "C" {

// NOLINTBEGIN(readability-identifier-naming): the linker wants them so
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* block, std::size_t size);
void __real_free(void* block);

void* __wrap_malloc(std::size_t size) {
    void* const block = arena.allocate(size);
    return block != nullptr ? block : __real_malloc(size);
}

void* __wrap_calloc(std::size_t count, std::size_t size) {
    std::size_t all = 0;
    void* const block = __builtin_mul_overflow(count, size, &all) ? nullptr : arena.allocate(all);
    if (block == nullptr) return __real_calloc(count, size);
    return std::memset(block, 0, all);
}

void* __wrap_realloc(void* block, std::size_t size) {
    if (block == nullptr) return __wrap_malloc(size);
    if (!arena.owns(block)) return __real_realloc(block, size);
    const std::size_t room = arena.size_of(block);
    if (size <= room) return block;
    void* const larger = __wrap_malloc(size);
    if (larger == nullptr) return nullptr;
    std::memcpy(larger, block, room);
    arena.release(block);
    return larger;
}

void __wrap_free(void* block) {
    if (arena.owns(block)) {
        arena.release(block);
    } else {
        __real_free(block);
    }
}

// NOLINTEND(readability-identifier-naming)
}  // extern "C"

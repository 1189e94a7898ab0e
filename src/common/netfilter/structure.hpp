#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace monitoring {

/// Copies the structure of the kernel's that stands at an offset of the bytes, which need not be
/// aligned. Returns false where the bytes end before it does.
template <typename Structure>
[[nodiscard]] bool copy_structure(std::string_view bytes, std::size_t offset,
                                  Structure& structure) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof structure) return false;
    memcpy(&structure, bytes.data() + offset, sizeof structure);
    return true;
}

}  // namespace monitoring

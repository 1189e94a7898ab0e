#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace monitoring {

/// A buffer for bytes that may be a private key or a password: it is wiped before it is freed.
class SecretBytes {
public:
    explicit SecretBytes(std::size_t capacity);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }
    [[nodiscard]] bool is_full() const { return size_ == capacity_; }

    /// Appends the result of one read(2), and returns its number of bytes: 0 at the end of the
    /// file. Throws Error, naming the path.
    std::size_t read_more(int descriptor, std::string_view path);

    /// Removes the first bytes.
    void remove_prefix(std::size_t count);

    /// Removes the last bytes.
    void remove_suffix(std::size_t count);

    /// Appends a null terminator for C functions, which view() does not include.
    void terminate();

    /// Increases the capacity.
    void grow(std::size_t capacity);

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t size_ = 0;
};

}  // namespace monitoring

#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace monitoring {

/// Memory for bytes that may be a private key or a password: it is wiped before it is given back.
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

    /// Reads once more from the file, behind what is there already, and returns how many bytes it
    /// got: 0 at the end of the file. Throws Error, naming the path.
    std::size_t read_more(int descriptor, std::string_view path);

    /// Forgets the first bytes.
    void remove_prefix(std::size_t count);

    /// Forgets the last bytes.
    void remove_suffix(std::size_t count);

    /// Puts a zero byte behind the bytes, which view() does not include, for functions in C.
    void terminate();

    /// Makes room for more bytes.
    void grow(std::size_t capacity);

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t size_ = 0;
};

}  // namespace monitoring

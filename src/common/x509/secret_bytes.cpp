#include "common/x509/secret_bytes.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "common/text/error.hpp"

namespace monitoring {

SecretBytes::SecretBytes(std::size_t capacity)
    : bytes_(std::make_unique_for_overwrite<char[]>(capacity)), capacity_(capacity) {}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : bytes_(std::move(other.bytes_)),
      capacity_(std::exchange(other.capacity_, 0)),
      size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(capacity_, other.capacity_);
    std::swap(size_, other.size_);
    return *this;
}

SecretBytes::~SecretBytes() { OPENSSL_cleanse(bytes_.get(), size_); }

std::size_t SecretBytes::read_more(int descriptor, std::string_view path) {
    while (true) {
        const ssize_t count = read(descriptor, bytes_.get() + size_, capacity_ - size_);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error(fmt::format("cannot read {}", path), errno);
        size_ += static_cast<std::size_t>(count);
        return static_cast<std::size_t>(count);
    }
}

void SecretBytes::remove_prefix(std::size_t count) {
    const std::size_t rest = size_ - count;
    std::memmove(bytes_.get(), bytes_.get() + count, rest);
    // The moved bytes are still there behind the new end.
    OPENSSL_cleanse(bytes_.get() + rest, size_ - rest);
    size_ = rest;
}

void SecretBytes::remove_suffix(std::size_t count) {
    OPENSSL_cleanse(bytes_.get() + size_ - count, count);
    size_ -= count;
}

void SecretBytes::terminate() {
    if (is_full()) grow(capacity_ + 1);
    bytes_[size_] = '\0';
}

void SecretBytes::grow(std::size_t capacity) {
    SecretBytes larger(capacity);
    std::memcpy(larger.bytes_.get(), bytes_.get(), size_);
    larger.size_ = size_;
    *this = std::move(larger);
}

}  // namespace monitoring

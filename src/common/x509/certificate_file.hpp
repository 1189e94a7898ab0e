#pragma once

#include <cstddef>
#include <string>

#include "common/runtime/file.hpp"
#include "common/x509/secret_bytes.hpp"

namespace monitoring {

/// Opens a regular file for reading, and never blocks. Throws Error when it does not exist, is not
/// regular, such as a pipe, or is larger than `largest` bytes.
[[nodiscard]] UniqueFd open_regular_file(const std::string& path, std::size_t largest);

/// Appends the rest of an open file to the bytes. Throws Error when they become more than
/// `largest`.
void read_rest(int descriptor, const std::string& path, std::size_t largest, SecretBytes& bytes);

/// The whole content of a file that holds a secret. Throws Error as open_regular_file().
[[nodiscard]] SecretBytes read_secret_file(const std::string& path, std::size_t largest);

/// The password in a file, without the newline at its end.
[[nodiscard]] SecretBytes read_password_file(const std::string& path);

}  // namespace monitoring

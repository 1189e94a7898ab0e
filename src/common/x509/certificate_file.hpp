#pragma once

#include <cstddef>
#include <string>

#include "common/runtime/file.hpp"
#include "common/x509/secret_bytes.hpp"

namespace monitoring {

/// Opens a regular file for reading without ever waiting for it. Throws Error when there is none,
/// when it is something else, such as a pipe, or when it is larger than that many bytes.
[[nodiscard]] UniqueFd open_regular_file(const std::string& path, std::size_t largest);

/// Reads what is left of an open file behind the bytes that are there. Throws Error when they are
/// more than that then.
void read_rest(int descriptor, const std::string& path, std::size_t largest, SecretBytes& bytes);

/// All of a file with a secret in it. Throws Error as the above.
[[nodiscard]] SecretBytes read_secret_file(const std::string& path, std::size_t largest);

/// The password in a file, without the newline at its end.
[[nodiscard]] SecretBytes read_password_file(const std::string& path);

}  // namespace monitoring

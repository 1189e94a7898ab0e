#pragma once

namespace monitoring {

/// A function of libssl, as dlsym(3) gives it. The library is loaded at the first call, so that
/// reading files alone does not cost it, and is never unloaded. Throws Error when the library or
/// the function is missing.
[[nodiscard]] void* find_tls_function(const char* name);

}  // namespace monitoring

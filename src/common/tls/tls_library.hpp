#pragma once

namespace monitoring {

/// A function of libssl, as dlsym(3) gives it. The library is loaded at the first call, because a
/// tool that only looks at files shall not pay for it, and stays. Throws Error when it, or this
/// function of it, is missing.
[[nodiscard]] void* find_tls_function(const char* name);

}  // namespace monitoring

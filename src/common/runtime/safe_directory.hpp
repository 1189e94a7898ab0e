#pragma once

#include <string>

namespace monitoring {

/// Looks for the first component of a path that users other than root and this one may replace: a
/// directory that they may write to, or a symbolic link of theirs. Empty where there is none. The
/// search ends at a component that does not exist, which the user of the path will report.
[[nodiscard]] std::string find_unsafe_place(const std::string& path);

}  // namespace monitoring

#pragma once

#include <array>
#include <string_view>

namespace monitoring {

/// A file that is replaced as a whole: a reader finds the old or the new content, never half of
/// one. All but the constructor is async-signal-safe.
class OutputFile {
public:
    OutputFile() = default;

    /// The new content is first written beside it, as ".NAME.PID.tmp". Throws UsageError for what
    /// cannot be the path of a file.
    explicit OutputFile(std::string_view path);

    [[nodiscard]] bool is_set() const { return path_[0] != '\0'; }
    [[nodiscard]] std::string_view path() const { return path_.data(); }

    /// Replaces it, with mode 0644. Returns 0, or an errno value, and leaves it as it was then.
    [[nodiscard]] int replace(std::string_view content) const;

private:
    static constexpr std::size_t kMaxPath = 4096;
    std::array<char, kMaxPath> path_{};
    std::array<char, kMaxPath> temporary_{};
};

}  // namespace monitoring

#pragma once

#include <array>
#include <string_view>

namespace monitoring {

/// A file that is replaced as a whole: a reader finds the old or the new content, never half of
/// one.
class OutputFile {
public:
    /// What replace() returns where another kind of file is there.
    static constexpr int kNoRegularFile = -1;

    /// The new content is first written beside it, as ".NAME.NUMBER.tmp", with a number that no
    /// other process has. Throws UsageError for what cannot be the path of a file.
    explicit OutputFile(std::string_view path);

    /// The path for a message: printable, and not too long.
    [[nodiscard]] std::string_view shown_path() const { return shown_.data(); }

    /// What the new content is written to.
    [[nodiscard]] std::string_view temporary() const { return temporary_.data(); }

    /// Replaces it, with mode 0644. Returns 0, or an errno value or kNoRegularFile, and leaves it
    /// as it was then. Is async-signal-safe.
    [[nodiscard]] int replace(std::string_view content) const;

    /// Removes what processes left beside it that were killed while they replaced it, long ago.
    void remove_leftovers() const;

private:
    static constexpr std::size_t kMaxPath = 4096;
    std::array<char, kMaxPath> path_{};
    std::array<char, kMaxPath> temporary_{};
    std::array<char, 1024> shown_{};
};

}  // namespace monitoring

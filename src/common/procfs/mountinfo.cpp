#include "common/procfs/mountinfo.hpp"

#include <fmt/format.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// Decodes \040 and other octal escapes of blanks, tabs, newlines and backslashes.
static std::string decode_octal(std::string_view text) {
    std::string decoded;
    for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\')) {
        decoded += text.substr(0, at);
        const auto code =
            at + 3 < text.size() ? parse_integer(text.substr(at + 1, 3), 8) : std::nullopt;
        decoded += code ? static_cast<char>(*code) : '\\';
        text.remove_prefix(code ? at + 4 : at + 1);
    }
    decoded += text;
    return decoded;
}

/// Removes the first word of a line. Single blanks separate words, and a word may be empty.
static std::string_view take_word(std::string_view& line) {
    const auto end = std::min(line.find(' '), line.size());
    const auto word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

/// "MAJOR:MINOR"; empty when it is anything else.
static std::optional<dev_t> parse_device(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    const auto major_number = parse_integer(text.substr(0, colon));
    const auto minor_number = parse_integer(text.substr(colon + 1));
    if (!major_number || !minor_number) return {};
    return makedev(static_cast<unsigned>(*major_number), static_cast<unsigned>(*minor_number));
}

/// One line, "ID PARENT MAJOR:MINOR ROOT PATH OPTIONS [TAG...] - TYPE SOURCE OPTIONS". False when
/// it is anything else.
static bool parse_line(std::string_view line, Mount& mount) {
    const auto id = parse_integer(take_word(line));
    const auto parent = parse_integer(take_word(line));
    const auto device = parse_device(take_word(line));
    take_word(line);
    const auto path = take_word(line);
    take_word(line);
    while (!line.empty() && !line.starts_with("- ")) take_word(line);
    take_word(line);
    mount.type = take_word(line);
    // The source may be empty, but its field and that of the options are there.
    const bool is_complete = line.find(' ') != std::string_view::npos;
    if (!id || !parent || !device || !path.starts_with('/') || !is_complete) return false;
    mount.id = *id;
    mount.parent = *parent;
    mount.device = *device;
    mount.path = decode_octal(path);
    return !mount.type.empty();
}

std::vector<Mount> parse_mountinfo(std::string_view content) {
    std::vector<Mount> mounts;
    const auto lines = split(content, '\n');
    mounts.reserve(lines.size());
    for (const auto line : lines) {
        if (line.empty()) continue;
        if (!parse_line(line, mounts.emplace_back())) {
            throw Error(fmt::format("'{}' is not a mount", shorten(printable(line), 80)));
        }
    }
    return mounts;
}

namespace {

/// Finds the mounts that others cover.
///
/// A mount covers everything that its parent has at or below its mount point. Earlier mounts there
/// keep their parent, while later mounts there have the covering mount as their parent.
class Cover {
public:
    explicit Cover(const std::vector<Mount>& mounts) : mounts_(mounts) {
        index_.reserve(mounts.size());
        covers_.reserve(mounts.size());
        for (std::size_t i = 0; i < mounts.size(); ++i) {
            index_.emplace(mounts[i].id, i);
            if (mounts[i].parent != mounts[i].id) {
                covers_.emplace(Place{mounts[i].parent, mounts[i].path});
            }
        }
        hidden_.resize(mounts.size());
    }

    [[nodiscard]] bool is_reachable(std::size_t i) {
        return !is_hidden(i) && !covers_.contains(Place{mounts_[i].id, mounts_[i].path});
    }

private:
    struct Place {
        std::uint64_t parent;
        std::string_view path;
        bool operator==(const Place&) const = default;
    };
    struct PlaceHash {
        std::size_t operator()(const Place& place) const {
            return std::hash<std::string_view>()(place.path) ^ place.parent * 0x9e3779b97f4a7c15;
        }
    };

    /// Whether a later mount in the same parent covers the mount point.
    [[nodiscard]] bool is_behind_sibling(const Mount& mount) const {
        std::string_view above = mount.path;
        while (above.size() > 1) {
            above = above.substr(0, std::max<std::size_t>(above.rfind('/'), 1));
            if (covers_.contains(Place{mount.parent, above})) return true;
        }
        return false;
    }

    /// Whether the mount point cannot be reached; so are all mounts on a hidden one.
    bool is_hidden(std::size_t i) {
        std::vector<std::size_t> way;
        // Up to a parent that is known. Also ends in a cycle, which no kernel makes.
        while (!hidden_[i] && way.size() <= mounts_.size()) {
            way.push_back(i);
            const auto parent = index_.find(mounts_[i].parent);
            if (parent == index_.end() || parent->second == i) break;
            i = parent->second;
        }
        bool hidden = hidden_[i].value_or(false);
        for (auto at = way.rbegin(); at != way.rend(); ++at) {
            hidden = hidden || is_behind_sibling(mounts_[*at]);
            hidden_[*at] = hidden;
        }
        return hidden;
    }

    const std::vector<Mount>& mounts_;
    std::unordered_map<std::uint64_t, std::size_t> index_;
    std::unordered_set<Place, PlaceHash> covers_;
    std::vector<std::optional<bool>> hidden_;
};

}  // namespace

std::vector<Mount> reachable_mounts(std::vector<Mount> mounts) {
    std::vector<bool> is_reachable(mounts.size());
    Cover cover(mounts);
    for (std::size_t i = 0; i < mounts.size(); ++i) is_reachable[i] = cover.is_reachable(i);
    std::size_t i = 0;
    std::erase_if(mounts, [&](const Mount&) { return !is_reachable[i++]; });
    return mounts;
}

}  // namespace monitoring

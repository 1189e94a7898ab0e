#include "common/inode_survey.hpp"

#include <errno.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "common/file_systems.hpp"
#include "common/mount_types.hpp"
#include "common/mountinfo.hpp"
#include "common/text.hpp"

namespace monitoring {

std::uint64_t used_percentage(std::uint64_t used, std::uint64_t total) {
    // Beyond that the last bits do not count, but the product below would overflow.
    for (; total > UINT64_MAX / 200; total /= 2) used /= 2;
    return (used * 100 + total - 1) / total;
}

static bool is_selected(const Mount& mount, const Selection& selection) {
    if (selection.excluded_types.contains(mount.type)) return false;
    if (!selection.types.empty()) return selection.types.contains(mount.type);
    return !is_pseudo_or_image(mount.type) && (selection.with_remote || !is_remote(mount.type));
}

/// One mount for each device, the first.
static std::vector<FileSystemQuestion> questions_of(const std::vector<Mount>& mounts,
                                                    const Selection& selection) {
    std::vector<FileSystemQuestion> questions;
    for (const auto& path : selection.paths) questions.push_back({path, true, true});
    if (!questions.empty()) return questions;
    std::unordered_set<dev_t> devices;
    devices.reserve(mounts.size());
    for (const Mount& mount : mounts) {
        if (!is_selected(mount, selection) || !devices.insert(mount.device).second) continue;
        const bool is_excluded =
            std::any_of(selection.excluded_paths.begin(), selection.excluded_paths.end(),
                        [&](const Regex& regex) { return regex.is_found_in(mount.path); });
        if (!is_excluded) questions.push_back({mount.path, may_hang(mount.type), false});
    }
    return questions;
}

/// The mount point of the file system that holds a path: the path itself, the first mount of its
/// device or, since files of an overlay have another one, the nearest mount above.
static std::string mount_point(const std::string& path, dev_t device,
                               const std::vector<Mount>& mounts) {
    const Mount* first = nullptr;
    const Mount* nearest = nullptr;
    for (const Mount& mount : mounts) {
        if (mount.path == path) return path;
        if (first == nullptr && mount.device == device) first = &mount;
        const bool is_above = path.starts_with(mount.path == "/" ? "/" : mount.path + "/");
        if (is_above && (nearest == nullptr || mount.path.size() > nearest->path.size())) {
            nearest = &mount;
        }
    }
    if (first != nullptr) return first->path;
    return nearest != nullptr ? nearest->path : path;
}

/// Sorts one answer into the survey. What has no inodes, or has been unmounted since, is left out.
static void sort_answer(const FileSystemQuestion& question, const FileSystemAnswer& answer,
                        const std::string& name, Survey& survey) {
    using Kind = FileSystemAnswer::Kind;
    if (answer.kind == Kind::silent) {
        survey.silent.push_back(name);
    } else if (answer.kind == Kind::not_asked) {
        survey.failed.push_back(name + ": not asked, too many others do not answer");
    } else if (answer.kind == Kind::answered) {
        if (answer.files == 0 || answer.free > answer.files) return;
        survey.volumes.push_back(
            {name, used_percentage(answer.files - answer.free, answer.files), answer.free});
    } else if (answer.error == EACCES) {
        survey.no_access.push_back(name);
    } else if (answer.error != ENOENT || question.wants_device) {
        survey.failed.push_back(fmt::format("{}: {}", name, strerror(answer.error)));
    }
}

Survey survey_inodes(const ProcFs& proc, const Selection& selection, Seconds patience) {
    const auto mounts = proc.mounts();
    const auto questions = questions_of(mounts, selection);
    const auto answers = ask_file_systems(questions, patience);
    Survey survey;
    std::set<dev_t> devices;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const dev_t device = answers[i].device;
        if (device != 0 && !devices.insert(device).second) continue;
        const auto path =
            device == 0 ? questions[i].path : mount_point(questions[i].path, device, mounts);
        sort_answer(questions[i], answers[i], printable(path), survey);
    }
    return survey;
}

}  // namespace monitoring

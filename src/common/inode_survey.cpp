#include "common/inode_survey.hpp"

#include <errno.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "common/deadline.hpp"
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
    const bool is_wanted =
        selection.types.empty()
            ? !is_pseudo_or_image(mount.type) && (selection.with_remote || !is_remote(mount.type))
            : selection.types.contains(mount.type);
    return is_wanted && !selection.excluded_paths.is_any_found_in(mount.path);
}

/// Questions, and their answers in the same order.
struct Inquiry {
    std::vector<FileSystemQuestion> questions;
    std::vector<FileSystemAnswer> answers;
};

static FileSystemQuestion question_of(const Mount& mount) {
    return {mount.path, may_hang(mount.type), false};
}

/// Whether the path did not lead to the file system.
static bool is_unreachable(const FileSystemAnswer& answer) {
    return answer.kind == FileSystemAnswer::Kind::failed &&
           (answer.error == EACCES || answer.error == ENOENT);
}

/// Asks what cannot be reached by its first mount by its other ones, where it has any.
static void ask_elsewhere(const std::vector<const Mount*>& first,
                          const std::vector<const Mount*>& others, Seconds patience,
                          Inquiry& inquiry) {
    Inquiry second;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (!is_unreachable(inquiry.answers[i])) continue;
        for (const Mount* other : others) {
            if (other->device != first[i]->device) continue;
            second.questions.push_back(question_of(*other));
            rows.push_back(i);
        }
    }
    second.answers = ask_file_systems(second.questions, patience);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        using Kind = FileSystemAnswer::Kind;
        const auto kind = second.answers[i].kind;
        if (kind != Kind::answered && kind != Kind::silent) continue;
        if (!is_unreachable(inquiry.answers[rows[i]])) continue;
        inquiry.questions[rows[i]] = second.questions[i];
        inquiry.answers[rows[i]] = second.answers[i];
    }
}

/// Asks the selected mounts, one for each device: the first that can be reached.
static Inquiry ask_mounts(const std::vector<Mount>& mounts, const Selection& selection,
                          Seconds patience) {
    // Whatever is asked a second time, all of it shall take less than twice the patience.
    const Deadline deadline(patience * 1.6);
    std::vector<const Mount*> first;
    std::vector<const Mount*> others;
    std::unordered_set<dev_t> devices;
    devices.reserve(mounts.size());
    for (const Mount& mount : mounts) {
        if (!is_selected(mount, selection)) continue;
        (devices.insert(mount.device).second ? first : others).push_back(&mount);
    }
    Inquiry inquiry;
    for (const Mount* mount : first) inquiry.questions.push_back(question_of(*mount));
    inquiry.answers = ask_file_systems(inquiry.questions, patience);
    ask_elsewhere(first, others, std::min(patience, deadline.remaining()), inquiry);
    return inquiry;
}

static Inquiry ask_paths(const std::vector<std::string>& paths, Seconds patience) {
    Inquiry inquiry;
    for (const auto& path : paths) inquiry.questions.push_back({path, true, true});
    inquiry.answers = ask_file_systems(inquiry.questions, patience);
    return inquiry;
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
    const auto [questions, answers] = selection.paths.empty()
                                          ? ask_mounts(mounts, selection, patience)
                                          : ask_paths(selection.paths, patience);
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

#include "common/mounts/inode_survey.hpp"

#include <errno.h>
#include <fmt/format.h>

#include <algorithm>

#include "common/mounts/host_mounts.hpp"
#include "common/mounts/inode_inquiry.hpp"
#include "common/text/error_text.hpp"
#include "common/text/text.hpp"

namespace monitoring {

std::uint64_t used_percentage(std::uint64_t used, std::uint64_t total) {
    // Larger numbers lose their last bits, lest the product below overflow.
    for (; total > UINT64_MAX / 200; total /= 2) used /= 2;
    return (used * 100 + total - 1) / total;
}

/// The mount point of the file system that holds a path: the path itself, the first mount of its
/// device, or the mount above it, since files on overlayfs have other devices.
static std::string mount_point(const std::string& path, dev_t device, const HostMounts& host) {
    const Mount* const nearest = host.nearest(path);
    if (nearest != nullptr && nearest->path == path) return path;
    const auto& mounts = host.mounts;
    const auto first = std::find_if(mounts.begin(), mounts.end(), [device](const Mount& mount) {
        return mount.device == device;
    });
    if (first != mounts.end()) return first->path;
    return nearest != nullptr ? nearest->path : path;
}

/// Adds an answer to the survey, unless the file system has no inodes or was unmounted meanwhile.
static void sort_answer(const FileSystemAnswer& answer, bool is_asked_for, const std::string& name,
                        Survey& survey) {
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
    } else if (answer.error != ENOENT || is_asked_for) {
        survey.failed.push_back(fmt::format("{}: {}", name, error_text(answer.error)));
    } else if (!survey.root.empty()) {
        survey.not_visible.push_back(name);
    }
}

Survey survey_inodes(const ProcFs& proc, const Selection& selection, Seconds timeout) {
    const auto host = read_host_mounts(proc);
    const bool are_asked_for = !selection.paths.empty();
    const auto [questions, answers, names] = are_asked_for
                                                 ? ask_paths(host, selection.paths, timeout)
                                                 : ask_mounts(host, selection, timeout);
    Survey survey;
    survey.root = printable(host.root);
    std::set<dev_t> devices;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const dev_t device = answers[i].device;
        const Mount* const nearest = answers[i].nearest;
        if (nearest != nullptr && host.is_hidden(*nearest, device)) {
            survey.failed.push_back(
                fmt::format("{}: it is not visible below {}", printable(names[i]), survey.root));
            continue;
        }
        if (device != 0 && !devices.insert(device).second) continue;
        const auto path = device == 0 ? names[i] : mount_point(names[i], device, host);
        sort_answer(answers[i], are_asked_for, printable(path), survey);
    }
    return survey;
}

}  // namespace monitoring

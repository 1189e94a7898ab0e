#include "common/mounts/inode_inquiry.hpp"

#include <errno.h>

#include <algorithm>
#include <unordered_set>

#include "common/mounts/mount_types.hpp"
#include "common/runtime/deadline.hpp"

namespace monitoring {

static bool is_selected(const Mount& mount, const Selection& selection) {
    if (selection.excluded_types.contains(mount.type)) return false;
    const bool is_wanted =
        selection.types.empty()
            ? !is_pseudo_or_image(mount.type) && (selection.with_remote || !is_remote(mount.type))
            : selection.types.contains(mount.type);
    return is_wanted && !selection.excluded_paths.is_any_found_in(mount.path);
}

static FileSystemQuestion question_of(const Mount& mount, const HostMounts& host) {
    const bool is_own = host.root.empty();
    return {
        .path = host.reach(mount.path), .may_hang = may_hang(mount.type), .wants_device = !is_own};
}

/// Asks mounts. Mounts of the host that are not visible here count as missing.
static Inquiry ask(const std::vector<const Mount*>& mounts, const HostMounts& host,
                   Seconds timeout) {
    Inquiry inquiry;
    for (const Mount* mount : mounts) {
        inquiry.questions.push_back(question_of(*mount, host));
        inquiry.names.push_back(mount->path);
    }
    inquiry.answers = ask_file_systems(inquiry.questions, timeout);
    for (std::size_t i = 0; i < mounts.size(); ++i) {
        auto& answer = inquiry.answers[i];
        if (answer.device != 0 && host.is_hidden(*mounts[i], answer.device)) {
            answer = {.kind = FileSystemAnswer::Kind::failed, .error = ENOENT};
        }
        answer.device = 0;
    }
    return inquiry;
}

/// Whether the path does not lead to the file system.
static bool is_unreachable(const FileSystemAnswer& answer) {
    return answer.kind == FileSystemAnswer::Kind::failed &&
           (answer.error == EACCES || answer.error == ENOENT);
}

/// Asks again by their other mounts for devices that their first mount does not lead to.
static void ask_elsewhere(const std::vector<const Mount*>& first,
                          const std::vector<const Mount*>& others, const HostMounts& host,
                          Seconds timeout, Inquiry& inquiry) {
    std::vector<const Mount*> mounts;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (!is_unreachable(inquiry.answers[i])) continue;
        for (const Mount* other : others) {
            if (other->device != first[i]->device) continue;
            mounts.push_back(other);
            rows.push_back(i);
        }
    }
    const Inquiry second = ask(mounts, host, timeout);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        using Kind = FileSystemAnswer::Kind;
        const auto kind = second.answers[i].kind;
        if (kind != Kind::answered && kind != Kind::silent) continue;
        if (!is_unreachable(inquiry.answers[rows[i]])) continue;
        inquiry.questions[rows[i]] = second.questions[i];
        inquiry.answers[rows[i]] = second.answers[i];
        inquiry.names[rows[i]] = second.names[i];
    }
}

Inquiry ask_mounts(const HostMounts& host, const Selection& selection, Seconds timeout) {
    // All second questions together take less than another timeout.
    const Deadline deadline(timeout * 1.6);
    std::vector<const Mount*> first;
    std::vector<const Mount*> others;
    std::unordered_set<dev_t> devices;
    devices.reserve(host.mounts.size());
    for (const Mount& mount : host.mounts) {
        if (!is_selected(mount, selection)) continue;
        (devices.insert(mount.device).second ? first : others).push_back(&mount);
    }
    Inquiry inquiry = ask(first, host, timeout);
    ask_elsewhere(first, others, host, std::min(timeout, deadline.remaining()), inquiry);
    return inquiry;
}

Inquiry ask_paths(const HostMounts& host, const std::vector<std::string>& paths, Seconds timeout) {
    Inquiry inquiry;
    for (const auto& path : paths) {
        inquiry.questions.push_back({.path = path,
                                     .may_hang = true,
                                     .wants_device = true,
                                     .host = host.root.empty() ? nullptr : &host});
    }
    inquiry.names = paths;
    inquiry.answers = ask_file_systems(inquiry.questions, timeout);
    return inquiry;
}

}  // namespace monitoring

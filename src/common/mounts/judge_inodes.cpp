#include "common/mounts/judge_inodes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/tool/findings.hpp"

namespace monitoring {

/// The volumes that a limit was passed on, the worst first.
template <typename Judge, typename IsWorse>
static std::vector<Volume> find_offenders(const std::vector<Volume>& volumes, Status status,
                                          Judge judge, IsWorse is_worse) {
    std::vector<Volume> offenders;
    for (const Volume& volume : volumes) {
        const std::optional<Breach> breach = judge(volume);
        if (breach && breach->status == status) offenders.push_back(volume);
    }
    std::stable_sort(offenders.begin(), offenders.end(), is_worse);
    return offenders;
}

static void add_used(const std::vector<Volume>& volumes, const Thresholds& limits, Status status,
                     Findings& findings) {
    const auto offenders = find_offenders(
        volumes, status,
        [&](const Volume& one) {
            return limits.at_least(static_cast<double>(one.used_percentage));
        },
        [](const Volume& a, const Volume& b) { return a.used_percentage > b.used_percentage; });
    std::vector<std::string> names;
    for (const Volume& volume : offenders) {
        names.push_back(fmt::format("{} ({}%)", volume.name, volume.used_percentage));
    }
    findings.add(status, fmt::format("used inode more than {}% on volume ", limits.text_of(status)),
                 names);
}

static void add_free(const std::vector<Volume>& volumes, const Thresholds& limits, Status status,
                     Findings& findings) {
    const auto offenders = find_offenders(
        volumes, status,
        [&](const Volume& one) { return limits.below(static_cast<double>(one.free)); },
        [](const Volume& a, const Volume& b) { return a.free < b.free; });
    std::vector<std::string> names;
    for (const Volume& volume : offenders) {
        names.push_back(fmt::format("{} ({})", volume.name, volume.free));
    }
    findings.add(status, fmt::format("free inodes less than {} on volume ", limits.text_of(status)),
                 names);
}

Verdict judge_inodes(const Survey& survey, const InodeLimits& limits, Seconds timeout) {
    Findings findings(
        note_of("no access to ", survey.no_access) +
        note_of(fmt::format("not visible below {}: ", survey.root), survey.not_visible));
    findings.add(Status::critical, fmt::format("no answer in {:.3g} s on volume ", timeout.count()),
                 survey.silent);
    // Beside what is CRITICAL the state alone tells of what is worth a WARNING.
    for (const Status status : {Status::critical, Status::warning}) {
        if (severity(findings.status()) > severity(status)) break;
        add_used(survey.volumes, limits.used, status, findings);
        add_free(survey.volumes, limits.free, status, findings);
    }
    findings.add(Status::unknown, "cannot judge ", survey.failed);

    std::vector<std::string> state;
    std::vector<Measure> measures;
    for (const Volume& volume : survey.volumes) {
        const auto used = static_cast<double>(volume.used_percentage);
        measures.push_back(within({volume.name, used, "%", 0, 100}, {{}, limits.used}));
        if (limits.free.is_given()) {
            const auto free = static_cast<double>(volume.free);
            measures.push_back(within({volume.name + "_free", free, "", 0}, {limits.free, {}}));
        }
        state.push_back(fmt::format("{}:{}%", volume.name, volume.used_percentage));
    }
    if (findings.empty() && state.empty()) {
        findings.add(Status::unknown, "no file system with inodes to judge");
    }
    auto verdict = findings.verdict({{" | ", "", state}});
    verdict.measures = std::move(measures);
    return verdict;
}

}  // namespace monitoring

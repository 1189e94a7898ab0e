#include "common/services/answer_cache.hpp"

#include <fmt/format.h>

#include <chrono>

#include "common/runtime/log.hpp"
#include "common/text/error.hpp"

namespace monitoring {

static constexpr std::chrono::hours kMaxAge(1);

/// What the answer stands behind in the state file.
static std::string describe(const ProgramFile& file) {
    return fmt::format("{} {} {} {} {} {}\n", file.device, file.inode, file.size, file.modified_ns,
                       file.changed_ns, file.path);
}

AnswerCache::AnswerCache(std::string_view tool, std::vector<std::string> key,
                         const std::string& program)
    : program_(program), file_(look_at_program(program)) {
    if (!file_) return;
    // The name, too, counts: there are programs that are another one under each of their names.
    key.push_back(program);
    key.push_back(file_->path);
    try {
        state_.emplace(tool, key, StateFile::Wait::none);
    } catch (const Error& error) {
        warn(error.what());
    }
}

std::optional<std::string> AnswerCache::recall(const Stamp& now) const {
    if (!state_) return {};
    const auto memory = monitoring::recall(*state_, now);
    const auto start = describe(*file_);
    if (!memory || memory->age >= kMaxAge || !memory->content.starts_with(start)) return {};
    return memory->content.substr(start.size());
}

void AnswerCache::keep(const Stamp& now, std::string_view answer) {
    if (!state_ || is_script(*file_) || look_at_program(program_) != file_) return;
    state_->lock(StateFile::Wait::two_seconds);
    warn_not_saved(state_->save(now, describe(*file_) + std::string(answer)));
}

}  // namespace monitoring

#include "common/process/find_program.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <memory>
#include <utility>

#include "common/text/text.hpp"

namespace monitoring {

std::vector<std::string> places_of_program(const std::string& program) {
    if (program.empty() || program.find('/') != std::string::npos) return {program};
    std::vector<std::string> places;
    // Where there is no PATH, execvp(3) looks here.
    const char* path = std::getenv("PATH");
    for (const auto directory : split(path == nullptr ? "/bin:/usr/bin" : path, ':')) {
        // An empty one is the current directory. Too long a path is no place for anything.
        auto place = directory.empty() ? program : std::string(directory) + "/" + program;
        if (place.size() < PATH_MAX) places.push_back(std::move(place));
    }
    return places;
}

static bool is_executable(const std::string& path) {
    struct stat status {};
    return access(path.c_str(), X_OK) == 0 && stat(path.c_str(), &status) == 0 &&
           S_ISREG(status.st_mode);
}

std::optional<std::string> find_program(const std::string& program) {
    for (auto& place : places_of_program(program)) {
        if (is_executable(place)) return std::move(place);
    }
    return {};
}

std::optional<std::string> resolve_links(const std::string& path) {
    const std::unique_ptr<char, decltype(&free)> resolved(realpath(path.c_str(), nullptr), free);
    if (resolved == nullptr) return {};
    return resolved.get();
}

}  // namespace monitoring

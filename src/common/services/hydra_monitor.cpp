#include "common/services/hydra_monitor.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "common/text/json.hpp"

namespace monitoring {

static constexpr std::size_t kMaxFiles = 10'000;

/// What is neither a text nor says "none" is an error, too, such as one of Go's that was written
/// as an object.
static std::string error_text(const JsonValue& value) {
    using Kind = JsonValue::Kind;
    const bool is_false = value.kind == Kind::boolean && value.integer == 0;
    if (value.kind == Kind::text || value.kind == Kind::null || is_false) return value.text;
    return "an error that is not a text";
}

HydraFiles parse_hydra_monitor(std::string_view json) {
    using Kind = JsonValue::Kind;
    HydraFiles files;
    bool has_files = false;
    read_json(json, [&](const JsonPath& path, const JsonValue& value) {
        if (path.empty() || path[0] != "files") return;
        if (path.size() == 1) {
            has_files = value.kind == Kind::object;
            files.clear();
            return;
        }
        HydraFile& file = files[path[1]];
        if (files.size() > kMaxFiles) {
            throw Error(fmt::format("it names more than {} files", kMaxFiles));
        }
        if (path.size() != 3) return;
        if (path[2] == "position") {
            file.position.reset();
            if (value.kind == Kind::integer) file.position = value.integer;
        } else if (path[2] == "error") {
            file.error = error_text(value);
        }
    });
    if (!has_files) throw Error("it has no object 'files'");
    return files;
}

}  // namespace monitoring

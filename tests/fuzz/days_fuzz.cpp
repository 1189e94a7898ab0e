// Any text as a file of holidays.

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "common/calendar/days.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/output.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const UniqueFd file(memfd_create("days", MFD_CLOEXEC));
    require(file.is_open(), "there are files in memory");
    require(write_all(file.get(), as_text(data, size)) == 0, "they can be written");
    // Opened again by this name it is read from its start.
    const auto path = "/proc/self/fd/" + std::to_string(file.get());
    try {
        for (const auto& day : read_days(path)) {
            require(day.size() == 10, "a day has ten characters");
            require(as_text(data, size).find(day) != std::string_view::npos, "it is in the file");
        }
    } catch (const Error& error) {
        const std::string reason = error.what();
        require(reason.starts_with(path + ", line ") &&
                    reason.ends_with("' is not a day such as 2026-01-01"),
                "the reason names the line");
        require(printable(reason) == reason && count_characters(reason) < 200,
                "and quotes it as a short and clean text");
    }
    return 0;
}

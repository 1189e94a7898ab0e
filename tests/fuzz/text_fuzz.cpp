// Any bytes as text from outside that is to be shown, whole or shortened.

#include <algorithm>
#include <string>

#include "common/text/secrets.hpp"
#include "common/text/text.hpp"
#include "harness.hpp"

using namespace monitoring;

/// Whether there is something that a terminal or a reader may be deceived by.
static bool is_deceptive(std::string_view text) {
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) < ' ' || byte == '\x7f') return true;
    }
    return text.find("\xe2\x80\xae") != std::string_view::npos;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text(data, size);
    const auto shown = printable(text);
    require(printable(shown) == shown, "what can be shown stays as it is");
    require(!is_deceptive(shown), "nothing deceptive is left");
    for (const std::size_t room : {1U, 7U, 80U}) {
        const auto shorter = shorten(shown, room);
        require(count_characters(shorter) <= room, "it is as short as it has to be");
        require(printable(shorter) == shorter, "no character is cut in two");
    }
    const auto blanks = [](const std::string& line) {
        return std::count(line.begin(), line.end(), ' ');
    };
    require(blanks(without_secrets(shown)) == blanks(shown), "each word leaves something");
    require(without_query(shown).find('?') == shown.find('?'), "the start of a path stays");
    return 0;
}

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// A value of a JSON document (RFC 8259).
struct JsonValue {
    /// `integer`: a number without a fraction that fits into 64 bits; `number`: any other.
    enum class Kind { null, boolean, integer, number, text, array, object };
    Kind kind = Kind::null;
    std::int64_t integer = 0;  ///< of a boolean: 1 when it is true
    std::string text;
};

/// The member names on the way from the outermost object, which has an empty path, to a value.
using JsonPath = std::vector<std::string>;

/// The deepest nesting of arrays and objects that is read.
constexpr std::size_t kMaxJsonDepth = 32;

/// Calls `visit` for each value of a document, in order and parents first; the elements of arrays
/// are left out. Throws Error when the text is no JSON or nested too deep.
void read_json(std::string_view text,
               const std::function<void(const JsonPath&, const JsonValue&)>& visit);

}  // namespace monitoring

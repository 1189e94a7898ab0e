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
    /// An integer is a number without a fraction that fits; every other one is only a number.
    enum class Kind { null, boolean, integer, number, text, array, object };
    Kind kind = Kind::null;
    std::int64_t integer = 0;  ///< of a boolean: 1 when it is true
    std::string text;
};

/// The names that lead to a value from the outermost object, which itself has none.
using JsonPath = std::vector<std::string>;

/// The deepest nesting of arrays and objects that is read.
constexpr std::size_t kMaxJsonDepth = 32;

/// Hands each value of a document to `visit`, in its order and before those inside of it; what
/// stands in arrays is left out. Throws Error when the text is no JSON or nested too deep.
void read_json(std::string_view text,
               const std::function<void(const JsonPath&, const JsonValue&)>& visit);

}  // namespace monitoring

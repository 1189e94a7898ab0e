#include "common/text/json.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {
namespace {

/// Everything that a document's visitor sees, a line each.
std::string visited(std::string_view text) {
    using Kind = JsonValue::Kind;
    std::string seen;
    read_json(text, [&seen](const JsonPath& path, const JsonValue& value) {
        std::string shown;
        switch (value.kind) {
            case Kind::null: shown = "null"; break;
            case Kind::boolean: shown = "boolean"; break;
            case Kind::integer: shown = std::to_string(value.integer); break;
            case Kind::number: shown = "number"; break;
            case Kind::text: shown = "'" + value.text + "'"; break;
            case Kind::array: shown = "[]"; break;
            case Kind::object: shown = "{}"; break;
        }
        seen += fmt::format("{}={}\n", join(path, "/"), shown);
    });
    return seen;
}

std::string reason(std::string_view text) {
    try {
        return visited(text);
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(ReadJson, VisitsEachValueByItsPath) {
    EXPECT_EQ(visited(R"( {"a": 1, "b": {"c": "x", "d": {}, "": null}, "e": [], "f": true} )"),
              "={}\na=1\nb={}\nb/c='x'\nb/d={}\nb/=null\ne=[]\nf=boolean\n");
}

TEST(ReadJson, LeavesOutWhatStandsInArrays) {
    EXPECT_EQ(visited(R"({"a": [1, {"b": [2], "c": {"d": 3}}, null], "e": 4})"),
              "={}\na=[]\ne=4\n");
    EXPECT_EQ(visited(R"([{"a": 1}])"), "=[]\n");
}

TEST(ReadJson, VisitsADocumentThatIsOneValue) {
    EXPECT_EQ(visited("null"), "=null\n");
    EXPECT_EQ(visited("-7"), "=-7\n");
    EXPECT_EQ(visited(R"("a\u00e9\n")"), "='a\xC3\xA9\n'\n");
}

TEST(ReadJson, TellsIntegersFromOtherNumbers) {
    EXPECT_EQ(visited("9223372036854775807"), "=9223372036854775807\n");
    EXPECT_EQ(visited("-9223372036854775808"), "=-9223372036854775808\n");
    for (const auto* const text :
         {"1.5", "1.0", "1e3", "9223372036854775808", "99999999999999999999", "-1e300"}) {
        EXPECT_EQ(visited(text), "=number\n") << text;
    }
}

TEST(ReadJson, VisitsANameThatIsThereTwiceTwice) {
    EXPECT_EQ(visited(R"({"a": 1, "a": 2})"), "={}\na=1\na=2\n");
}

TEST(ReadJson, RefusesWhatIsNoJson) {
    EXPECT_EQ(reason(""), "it is empty");
    EXPECT_EQ(reason("<html>"), "it is not JSON from byte 1 on");
    for (const auto* const text :
         {" ",       "{",     R"({"a")", R"({"a":)", R"({"a":1)",   R"({"a":1,})", "[1,2",
          R"("abc)", "{} {}", "nul",     "1e999",    "NaN",         "Infinity",    "+1",
          "0x10",    "01",    "{'a':1}", "\"\xFF\"", "\"\\ud800\"", "// a\n{}"}) {
        EXPECT_TRUE(reason(text).starts_with("it is not JSON from byte ")) << text << reason(text);
    }
}

TEST(ReadJson, RefusesTooDeepANesting) {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    EXPECT_EQ(reason(nested(kMaxJsonDepth)), "=[]\n");
    EXPECT_EQ(reason(nested(kMaxJsonDepth + 1)), "it is nested deeper than 32 levels");
    EXPECT_EQ(reason(std::string(10'000'000, '[')), "it is nested deeper than 32 levels");
    std::string objects;
    for (int i = 0; i < 1'000'000; ++i) objects += R"({"a":)";
    EXPECT_EQ(reason(objects), "it is nested deeper than 32 levels");
}

TEST(ReadJson, HandsOnWhatTheVisitorThrows) {
    EXPECT_THROW(read_json("1", [](const JsonPath&, const JsonValue&) { throw Error("enough"); }),
                 Error);
}

}  // namespace
}  // namespace monitoring

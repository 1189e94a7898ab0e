#include "common/text/json_scanner.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace monitoring {
namespace {

using Members = std::map<std::string, std::string>;

struct Scanned {
    Members members;
    bool is_complete = false;
    bool is_broken = false;
};

/// What the scanner makes of a text that comes in pieces of that size.
Scanned scan(std::string_view text, std::size_t size) {
    Scanned scanned;
    JsonScanner scanner([&scanned](std::string_view name, std::string_view value) {
        scanned.members[std::string(name)] = value;
    });
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        scanner.read(text.substr(0, size));
    }
    scanned.is_complete = scanner.is_complete();
    scanned.is_broken = scanner.is_broken();
    return scanned;
}

void expect_members(std::string_view text, const Members& members) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{7}, text.size()}) {
        const auto scanned = scan(text, size);
        EXPECT_EQ(scanned.members, members) << text;
        EXPECT_TRUE(scanned.is_complete) << text;
        EXPECT_FALSE(scanned.is_broken) << text;
    }
}

TEST(JsonScanner, HandsOverTheMembersOfTheOutermostObject) {
    expect_members(R"({"a": "text", "b":12 ,"c":-1.5e3,"d":true,"e":false,"f":null})",
                   {{"a", "text"},
                    {"b", "12"},
                    {"c", "-1.5e3"},
                    {"d", "true"},
                    {"e", "false"},
                    {"f", "null"}});
    expect_members("\t{ }\r\n", {});
    expect_members(R"({"":""})", {{"", ""}});
}

TEST(JsonScanner, LeavesOutWhatIsFurtherInside) {
    expect_members(R"({"a":{"b":1,"c":["d"]},"e":[[],{},{"f":2},3],"g":4})", {{"g", "4"}});
    expect_members(R"(["a", {"b": 1}])", {});
    expect_members(R"("a")", {});
}

TEST(JsonScanner, IsNotMisledByWhatStandsInATextOrAnEscape) {
    expect_members(R"({"a":"}{][,:\"\\","b\"":"\u00e9\n\/"})",
                   {{"a", R"(}{][,:\"\\)"}, {R"(b\")", R"(\u00e9\n\/)"}});
    expect_members("{\"a\":\"\xff\xc3\"}", {{"a", "\xff\xc3"}});
}

TEST(JsonScanner, KeepsOnlyTheStartOfALongText) {
    const std::string longest(JsonScanner::kMaxTokenLength, 'x');
    expect_members("{\"" + longest + "yz\":\"" + longest + "y\",\"b\":2}",
                   {{longest, longest}, {"b", "2"}});
}

TEST(JsonScanner, IsNotCompleteBeforeTheEnd) {
    const std::string text = R"({"a":"\u0041","b":[1,{}],"c":true})";
    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto scanned = scan(text.substr(0, size), text.size());
        EXPECT_FALSE(scanned.is_complete) << size;
        EXPECT_FALSE(scanned.is_broken) << size;
    }
    expect_members(text, {{"a", R"(\u0041)"}, {"c", "true"}});
}

TEST(JsonScanner, IsBrokenByWhatIsNotJson) {
    const std::string too_long(JsonScanner::kMaxTokenLength + 1, '1');
    for (const std::string text :
         {"}",       "]",        ",",        ":",          "{,",        "{1",     "{\"a\"}",
          "{\"a\",", "{\"a\":}", "{\"a\":,", "{\"a\":1,}", "{\"a\":1]", "[1}",    "[,",
          "[1,]",    "[1 2",     "{} {",     "{}x",        "nul ",      "[True]", "[1.]",
          "[.5]",    "[-]",      "[1e]",     "[1e999]",    "[0x10]",    "[+1]",   "[nan]",
          "\"\\x",   "\"\\u12g", "\"a\nb",   "\"a\tb",     "'a'}",      "<html> "}) {
        EXPECT_TRUE(scan(text, 1).is_broken) << text;
        EXPECT_TRUE(scan(text, text.size()).is_broken) << text;
    }
    EXPECT_TRUE(scan("[" + too_long, 1).is_broken);
    EXPECT_TRUE(scan(std::string("[\"\0\"]", 5), 9).is_broken);
}

TEST(JsonScanner, StopsAtTheDeepestNesting) {
    const std::string deepest(kMaxJsonDepth, '[');
    EXPECT_TRUE(scan(deepest + std::string(kMaxJsonDepth, ']'), 9).is_complete);
    EXPECT_TRUE(scan(deepest + "{", 9).is_broken);
    EXPECT_TRUE(scan(deepest + "[", 9).is_broken);
}

TEST(JsonScanner, BeginsAnewAfterWhateverItRead) {
    JsonScanner scanner([](std::string_view name, std::string_view) { EXPECT_EQ(name, "b"); });
    for (const auto* const text : {"[[{\"a", "x", "\"\\u1"}) {
        scanner.read(text);
        scanner.restart();
        scanner.read("{\"b\":1}");
        EXPECT_TRUE(scanner.is_complete()) << text;
        scanner.restart();
        EXPECT_FALSE(scanner.is_complete());
    }
}

}  // namespace
}  // namespace monitoring

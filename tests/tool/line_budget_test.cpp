#include "common/tool/line_budget.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

using Names = std::vector<std::string>;

Names many(std::size_t count, const std::string& start) {
    Names names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(start + std::to_string(i));
    return names;
}

TEST(RoomBeside, LeavesAQuarterOfTheLineToANoteAndNoMore) {
    EXPECT_EQ(room_beside(""), kMaxLineLength - std::string("CRITICAL: \n").size());
    EXPECT_EQ(room_beside(" (é)"), room_beside("") - 4);
    EXPECT_EQ(room_beside("\n"), room_beside("") - 2) << "as it is shown";
    EXPECT_EQ(room_beside(std::string(2000, 'n')), room_beside("") - kMaxLineLength / 4);
}

TEST(FitMessage, JoinsTheClausesThatHaveNames) {
    const std::vector<Clause> clauses = {{"; ", "silent: ", {}, "!"},
                                         {"; ", "full: ", {"/a", "/b"}, " (two)"},
                                         {"; ", "nothing: ", {}},
                                         {" | ", "fine: ", {"/c"}}};
    EXPECT_EQ(fit_message(clauses, ""), "full: /a, /b (two) | fine: /c");
    EXPECT_EQ(fit_message({}, ""), "");
    EXPECT_EQ(fit_message({{"; ", "none: ", {}}}, ""), "");
}

TEST(FitMessage, EscapesWhatComesFromOutside) {
    EXPECT_EQ(fit_message({{"", "on\n", {"a\tb"}, "\x1b"}}, ""), "on\\na\\tb\\x1b");
}

TEST(FitMessage, FillsTheLineBesideTheNoteAndKeepsTheEnd) {
    for (const std::string note : {"", " (a note)"}) {
        const auto message = fit_message({{"", "found: ", many(2000, "é"), ")"}}, note);
        EXPECT_LE(count_characters(message), room_beside(note));
        EXPECT_GT(count_characters(message), room_beside(note) - 7) << "one more would have fitted";
        EXPECT_TRUE(message.ends_with(" more)")) << message;
    }
}

TEST(FitMessage, LeavesRoomForTheClausesBehindALongOne) {
    const auto message = fit_message({{"", "full: ", many(2000, "/mount/")},
                                      {"; ", "silent: ", {"/dead"}, " (for ever)"},
                                      {" | ", std::string(400, 's'), many(2000, "/")}},
                                     "");
    EXPECT_TRUE(message.starts_with("full: /mount/0, /mount/1, ")) << message;
    EXPECT_NE(message.find(" more; silent: /dead (for ever) | sss"), std::string::npos) << message;
    EXPECT_NE(message.find("s/0, /1, "), std::string::npos) << message;
    EXPECT_TRUE(message.ends_with(" more")) << message;
    EXPECT_GT(count_characters(message), room_beside("") - 20);
}

TEST(FitMessage, NeverExceedsTheLine) {
    for (std::size_t length = 0; length < 1200; length += 37) {
        const std::string text(length, 'x');
        for (const auto& message :
             {fit_message({{"", text, many(200, "a"), ")"}, {"; ", "b: ", {text}}}, ""),
              fit_message({{"", "", many(200, text)}, {"; ", "", many(200, text)}}, "")}) {
            EXPECT_LE(count_characters(message), room_beside("")) << length;
        }
    }
}

TEST(ShortList, HasAnEighthOfTheLine) {
    EXPECT_EQ(short_list({}), "");
    EXPECT_EQ(short_list({"a", "b\n"}), "a, b\\n");
    const auto list = short_list(many(2000, "x"));
    EXPECT_LE(count_characters(list), kMaxLineLength / 8);
    EXPECT_GT(count_characters(list), kMaxLineLength / 8 - 7);
    EXPECT_TRUE(list.ends_with(" more")) << list;
}

TEST(LongList, HasHalfOfTheLine) {
    EXPECT_EQ(long_list({}), "");
    EXPECT_EQ(long_list({"a", "b\n"}), "a, b\\n");
    const auto list = long_list(many(2000, "x"));
    EXPECT_LE(count_characters(list), kMaxLineLength / 2);
    EXPECT_GT(count_characters(list), kMaxLineLength / 2 - 7);
}

TEST(NoteOf, IsEmptyWithoutNamesAndElseInBrackets) {
    EXPECT_EQ(note_of("no access to ", {}), "");
    EXPECT_EQ(note_of("no access to ", {"/a", "/b"}), " (no access to /a, /b)");
    const auto note = note_of("not visible: ", many(2000, "/"));
    EXPECT_TRUE(note.starts_with(" (not visible: /0, /1, ")) << note;
    EXPECT_TRUE(note.ends_with(" more)")) << note;
    EXPECT_LE(count_characters(note), kMaxLineLength / 8 + 3);
}

}  // namespace
}  // namespace monitoring

#include "common/tool/command_line.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "common/tool/cli.hpp"

using namespace monitoring;
using Words = std::vector<std::string>;

namespace {

void read(CommandLine& cli, CommonOptions& common, Words words) {
    words.insert(words.begin(), "probe");
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    common.timeout = kUsualTimeout;
    parse(cli, {static_cast<int>(pointers.size()), pointers.data(), &common});
}

/// The numbers that --number was given; or the mistake, or the help.
std::string numbers(const Words& words) {
    CommonOptions common;
    CommandLine cli{""};
    std::vector<double> values;
    cli.add_list("--number", values, number_option, "N", "A number");
    try {
        read(cli, common, words);
    } catch (const UsageError& mistake) {
        return mistake.what();
    } catch (const Answer& help) {
        return help.text;
    }
    std::string text;
    for (const double value : values) text += std::to_string(static_cast<int>(value)) + " ";
    return text;
}

Bounds bounds(const Words& words) {
    CommonOptions common;
    CommandLine cli{""};
    Bounds bounds;
    add_bounds(cli, bounds, number_limit_option, {.type = "N", .condition = "less"}, "more");
    read(cli, common, words);
    return bounds;
}

}  // namespace

TEST(List, HoldsEachValueInTheOrderOfTheCommandLine) {
    EXPECT_EQ(numbers({}), "");
    EXPECT_EQ(numbers({"--number", "3", "--number=1", "--number", "2"}), "3 1 2 ");
}

TEST(List, NamesTheOptionOfAValueThatIsNone) {
    EXPECT_EQ(numbers({"--number", "1", "--number", "x"}),
              "--number: 'x' is not a number of 0 or more (see --help)");
}

TEST(List, SaysInTheHelpThatItMayBeRepeated) {
    EXPECT_NE(numbers({"--help"}).find("A number (may be repeated)"), std::string::npos);
}

TEST(BoundsOptions, AreThoseOfTooLittleAndThoseOfTooMuch) {
    const auto all = bounds({"-w", "4", "-c", "3", "-W", "5", "-C", "6"});
    EXPECT_EQ(all.under.warning->text + all.under.critical->text, "43");
    EXPECT_EQ(all.over.warning->text + all.over.critical->text, "56");
    const auto some = bounds({"--critical", "1", "--warning-over", "2"});
    EXPECT_EQ(some.under.critical->text + some.over.warning->text, "12");
    EXPECT_FALSE(some.under.warning || some.over.critical);
}

TEST(Budget, IsNineTenthsOfTheTimeout) {
    CommonOptions common;
    CommandLine cli{""};
    read(cli, common, {});
    EXPECT_DOUBLE_EQ(Arguments({0, nullptr, &common}).budget().count(), 9);
    CommandLine again{""};
    read(again, common, {"-t", "2m"});
    EXPECT_DOUBLE_EQ(Arguments({0, nullptr, &common}).budget().count(), 108);
}

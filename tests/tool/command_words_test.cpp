#include "common/tool/command_words.hpp"

#include <gtest/gtest.h>

#include "common/text/text.hpp"

using namespace monitoring;

namespace {

/// Options like those of check-dns-rr, and of a script that had some of them.
Syntax check_syntax() {
    return {.options = {{{"-w", "--warning"}, "N"},
                        {{"-c", "--critical"}, "N"},
                        {{"-W", "--warning-over"}, "N"},
                        {{"-H", "--host"}, "NAME"},
                        {{"-t", "--timeout"}, "SECONDS"},
                        {{"-p", "--path"}, "PATH"},
                        {{"-4"}, ""},
                        {{"-6"}, ""},
                        {{"--tcp"}, ""},
                        {{"--contains"}, "IP"},
                        {{"-h", "--help"}, "", true},
                        {{"-V", "--version"}, "", true}},
            .originals = {"w", "c", "host", "h", "help"}};
}

Syntax wrapper_syntax() {
    return {.options = {{{"-c", "--critical"}, "N"},
                        {{"--identifier"}, "TEXT"},
                        {{"--interval"}, "DURATION"},
                        {{"--show"}, ""},
                        {{"-h", "--help"}, "", true}},
            .originals = {"c", "identifier", "interval", "h", "help"},
            .has_command = true};
}

/// What became of a command line: options | operands | command | unexpected, as far as they are
/// there, with a blank between two words; or the mistake.
std::string told_apart(const Syntax& syntax, std::string_view line) {
    const auto result =
        tell_words_apart(line.empty() ? std::vector<std::string_view>() : split(line, ' '), syntax);
    if (!result.mistake.empty()) return result.mistake;
    std::string text = join(result.options, " ");
    if (!result.operands.empty()) text += " | operands " + join(result.operands, " ");
    if (!result.command.empty()) text += " | command " + join(result.command, " ");
    if (!result.unexpected.empty()) text += " | unexpected " + join(result.unexpected, " ");
    return text;
}

void expect(std::string_view line, const std::string& result) {
    EXPECT_EQ(told_apart(check_syntax(), line), result) << line;
}

void expect_wrapper(std::string_view line, const std::string& result) {
    EXPECT_EQ(told_apart(wrapper_syntax(), line), result) << line;
}

}  // namespace

TEST(CommandWords, TakeTheOptionsOfTheScriptAsGetoptLongTookThem) {
    for (const auto* const line : {"-w=5", "--w=5", "--w 5", "-w 5", "+w 5", "+w=5", "-w5"}) {
        expect(line, "-w 5");
    }
    for (const auto* const line : {"--host x", "--host=x", "-host x", "-host=x", "--ho x", "-ho=x",
                                   "--hos=x", "--HOST x", "-Host=x", "-HO x"}) {
        expect(line, "--host x");
    }
    expect("-C=5 --W 6", "-c 5 | unexpected --W 6");
    expect("-w -5", "-w -5");
    expect("-w -c 3", "-w -c | unexpected 3");
    expect("-w=-5 -c ==", "-w -5 -c ==");
    expect("-w --", "-w --");
    expect("--host=a=b", "--host a=b");
}

TEST(CommandWords, TakeNewOptionsInFewerForms) {
    expect("-t=5 -t 6 -t7 --timeout 8 --timeout=9", "-t 5 -t 6 -t 7 --timeout 8 --timeout 9");
    expect("-W=5 -W 6 -W7", "-W 5 -W 6 -W 7");
    expect("--time 5", " | unexpected --time 5");
    expect("--t 5", " | unexpected --t 5");
    expect("--warn 5", " | unexpected --warn 5");
    expect("-warning=5", "-w arning=5");
    expect("-timeout 5", "-t imeout | unexpected 5");
    expect("--TCP", " | unexpected --TCP");
    expect("+tcp", " | unexpected +tcp");
    expect("-tcp", "-t cp");
    expect("---w 5", " | unexpected ---w 5");
}

TEST(CommandWords, PutAnExactNameBeforeAnAbbreviation) {
    expect("--c 5 --co 6", "-c 5 | unexpected --co 6");
    expect("--h", "-h");
    expect("-W 5 -w 6", "-W 5 -w 6");
    expect("-H x", "-H x");
    expect("-Host x -Hostess", "--host x -H ostess");
}

TEST(CommandWords, LetHelpAndVersionStandAlone) {
    expect("-h", "-h");
    expect("--help", "--help");
    expect("-help", "--help");
    expect("--he", "--help");
    expect("-V", "-V");
    for (const std::string word : {"-hx", "-Verbose", "-hV", "-46h", "-46V", "-4hx", "-v", "-HELP",
                                   "--HELP", "--ver", "-version", "-hh"}) {
        // -H with a value behind it is a host.
        expect(word, word == "-HELP" ? "-H ELP" : " | unexpected " + word);
    }
    expect("-h=1", "-h: takes no value, as in '-h=1' (see --help)");
    expect("--help=", "--help: takes no value, as in '--help=' (see --help)");
    expect("-V=x", "-V: takes no value, as in '-V=x' (see --help)");
}

TEST(CommandWords, ReadOptionsOfOneLetterInOneWord) {
    expect("-46 -t3", "-4 -6 -t 3");
    expect("-46t3", "-4 -6 -t 3");
    expect("-4t=3", "-4 -t 3");
    expect("-4t 3", "-4 -t 3");
    expect("-wc 5", "-w c | unexpected 5");
    expect("-4x", " | unexpected -4x");
    expect("-4=1", "-4: takes no value, as in '-4=1' (see --help)");
    expect("-46=1", "-6: takes no value, as in '-46=1' (see --help)");
    expect("--tcp=", "--tcp: takes no value, as in '--tcp=' (see --help)");
}

TEST(CommandWords, NameAnOptionWhoseValueIsMissing) {
    expect("-c 3 -w", "--warning: 1 required N missing (see --help)");
    expect("--ho", "--host: 1 required NAME missing (see --help)");
    expect("-w= -c 3", "-w  -c 3");
    expect("--host= x", "--host  | unexpected x");
}

TEST(CommandWords, GiveOperandsTheirPlaces) {
    Syntax syntax = check_syntax();
    syntax.operands = 2;
    EXPECT_EQ(told_apart(syntax, "a -w 5 b"), "-w 5 | operands a b");
    EXPECT_EQ(told_apart(syntax, "-- -w 5"), " | operands -w 5");
    EXPECT_EQ(told_apart(syntax, "a -x b c"), " | operands a b | unexpected -x c");
    EXPECT_EQ(told_apart(syntax, "a -w 5 -- - --"), "-w 5 | operands a - | unexpected --");
    expect("-w 5 --", "-w 5");
    expect("-", " | unexpected -");
    expect("-= +", " | unexpected -= +");
    expect("", "");
}

TEST(CommandWords, BeginACommandAtTheFirstWordThatIsNoOption) {
    expect_wrapper("cmd -c 5", " | command cmd -c 5");
    expect_wrapper("-c 3 cmd -x --help", "-c 3 | command cmd -x --help");
    expect_wrapper("-c=3 --show cmd", "-c 3 --show | command cmd");
    expect_wrapper("--id=x --int 300 cmd -x", "--identifier x --interval 300 | command cmd -x");
    expect_wrapper("+c 3 +x", "-c 3 | command +x");
    expect_wrapper("-c 3 -", "-c 3 | command -");
    expect_wrapper("--foo 3 cmd", " | command 3 cmd | unexpected --foo");
    expect_wrapper("--i x cmd", "-i may be --identifier or --interval (see --help)");
}

TEST(CommandWords, LeaveAllBehindTheFirstDashesToTheCommand) {
    expect_wrapper("-c 3 -- cmd -- x", "-c 3 | command cmd -- x");
    expect_wrapper("-- -c 3", " | command -c 3");
    expect_wrapper("--", "");
    expect_wrapper("-c 3 stray -- cmd", "-c 3 | command cmd | unexpected stray");
    expect_wrapper("--foo 3 -- cmd", " | command cmd | unexpected --foo 3");
    expect_wrapper("-c -- cmd", "--critical: 1 required N missing (see --help)");
    expect_wrapper("--identifier=-- -- cmd", "--identifier -- | command cmd");
}

TEST(CommandWords, AreToldApartBehindAMistake) {
    const auto result =
        tell_words_apart({"-w", "1", "--tcp=1", "-4=2", "--host", "x", "-c"}, check_syntax());
    EXPECT_EQ(result.mistake, "--tcp: takes no value, as in '--tcp=1' (see --help)");
    EXPECT_EQ(join(result.options, " "), "-w 1 --host x");
    const auto wrapper = tell_words_apart({"-c", "--", "cmd", "-c"}, wrapper_syntax());
    EXPECT_EQ(join(wrapper.command, " "), "cmd -c");
}

TEST(InnermostProgram, StandsBehindEachWrapper) {
    EXPECT_EQ(innermost_program({"/bin/check-x", "--", "y"}), "/bin/check-x");
    EXPECT_EQ(innermost_program({"/bin/delay-checker", "-c", "3", "--", "interval-checker",
                                 "--interval", "60", "--", "check-x", "--", "y"}),
              "check-x");
    EXPECT_EQ(innermost_program({"delay-checker", "check-x"}), "delay-checker");
    EXPECT_EQ(innermost_program({"delay-checker", "--"}), "delay-checker");
    EXPECT_EQ(innermost_program({}), "");
}

TEST(CommandWords, LeaveTheDashesOfAnotherWrapperToIt) {
    for (const std::string name :
         {"interval-checker", "/usr/bin/delay-checker", "periodic-checker", "check-interval"}) {
        expect_wrapper("-c 3 " + name + " --x 5 -- true -- a",
                       "-c 3 | command " + name + " --x 5 -- true -- a");
    }
    expect_wrapper("-- interval-checker -- true", " | command interval-checker -- true");
    expect_wrapper("sudo interval-checker -- true",
                   " | command interval-checker -- true | unexpected sudo");
}

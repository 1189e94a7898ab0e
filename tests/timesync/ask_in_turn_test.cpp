#include "common/timesync/ask_in_turn.hpp"

#include <cstdlib>

#include "common/text/error.hpp"
#include "support/ntp_fixture.hpp"

namespace monitoring {
namespace {

TEST(TimeServicesOption, IsOneServiceOrAllOfThem) {
    EXPECT_EQ(time_services_option("auto"),
              (TimeServices{TimeService::chronyd, TimeService::ntpd, TimeService::timesyncd,
                            TimeService::kernel}));
    for (const auto service : kTimeServices) {
        EXPECT_EQ(time_services_option(name_of(service)), TimeServices{service});
    }
}

TEST(TimeServicesOption, RefusesWhatIsNone) {
    for (const auto* const text : {"", "Auto", "chrony", "ntpd ", "chronyd,ntpd"}) {
        try {
            static_cast<void>(time_services_option(text));
            ADD_FAILURE() << text;
        } catch (const UsageError& mistake) {
            EXPECT_EQ(
                std::string(mistake.what()),
                "'" + std::string(text) + "' is not one of auto, chronyd, ntpd, timesyncd, kernel");
        }
    }
}

TEST(TimeServices, SayWhetherOneOfThemMayTell) {
    const auto quality = [](const char* text) {
        return may_tell_quality(time_services_option(text));
    };
    EXPECT_TRUE(quality("auto") && quality("chronyd") && quality("ntpd") && quality("timesyncd"));
    EXPECT_FALSE(quality("kernel"));
    const auto sources = [](const char* text) {
        return may_count_sources(time_services_option(text));
    };
    EXPECT_TRUE(sources("auto") && sources("chronyd") && sources("ntpd"));
    EXPECT_FALSE(sources("timesyncd") || sources("kernel"));
}

/// A host without programs but those that a test makes.
class AskInTurn : public ToolTest {
protected:
    AskInTurn() : path_(getenv("PATH")) { setenv("PATH", directory().c_str(), 1); }
    ~AskInTurn() override { setenv("PATH", path_.c_str(), 1); }

    void program(const std::string& name, const std::string& script) const {
        write_text(directory() / name, "#!/bin/sh\n" + script);
        std::filesystem::permissions(directory() / name, std::filesystem::perms(0755));
    }
    void chronyd_measures(const std::string& offset) const {
        program("chronyc",
                "echo '^,*,192.0.2.1,2,6,377,5,0.0," + offset + ",0.009833483'; exit 0\n");
    }

    /// The offset in the answer, in seconds; -1 when nobody answers. What is said on stderr is
    /// kept in errors_.
    double offset_told(const TimeServices& services) {
        testing::internal::CaptureStderr();
        const auto report = ask_in_turn(services, Seconds(10), false);
        errors_ = testing::internal::GetCapturedStderr();
        return report ? report->offset.value_or(Seconds(-2)).count() : -1;
    }

    std::string errors_;

private:
    std::string path_;
};

TEST_F(AskInTurn, TakesTheFirstAnswer) {
    chronyd_measures("0.25");
    program("ntpq", "touch '" + (directory() / "asked").string() + "'\nexit 1\n");
    EXPECT_EQ(offset_told({TimeService::chronyd, TimeService::ntpd}), 0.25);
    EXPECT_EQ(errors_, "");
    EXPECT_FALSE(std::filesystem::exists(directory() / "asked"));
}

TEST_F(AskInTurn, GoesOnToTheNextWhereOneFailsOrIsMissing) {
    chronyd_measures("0.25");
    program("ntpq", "echo 'ntpq: read: Connection refused' >&2\n");
    EXPECT_EQ(offset_told({TimeService::ntpd, TimeService::chronyd}), 0.25);
    EXPECT_EQ(errors_, "");
    std::filesystem::remove(directory() / "ntpq");
    EXPECT_EQ(offset_told({TimeService::ntpd, TimeService::chronyd}), 0.25);
    EXPECT_EQ(errors_, "");
}

TEST_F(AskInTurn, DoesNotBelieveTheKernelWhereAServiceIsDown) {
    program("chronyc", "echo '506 Cannot talk to daemon'\nexit 1\n");
    EXPECT_EQ(offset_told(time_services_option("auto")), -1);
    EXPECT_TRUE(
        errors_.ends_with(": no time service answers (chronyc: 506 Cannot talk to daemon; "
                          "cannot run ntpq: No such file or directory; "
                          "cannot run timedatectl: No such file or directory)\n"))
        << errors_;
}

}  // namespace
}  // namespace monitoring

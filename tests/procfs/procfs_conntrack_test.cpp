#include <cstdlib>
#include <string>

#include "common/procfs/procfs.hpp"
#include "common/text/error.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;

namespace {

class ConntrackTest : public ToolTest {
protected:
    ConntrackTest() { setenv("HOST_PROC", proc().c_str(), 1); }
    ~ConntrackTest() override { unsetenv("HOST_PROC"); }

    /// What ProcFs::conntrack() throws; "" when it throws nothing.
    [[nodiscard]] static std::string error() {
        try {
            static_cast<void>(ProcFs().conntrack());
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
};

const std::string kNew = "sys/net/netfilter/nf_conntrack_";
const std::string kOld = "sys/net/ipv4/netfilter/ip_conntrack_";

}  // namespace

TEST_F(ConntrackTest, IsReadFromTheFilesOfToday) {
    write_proc(kNew + "max", "262144\n");
    write_proc(kNew + "count", "144\n");
    const auto table = ProcFs().conntrack();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->max, 262144U);
    EXPECT_EQ(table->count, 144U);
    EXPECT_EQ(table->free(), 262000U);
}

TEST_F(ConntrackTest, FallsBackToEachOlderMaximum) {
    write_proc(kNew + "count", "1\n");
    EXPECT_FALSE(ProcFs().conntrack());
    write_proc("sys/net/ipv4/ip_conntrack_max", "10\n");
    EXPECT_EQ(ProcFs().conntrack().value().max, 10U);
    write_proc(kOld + "max", "20\n");
    EXPECT_EQ(ProcFs().conntrack().value().max, 20U);
    write_proc("sys/net/nf_conntrack_max", "30\n");
    EXPECT_EQ(ProcFs().conntrack().value().max, 30U);
    write_proc(kNew + "max", "40\n");
    EXPECT_EQ(ProcFs().conntrack().value().max, 40U);
}

TEST_F(ConntrackTest, FallsBackToTheOlderCount) {
    write_proc(kOld + "max", "20\n");
    write_proc(kOld + "count", "5\n");
    EXPECT_EQ(ProcFs().conntrack().value().count, 5U);
    write_proc(kNew + "count", "6\n");
    EXPECT_EQ(ProcFs().conntrack().value().count, 6U);
}

TEST_F(ConntrackTest, IsEmptyWhenTheModuleIsNotLoaded) {
    EXPECT_FALSE(ProcFs().conntrack());
    write_proc("sys/net/nf_conntrack_max", "30\n");
    EXPECT_FALSE(ProcFs().conntrack()) << "a maximum alone";
}

TEST_F(ConntrackTest, IsNoneOfAProcThatIsNotMounted) {
    std::filesystem::remove_all(proc());
    EXPECT_EQ(error(), "cannot open " + proc().string() + ": No such file or directory");
}

TEST_F(ConntrackTest, HasNothingFreeWhenMoreThanTheMaximumIsUsed) {
    EXPECT_EQ((Conntrack{.max = 10, .count = 9}).free(), 1U);
    EXPECT_EQ((Conntrack{.max = 10, .count = 10}).free(), 0U);
    EXPECT_EQ((Conntrack{.max = 10, .count = 11}).free(), 0U);
    EXPECT_EQ((Conntrack{.max = 0, .count = 0}).free(), 0U);
}

TEST_F(ConntrackTest, NamesTheFileThatHoldsNoNumber) {
    write_proc(kNew + "max", "262144\n");
    const auto file = (proc() / kNew).string() + "count";
    for (const std::string content :
         {"x\n", "-1\n", "1 2\n", "1.5\n", "0x10\n", "18446744073709551616\n", "\n"}) {
        write_proc(kNew + "count", content);
        EXPECT_EQ(error(), "cannot understand " + file + ": it is not a number") << content;
    }
    write_proc(kNew + "count", "");
    EXPECT_EQ(error(), "cannot understand " + file + ": it is empty");
    write_proc(kNew + "count", std::string(5000, '1'));
    EXPECT_EQ(error(), "cannot read " + file + ": larger than 4096 bytes");
}

TEST_F(ConntrackTest, DropsAreEmptyWhereTheKernelDoesNotTell) {
    EXPECT_FALSE(ProcFs().conntrack_drops());
}

TEST_F(ConntrackTest, DropsAreReadFromTheirFile) {
    write_proc("net/stat/nf_conntrack", "drop early_drop insert_failed\n1 2 a\n1 0 0\n");
    EXPECT_EQ(ProcFs().conntrack_drops(), 14U);
}

TEST_F(ConntrackTest, DropsNameTheFileThatIsEmptyOrTorn) {
    for (const std::string content : {"", "drop early_drop insert_failed\n", "drop\n1\n"}) {
        write_proc("net/stat/nf_conntrack", content);
        try {
            static_cast<void>(ProcFs().conntrack_drops());
            ADD_FAILURE() << "'" << content << "' was taken";
        } catch (const Error& error) {
            const std::string start =
                "cannot understand " + (proc() / "net/stat/nf_conntrack").string() + ": ";
            EXPECT_EQ(std::string(error.what()).substr(0, start.size()), start);
        }
    }
}

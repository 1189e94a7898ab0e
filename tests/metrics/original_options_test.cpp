// Command lines as Perl's Getopt::Long took them from the script that gaurun-usage replaces.

#include "support/gaurun_test.hpp"

namespace monitoring {
namespace {

class OriginalOptions : public GaurunTest {};

TEST_F(OriginalOptions, OfGaurunUsage) {
    const auto port = std::to_string(server_.port());
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"-port=" + port},
                                               {"-port", port},
                                               {"--p", port},
                                               {"-p=" + port},
                                               {"+po", port},
                                               {"--PORT=" + port}}) {
        SCOPED_TRACE(words.front());
        const auto result = run("mackerel-plugin-gaurun-usage", words);
        EXPECT_NE(result.output.find("gaurun_" + port + ".queue.max\t64\t"), std::string::npos);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, 0);
    }
}

TEST_F(OriginalOptions, AreNotTakenOfNewOptions) {
    for (const std::string word : {"--pa=/", "--w=pusher", "-portx", "-hV", "--HELP"}) {
        const auto result = run("mackerel-plugin-gaurun-usage", {word});
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(result.errors,
                  "mackerel-plugin-gaurun-usage: The following argument was not expected: " + word +
                      " (see --help)\n");
        EXPECT_EQ(result.exit_code, 1);
    }
}

}  // namespace
}  // namespace monitoring

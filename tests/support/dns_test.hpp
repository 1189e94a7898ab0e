#pragma once

#include <regex>
#include <string>
#include <vector>

#include "support/dns_message.hpp"
#include "support/dns_server.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// What a usual name server answers; the first label of the name says what that is.
[[nodiscard]] std::string usual_answer(const DnsServer::Query& query);

/// A test of a tool that asks name servers. It shall not depend on this host's configuration, so
/// each name ends in a dot and is not searched for.
class DnsToolTest : public ToolTest {
protected:
    explicit DnsToolTest(std::string program) : program_(std::move(program)) {
        set("RES_OPTIONS", "timeout:5 attempts:1");
    }

    /// The name of which the usual server knows by that label.
    static std::string name(const std::string& label) { return label + ".example.com."; }

    /// Runs the tool on one server; times in its line become "T sec".
    [[nodiscard]] ToolResult ask(const std::string& server, const std::string& label,
                                 const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments = {"--host", name(label), "-s", server};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto result = run(program_, arguments);
        static const std::regex time("[0-9]+(\\.[0-9]+)? sec");
        result.output = std::regex_replace(result.output, time, "T sec");
        return result;
    }

    void expect(const std::string& server, const std::string& label,
                const std::vector<std::string>& more, const std::string& line,
                int exit_code) const {
        const auto result = ask(server, label, more);
        EXPECT_EQ(result.output, line + "\n");
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
    }

    /// A mistake on the command line.
    void expect_mistake(const std::vector<std::string>& arguments,
                        const std::string& reason) const {
        expect_line(program_, arguments, "UNKNOWN: " + reason + " (see --help)", 3);
    }

private:
    std::string program_;
};

/// The same beside a usual name server.
class UsualDnsTest : public DnsToolTest {
protected:
    using DnsToolTest::DnsToolTest;

    void expect_usual(const std::string& label, const std::vector<std::string>& more,
                      const std::string& line, int exit_code) const {
        expect(usual_.address(), label, more, line, exit_code);
    }
    [[nodiscard]] std::string usual() const { return usual_.address(); }

private:
    DnsServer usual_{usual_answer};
};

}  // namespace monitoring

#pragma once

#include <string>
#include <vector>

#include "support/make_certificate.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// A test of check-crt-expiration with files of its own.
class CrtExpirationTest : public ToolTest {
protected:
    static constexpr std::time_t kDay = 86400;

    [[nodiscard]] std::string path(const std::string& name) const {
        return (directory() / name).string();
    }
    /// Writes a file and returns its path.
    std::string file(const std::string& name, std::string_view content) const {
        write_text(directory() / name, content);
        return path(name);
    }
    /// A certificate that is valid for so many days and a half, from when the test began.
    [[nodiscard]] TestCertificate days_left(int days) const {
        TestCertificate certificate;
        certificate.not_after = generalized_time(end(days));
        return certificate;
    }
    /// The message on such a certificate.
    [[nodiscard]] std::string message(int days) const {
        return "Expiration date: '" + printed_time(end(days)) + "'. " + std::to_string(days) +
               " days left";
    }
    /// Which certificate it is, as it stands behind that message.
    [[nodiscard]] static std::string place(const std::string& source,
                                           const std::string& name = "CN=example.com",
                                           const std::string& serial = "04:AB") {
        return " (" + source + ", " + name + ", serial " + serial + ")";
    }
    [[nodiscard]] std::time_t begun_at() const { return begun_at_; }
    [[nodiscard]] ToolResult check(const std::vector<std::string>& arguments) const {
        return run("check-crt-expiration", arguments);
    }
    void expect(const std::vector<std::string>& arguments, const std::string& line,
                int exit_code) const {
        expect_line("check-crt-expiration", arguments, line, exit_code);
    }

private:
    [[nodiscard]] std::time_t end(int days) const { return begun_at_ + days * kDay + kDay / 2; }

    std::time_t begun_at_ = std::time(nullptr);
};

}  // namespace monitoring

#pragma once

#include "support/certificate_test.hpp"

namespace monitoring {

/// A test of check-crt-expiration with real certificates, keys and stores, made by openssl: a.pem
/// and a.key for 62 days, b.pem and b.key for 40.
class CrtOpensslTest : public CrtExpirationTest {
protected:
    void SetUp() override {
        if (lacks(shell("openssl version").exit_code == 0, "the openssl command")) return;
        openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout a.key -out a.pem -days 62 "
            "-subj /CN=a.example");
        openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout b.key "
            "-out b.pem -days 40 -subj /CN=b.example");
        file("password", "s3cret\n");
    }
    void openssl(const std::string& arguments) const {
        const auto result = shell("cd " + directory().string() + " && openssl " + arguments);
        ASSERT_EQ(result.exit_code, 0) << arguments << "\n" << result.errors;
    }
    /// The serial number as check-crt-expiration prints it.
    [[nodiscard]] std::string serial(const std::string& name) const {
        const auto text = shell("openssl x509 -noout -serial -in " + path(name)).output;
        std::string result;
        // "serial=04AB\n"
        for (std::size_t i = text.find('=') + 1; i + 1 < text.size(); i += 2) {
            result += (result.empty() ? "" : ":") + text.substr(i, 2);
        }
        return result;
    }
    /// Expects the first words of the line, as openssl chose the second of the dates.
    void expect_start(const std::vector<std::string>& arguments, const std::string& start,
                      const std::string& end, int exit_code) const {
        const auto result = check(arguments);
        EXPECT_TRUE(result.output.starts_with(start)) << result.output;
        EXPECT_TRUE(result.output.ends_with(end + "\n")) << result.output;
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.output.find("s3cret"), std::string::npos);
    }
    void expect_days(const std::vector<std::string>& arguments, int days) const {
        const auto result = check(arguments);
        EXPECT_TRUE(result.output.starts_with("OK: Expiration date: '")) << result.output;
        // A slow run may see the next second, and with it one day less.
        const auto ends = [&](int left) {
            return result.output.ends_with(" GMT'. " + std::to_string(left) + " days left\n");
        };
        EXPECT_TRUE(ends(days) || ends(days - 1)) << result.output;
        EXPECT_EQ(result.errors, "");
    }
};

}  // namespace monitoring

#include "common/services/php_version.hpp"

#include <gtest/gtest.h>

#include <string>

namespace monitoring {
namespace {

TEST(ParsePhpVersionId, TakesOneNumber) {
    EXPECT_EQ(parse_php_version_id("80236"), 80236U);
    EXPECT_EQ(parse_php_version_id("80236\n"), 80236U);
    EXPECT_EQ(parse_php_version_id("50207"), 50207U);
    EXPECT_EQ(parse_php_version_id("50000"), 50000U);
    EXPECT_EQ(parse_php_version_id("100000"), 100000U);
    EXPECT_EQ(parse_php_version_id("999999"), 999999U);
}

TEST(ParsePhpVersionId, TakesNothingElse) {
    for (const std::string_view text :
         {"", "\n", "80236\n\n", " 80236", "80236 ", "80236\r\n", "+80236", "-80236", "8.2.36",
          "8e4", "0x13971", "49999", "0", "080236", "1000000", "99999999999999999999", "80236x",
          "PHP_VERSION_ID", "Warning: Module missing in Unknown on line 0\n80236"}) {
        EXPECT_FALSE(parse_php_version_id(text)) << text;
    }
    EXPECT_FALSE(parse_php_version_id(std::string_view("80236\0", 6)));
}

TEST(ParsePhpBanner, TakesTheVersionOfTheFirstLine) {
    EXPECT_EQ(parse_php_banner("PHP 8.2.36 (fpm-fcgi) (built: Nov 18 2026 20:02:04)\n"
                               "Copyright (c) The PHP Group\nZend Engine v4.2.36, Copyright (c)\n"),
              80236U);
    EXPECT_EQ(parse_php_banner("PHP 5.2.7 (fpm-fcgi)\n"), 50207U);
    EXPECT_EQ(parse_php_banner("PHP 10.11.12"), 101112U);
}

TEST(ParsePhpBanner, LeavesOutWhatStandsBehindTheRelease) {
    EXPECT_EQ(parse_php_banner("PHP 8.4.0RC1 (fpm-fcgi)"), 80400U);
    EXPECT_EQ(parse_php_banner("PHP 8.3.0-dev (fpm-fcgi)"), 80300U);
    EXPECT_EQ(parse_php_banner("PHP 8.5.0alpha3 (fpm-fcgi)"), 80500U);
    EXPECT_EQ(parse_php_banner("PHP 7.4.3-4ubuntu2.29 (fpm-fcgi)"), 70403U);
}

TEST(ParsePhpBanner, TakesNothingElse) {
    for (const std::string_view text : {"",
                                        "PHP",
                                        "PHP ",
                                        "PHP 8",
                                        "PHP 8.2",
                                        "PHP 8.2.",
                                        "PHP 8..36",
                                        "PHP 8.2.x",
                                        "PHP 8.2.36.1",
                                        "PHP 8.2.100",
                                        "PHP 8.100.1",
                                        "PHP 100.2.1",
                                        "PHP 4.4.9",
                                        "PHP -8.2.1",
                                        "PHP 8.99999999999999999999.1",
                                        "PHP  8.2.36",
                                        "php 8.2.36",
                                        "8.2.36",
                                        " PHP 8.2.36",
                                        "\nPHP 8.2.36",
                                        "PHP Warning:  Unable to load\nPHP 8.2.36 (fpm-fcgi)",
                                        "Python 3.11.7"}) {
        EXPECT_FALSE(parse_php_banner(text)) << text;
    }
}

}  // namespace
}  // namespace monitoring

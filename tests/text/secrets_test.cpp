#include "common/text/secrets.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

TEST(WithoutQuery, ShowsThatThereIsOne) {
    EXPECT_EQ(without_query("/stat/app"), "/stat/app");
    EXPECT_EQ(without_query("/stat?token=a?b"), "/stat?…");
    EXPECT_EQ(without_query("/?"), "/?…");
    EXPECT_EQ(without_query(""), "");
}

TEST(WithoutSecrets, HidesQueries) {
    EXPECT_EQ(without_secrets("not expected: --pth /a?token=x (see --help)"),
              "not expected: --pth /a?… (see --help)");
    EXPECT_EQ(without_secrets("--pth=/a?b=c"), "--pth=/a?…");
    EXPECT_EQ(without_secrets("'http://host/a?secret' is not it"), "'http://host/a?…' is not it");
}

TEST(WithoutSecrets, HidesPasswords) {
    EXPECT_EQ(without_secrets("'http://me:pa@ss@host:80/a' is none"),
              "'http://…@host:80/a' is none");
    EXPECT_EQ(without_secrets("--host: 'me:pass@host' is none"), "--host: '…@host' is none");
    EXPECT_EQ(without_secrets("--hots=me:pass@host"), "--hots=…@host");
    EXPECT_EQ(without_secrets("--host:me:pass@host?a=b"), "…@host?…");
    EXPECT_EQ(without_secrets("ftp://a:b@c?d=e"), "ftp://…@c?…");
}

TEST(WithoutSecrets, LeavesOtherTextsAsTheyAre) {
    for (const auto* const text :
         {"", " ", "'' is empty", "a@b.example", "fe80::1%eth0", "'(?:a|b)?c' is no pattern",
          "/mnt/?/data", "--timeout=5", "what?", "user@[::1]:80"}) {
        EXPECT_EQ(without_secrets(text), text);
    }
}

}  // namespace
}  // namespace monitoring

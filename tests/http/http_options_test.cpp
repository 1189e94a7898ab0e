#include "common/http/http_options.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

TEST(HttpPathOption, TakesWhatBeginsWithASlash) {
    for (const std::string text : {"/", "/stat/app", "/a?b=c&d=%20", "//x"}) {
        EXPECT_EQ(http_path_option(text), text);
    }
}

TEST(HttpPathOption, TakesNothingElse) {
    for (const auto* const text :
         {"", "stat/app", "http://a/", "/a b", "/a\nb", "/a#b", "/\x7f", "/é"}) {
        EXPECT_THROW(static_cast<void>(http_path_option(text)), UsageError) << text;
    }
}

TEST(ReadHttpPort, TakesAPortOrASocketWhicheverCameLast) {
    HttpRequest request;
    read_http_port("1056", request);
    EXPECT_EQ(request.address(), "127.0.0.1:1056");
    read_http_port("unix:/run/a.sock", request);
    EXPECT_EQ(request.address(), "unix:/run/a.sock");
    read_http_port("65535", request);
    EXPECT_EQ(request.address(), "127.0.0.1:65535");
}

TEST(ReadHttpPort, TakesNothingElse) {
    HttpRequest request;
    for (const std::string& text :
         {std::string(), std::string("0"), std::string("65536"), std::string("-1"),
          std::string("http"), std::string("127.0.0.1:1056"), std::string("unix:"),
          std::string("unix:/"), std::string("/run/a.sock"), "unix:/" + std::string(107, 'a')}) {
        EXPECT_THROW(read_http_port(text, request), UsageError) << text;
    }
    EXPECT_NO_THROW(read_http_port("unix:/" + std::string(106, 'a'), request));
}

}  // namespace
}  // namespace monitoring

// Whom http_get can ask.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/http/http_get.hpp"
#include "support/canned_server.hpp"

namespace monitoring {
namespace {

constexpr Seconds kMaxLooks{20};

TEST(HttpGet, TellsThatNothingListens) {
    HttpRequest request;
    request.port = free_port();
    request.timeout = kMaxLooks;
    const auto answer = http_get(request);
    EXPECT_EQ(answer.problem(), "Connection refused");
    EXPECT_TRUE(answer.is_refused);
}

TEST(HttpGet, TellsThatAHostHasNoAddress) {
    HttpRequest request;
    request.host = "no-such-host.invalid";
    request.timeout = kMaxLooks;
    const auto answer = http_get(request);
    EXPECT_EQ(answer.problem(), "the name of the host cannot be resolved");
    EXPECT_FALSE(answer.is_refused);
}

TEST(HttpGet, AsksOnAUnixSocket) {
    const auto path = testing::TempDir() + fmt::format("http_get_test.{}.sock", getpid());
    {
        const CannedServer server(answer_json("{}"), std::filesystem::path(path));
        HttpRequest request;
        request.socket_path = path;
        request.timeout = kMaxLooks;
        EXPECT_EQ(http_get(request).body, "{}");
        EXPECT_EQ(request.address(), "unix:" + path);
        EXPECT_EQ(request.url(), "http://unix:" + path + ":/");
        EXPECT_NE(server.requests().find("Host: localhost\r\n"), std::string::npos);
    }
    HttpRequest request;
    request.socket_path = path;
    request.timeout = kMaxLooks;
    EXPECT_EQ(http_get(request).failure, "Connection refused");
    std::filesystem::remove(path);
    EXPECT_EQ(http_get(request).failure, "No such file or directory");
}

TEST(HttpRequest, PutsBracketsAroundIpv6) {
    HttpRequest request;
    request.host = "::1";
    request.port = 8080;
    request.path = "/a";
    EXPECT_EQ(request.address(), "[::1]:8080");
    EXPECT_EQ(request.url(), "http://[::1]:8080/a");
}

TEST(HttpRequest, IsShownWithoutItsQuery) {
    HttpRequest request;
    request.path = "/stat?token=x";
    EXPECT_EQ(request.url(), "http://127.0.0.1:80/stat?…");
    request.socket_path = "/a.sock";
    EXPECT_EQ(request.url(), "http://unix:/a.sock:/stat?…");
}

TEST(HttpGet, AsksByIpv6AndByName) {
    const CannedServer six(answer_json("{}"), AF_INET6);
    const CannedServer four(answer_json("{}"));
    for (const auto* const host : {"::1", "::1%lo", "localhost"}) {
        HttpRequest request;
        request.host = host;
        request.port = six.port();
        request.timeout = kMaxLooks;
        if (request.host == "localhost") request.port = four.port();
        EXPECT_EQ(http_get(request).problem(), "") << host;
    }
}

}  // namespace
}  // namespace monitoring

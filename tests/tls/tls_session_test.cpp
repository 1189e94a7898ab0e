#include "common/tls/tls_session.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/tls/plain_text.hpp"
#include "tls/other_end.hpp"

namespace monitoring {
namespace {

const Seconds kPlenty{20};
const Seconds kLittle{0.3};

std::string failure_of(const OtherEnd::Answer& answer, Seconds timeout = kPlenty) {
    const OtherEnd server(answer);
    const auto [certificates, failure] =
        perform_handshake(server.socket(), "www.example.com", Deadline(timeout));
    EXPECT_TRUE(certificates.empty());
    return failure;
}

/// What a server earns that answers our greeting, of which it reads the start, with these bytes.
std::string failure_of_answer(const std::string& answer) {
    return failure_of([&answer](const OtherEnd& end) {
        static_cast<void>(end.bytes(5));
        end.send(answer);
        end.stay_silent();
    });
}

/// A record (RFC 8446, section 5.1) of an alert: fatal, with this number.
std::string alert(char number) { return std::string("\x15\x03\x03\x00\x02\x02", 6) + number; }

/// A record with a message of the handshake (RFC 8446, section 4).
std::string handshake(const std::string& message) {
    return std::string("\x16\x03\x03\x00", 4) + static_cast<char>(message.size()) + message;
}

TEST(ShakeHands, GreetsWithTheNameOfTheServer) {
    std::string hello;
    failure_of([&hello](const OtherEnd& end) {
        const auto header = end.bytes(5);
        const auto size =
            static_cast<unsigned char>(header[3]) * 256U + static_cast<unsigned char>(header[4]);
        hello = header + end.bytes(size);
    });
    EXPECT_EQ(hello.substr(0, 2), "\x16\x03");
    EXPECT_NE(hello.find("www.example.com"), std::string::npos);
}

TEST(ShakeHands, NamesTheServersAlert) {
    EXPECT_EQ(failure_of_answer(alert(112)), "it sent the TLS alert 'unrecognized name'");
    EXPECT_EQ(failure_of_answer(alert(10)), "it sent the TLS alert 'unexpected message'");
    EXPECT_EQ(failure_of_answer(alert(40)), "it sent the TLS alert 'handshake failure'");
    EXPECT_EQ(failure_of_answer(alert(70)), "it sent the TLS alert 'protocol version'");
}

TEST(ShakeHands, SaysThatTheServerSpeaksPlainText) {
    EXPECT_EQ(failure_of_answer("HTTP/1.1 400 Bad Request\r\n\r\n"),
              "it does not speak TLS: 'HTTP/1.1 400 Bad Request'");
    EXPECT_EQ(failure_of([](const OtherEnd& end) {
                  end.send("220 mx.example ESMTP\r\n");
                  end.stay_silent();
              }),
              "it does not speak TLS: '220 mx.example ESMTP'");
}

TEST(ShakeHands, SaysThatTheServerClosed) {
    const std::string failure = "it closed the connection (in the TLS handshake)";
    EXPECT_EQ(failure_of([](const OtherEnd&) {}), failure);
    EXPECT_EQ(failure_of([](const OtherEnd& end) { static_cast<void>(end.bytes(100)); }), failure);
    EXPECT_EQ(failure_of([](const OtherEnd& end) { end.send("\x16"); }), failure);
    EXPECT_EQ(failure_of_answer(std::string("\x15\x03\x03\x00\x02\x01\x00", 7)), failure);
}

TEST(ShakeHands, SaysThatTheServerIsSilent) {
    const std::string failure = "no answer within 0.3 s (in the TLS handshake)";
    EXPECT_EQ(failure_of([](const OtherEnd& end) { end.stay_silent(); }, kLittle), failure);
    const auto half = [](const OtherEnd& end) {
        end.send(std::string("\x16\x03\x03\x00\x50\x02\x00", 7));
        end.stay_silent();
    };
    EXPECT_EQ(failure_of(half, kLittle), failure);
}

TEST(ShakeHands, SaysWhatIsWrongWithAGarbledHandshake) {
    EXPECT_EQ(failure_of_answer(handshake(std::string("\x02\x00\x00\x01\x00", 5))),
              "TLS failed: length mismatch");
    EXPECT_EQ(failure_of_answer("\x16\x03\x03\xff\xff" + std::string(70000, 'a')),
              "TLS failed: packet length too long");
}

TEST(ShakeHands, EndsWhereAServerNeverStops) {
    // A client drops this message (HelloRequest, RFC 5246, section 7.4.1.1) without a word.
    const auto request = handshake(std::string(4, '\0'));
    const auto repeat = [&request](const OtherEnd& end) {
        while (end.send(request)) continue;
    };
    EXPECT_EQ(failure_of(repeat), "it sent more than 524288 bytes (in the TLS handshake)");
}

TEST(DescribePlainText, LetsRecordsPass) {
    EXPECT_EQ(describe_plain_text("\x16"), "");
    EXPECT_EQ(describe_plain_text("\x16\x03"), "");
    EXPECT_EQ(describe_plain_text("\x15\x03\x01"), "");
}

TEST(DescribePlainText, QuotesOnlyWhatCanBeRead) {
    EXPECT_EQ(describe_plain_text("\x16\x02"), "it does not speak TLS");
    EXPECT_EQ(describe_plain_text("\x17\x03"), "it does not speak TLS");
    EXPECT_EQ(describe_plain_text(std::string(3, '\0')), "it does not speak TLS");
    EXPECT_EQ(describe_plain_text("\r\n"), "it does not speak TLS");
    EXPECT_EQ(describe_plain_text("caf\xe9\r\n"), "it does not speak TLS");
    EXPECT_EQ(describe_plain_text("+OK\r\n"), "it does not speak TLS: '+OK'");
    EXPECT_EQ(describe_plain_text(std::string(100, 'a')),
              "it does not speak TLS: '" + std::string(39, 'a') + "…'");
}

}  // namespace
}  // namespace monitoring

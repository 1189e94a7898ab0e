#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/tls/start_tls.hpp"
#include "tls/other_end.hpp"

namespace monitoring {
namespace {

const Seconds kPlenty{20};
const Seconds kLittle{1.5};
const std::string kOffer = "250-mx\r\n250 STARTTLS\r\n";

std::string run(const OtherEnd::Answer& answer, Seconds timeout = kPlenty,
                StartTls protocol = StartTls::smtp) {
    const OtherEnd server(answer);
    return start_tls(protocol, {"mail.example.com", ""}, server.socket(), Deadline(timeout));
}

/// Sends the lines, each but the first after the client has asked for it.
void follow(const OtherEnd& end, const std::vector<std::string>& answers) {
    bool is_first = true;
    for (const auto& answer : answers) {
        if (!is_first) static_cast<void>(end.line());
        is_first = false;
        end.send(answer);
    }
}

std::string run_silent(const std::vector<std::string>& answers) {
    return run(
        [&](const OtherEnd& end) {
            follow(end, answers);
            end.stay_silent();
        },
        kLittle);
}

std::string run_closed(const std::vector<std::string>& answers) {
    return run([&](const OtherEnd& end) { follow(end, answers); });
}

TEST(StartTlsFaults, SilenceIsFoundAtEveryStep) {
    EXPECT_EQ(run_silent({}), "no answer within 1.5 s (waiting for its greeting)");
    EXPECT_EQ(run_silent({"220-mx"}), "no answer within 1.5 s (waiting for its greeting)");
    EXPECT_EQ(run_silent({"220 mx\r\n"}), "no answer within 1.5 s (after EHLO)");
    EXPECT_EQ(run_silent({"220 mx\r\n", "250-STARTTLS\r\n"}),
              "no answer within 1.5 s (after EHLO)");
    EXPECT_EQ(run_silent({"220 mx\r\n", kOffer}), "no answer within 1.5 s (after STARTTLS)");
    EXPECT_EQ(run([](const OtherEnd& end) { end.stay_silent(); }, kLittle, StartTls::postgres),
              "no answer within 1.5 s (after SSLRequest)");
}

TEST(StartTlsFaults, ClosingIsFoundAtEveryStep) {
    EXPECT_EQ(run_closed({}), "it closed the connection (waiting for its greeting)");
    EXPECT_EQ(run_closed({"220-mx\r\n220"}), "it closed the connection (waiting for its greeting)");
    EXPECT_EQ(run_closed({"220 mx\r\n", ""}), "it closed the connection (after EHLO)");
    EXPECT_EQ(run_closed({"220 mx\r\n", kOffer, ""}), "it closed the connection (after STARTTLS)");
}

TEST(StartTlsFaults, ManySmallPiecesAreOneLine) {
    const auto drip = [](const OtherEnd& end) {
        for (const char byte : std::string("220-slow\r\n220 mail\r\n")) end.send({&byte, 1});
        follow(end, {"", kOffer, "220 go\r\n"});
        end.stay_silent();
    };
    EXPECT_EQ(run(drip), "");
}

TEST(StartTlsFaults, ASlowDripDoesNotBuyTime) {
    const auto drip = [](const OtherEnd& end) {
        while (end.send("220-wait\r\n")) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    };
    EXPECT_EQ(run(drip, kLittle), "no answer within 1.5 s (waiting for its greeting)");
}

TEST(StartTlsFaults, AnEndlessGreetingIsBounded) {
    const auto repeat = [](const std::string& text) {
        return run([&text](const OtherEnd& end) {
            while (end.send(text)) continue;
        });
    };
    EXPECT_EQ(repeat("220-a\r\n"), "it sent more than 64 lines before TLS");
    EXPECT_EQ(repeat("220-aaaaaaaaaaaaaaaaaaaaaaaa"),
              "it sent more than 16384 bytes (waiting for its greeting)");
}

TEST(StartTlsFaults, WhatIsBehindTheAnswerIsNotTakenForTls) {
    const std::string failure = "it sent more than its answer to STARTTLS before TLS";
    EXPECT_EQ(run([](const OtherEnd& end) {
                  follow(end, {"220 mx\r\n", kOffer, "220 go\r\n\x16\x03\x03"});
                  end.stay_silent();
              }),
              failure);
    const auto imap = [](const OtherEnd& end) {
        follow(end, {"* OK\r\n", "a1 OK\r\n* CAPABILITY IMAP4rev1\r\n"});
        end.stay_silent();
    };
    EXPECT_EQ(run(imap, kPlenty, StartTls::imap), failure);
    const auto postgres = [](const OtherEnd& end) {
        static_cast<void>(end.bytes(8));
        end.send("SE");
        end.stay_silent();
    };
    EXPECT_EQ(run(postgres, kPlenty, StartTls::postgres),
              "it sent more than its answer to SSLRequest before TLS");
}

TEST(StartTlsFaults, AnswersInAdvanceAreNotTakenForTlsEither) {
    EXPECT_EQ(run([](const OtherEnd& end) {
                  end.send("220 mx\r\n" + kOffer + "220 go\r\n220 evil\r\n");
                  end.stay_silent();
              }),
              "it sent more than its answer to STARTTLS before TLS");
}

TEST(StartTlsFaults, ALongRefusalIsShortened) {
    const auto failure =
        run([](const OtherEnd& end) { end.send("554 " + std::string(5000, 'x') + "\x1b\r\n"); });
    EXPECT_EQ(failure, "it refuses the connection: '554 " + std::string(115, 'x') + "…'");
}

TEST(StartTlsFaults, ControlCharactersAreEscaped) {
    EXPECT_EQ(run([](const OtherEnd& end) { end.send("554 a\x1b[2Jb\r\n"); }),
              "it refuses the connection: '554 a\\x1b[2Jb'");
}

}  // namespace
}  // namespace monitoring

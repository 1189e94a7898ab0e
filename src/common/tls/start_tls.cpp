#include "common/tls/start_tls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "common/text.hpp"
#include "common/tls/dialogue.hpp"

namespace monitoring {

static char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

/// Whether the line begins with that word, in letters of any case.
static bool has_word(std::string_view line, std::string_view word) {
    const auto first = line.substr(0, line.find(' '));
    return std::equal(first.begin(), first.end(), word.begin(), word.end(),
                      [](char left, char right) { return upper(left) == upper(right); });
}

static std::string_view behind_word(std::string_view line) {
    const auto blank = line.find(' ');
    return blank == line.npos ? "" : line.substr(blank + 1);
}

static void fail_as_no(Dialogue& server, std::string_view protocol, std::string_view greeting) {
    server.fail(
        fmt::format("it does not speak {}: '{}'", protocol, shorten(printable(greeting), 60)));
}

/// Whether the line begins as an answer of SMTP or FTP does: with three digits.
static bool has_code(std::string_view line) {
    const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
    return line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, is_digit);
}

/// The lines of an answer of SMTP or FTP: "250-first", ..., "250 last".
static std::vector<std::string> read_answer(Dialogue& server) {
    std::vector<std::string> lines{server.line()};
    const auto code = lines.front().substr(0, 3);
    if (has_code(code) && lines.front().substr(3).starts_with('-')) {
        do {
            lines.push_back(server.line());
        } while (!server.has_failed() && !has_word(lines.back(), code));
    }
    return lines;
}

/// Reads an answer of SMTP or FTP that must have this code.
static std::vector<std::string> expect_code(Dialogue& server, std::string_view code) {
    auto lines = read_answer(server);
    if (lines.front().substr(0, 3) != code) server.refuse(lines.back());
    return lines;
}

static void expect_greeting(Dialogue& server, std::string_view protocol) {
    const auto lines = read_answer(server);
    if (!has_code(lines.front())) {
        fail_as_no(server, protocol, lines.front());
    } else if (!lines.front().starts_with("220")) {
        server.refuse(lines.back());
    }
}

static void talk_smtp(Dialogue& server) {
    expect_greeting(server, "SMTP");
    server.send("EHLO localhost\r\n", "EHLO");
    const auto offers = expect_code(server, "250");
    const auto is_start_tls = [](std::string_view line) {
        return line.size() > 4 && has_word(line.substr(4), "STARTTLS");
    };
    if (std::none_of(offers.begin(), offers.end(), is_start_tls)) {
        server.fail("it does not offer STARTTLS");
    }
    server.send("STARTTLS\r\n", "STARTTLS");
    expect_code(server, "220");
}

static void talk_ftp(Dialogue& server) {
    expect_greeting(server, "FTP");
    server.send("AUTH TLS\r\n", "AUTH TLS");
    expect_code(server, "234");
}

static void talk_imap(Dialogue& server) {
    const auto greeting = server.line();
    if (!has_word(greeting, "*")) {
        fail_as_no(server, "IMAP", greeting);
    } else if (!has_word(behind_word(greeting), "OK")) {
        // PREAUTH is too late for TLS, and BYE is a no.
        server.refuse(greeting);
    }
    server.send("a1 STARTTLS\r\n", "STARTTLS");
    auto answer = server.line();
    while (has_word(answer, "*")) answer = server.line();
    if (!has_word(answer, "a1") || !has_word(behind_word(answer), "OK")) server.refuse(answer);
}

static void talk_pop3(Dialogue& server) {
    const auto greeting = server.line();
    if (has_word(greeting, "-ERR")) server.refuse(greeting);
    if (!has_word(greeting, "+OK")) fail_as_no(server, "POP3", greeting);
    server.send("STLS\r\n", "STLS");
    const auto answer = server.line();
    if (!has_word(answer, "+OK")) server.refuse(answer);
}

/// https://www.postgresql.org/docs/current/protocol-message-formats.html
static void talk_postgres(Dialogue& server) {
    // The length of the message, 8, and the code 80877103.
    server.send(std::string_view("\0\0\0\x08\x04\xd2\x16\x2f", 8), "SSLRequest");
    const char answer = server.byte();
    if (answer == 'N' || answer == 'E') {
        server.refuse(std::string_view(&answer, 1));
    } else if (answer != 'S') {
        fail_as_no(server, "PostgreSQL's protocol", std::string_view(&answer, 1));
    }
}

StartTls parse_start_tls(std::string_view text) {
    if (text == "smtp") return StartTls::smtp;
    if (text == "imap") return StartTls::imap;
    if (text == "pop3") return StartTls::pop3;
    if (text == "ftp") return StartTls::ftp;
    if (text == "postgres") return StartTls::postgres;
    throw UsageError(fmt::format("'{}' is none of smtp, imap, pop3, ftp and postgres", text));
}

std::string start_tls(StartTls protocol, int socket, const Deadline& deadline) {
    Dialogue server(socket, deadline);
    switch (protocol) {
        case StartTls::none: return "";
        case StartTls::smtp: talk_smtp(server); break;
        case StartTls::imap: talk_imap(server); break;
        case StartTls::pop3: talk_pop3(server); break;
        case StartTls::ftp: talk_ftp(server); break;
        case StartTls::postgres: talk_postgres(server); break;
    }
    server.expect_silence();
    return server.failure();
}

}  // namespace monitoring

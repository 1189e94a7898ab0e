#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/text.hpp"
#include "common/tls/protocols.hpp"

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

void fail_wrong_protocol(PlaintextSession& server, std::string_view protocol,
                         std::string_view said) {
    const auto line = said.substr(0, said.find_first_of("\r\n"));
    server.fail(fmt::format("it does not speak {}: '{}'", protocol, shorten(printable(line), 60)));
}

/// Whether the line begins as an answer of SMTP or FTP does: with three digits.
static bool has_code(std::string_view line) {
    const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
    return line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, is_digit);
}

/// The lines of an answer of SMTP or FTP: "250-first", ..., "250 last".
static std::vector<std::string> read_answer(PlaintextSession& server) {
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
static std::vector<std::string> expect_code(PlaintextSession& server, std::string_view code) {
    auto lines = read_answer(server);
    if (lines.front().substr(0, 3) != code) server.refuse(lines.back());
    return lines;
}

static void expect_greeting(PlaintextSession& server, std::string_view protocol) {
    const auto lines = read_answer(server);
    if (!has_code(lines.front())) {
        fail_wrong_protocol(server, protocol, lines.front());
    } else if (!lines.front().starts_with("220")) {
        server.refuse(lines.back());
    }
}

void start_tls_smtp(PlaintextSession& server, std::string_view greeting,
                    std::string_view own_name) {
    expect_greeting(server, greeting == "LHLO" ? "LMTP" : "SMTP");
    server.send(fmt::format("{} {}\r\n", greeting, own_name), greeting);
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

void start_tls_ftp(PlaintextSession& server) {
    expect_greeting(server, "FTP");
    server.send("AUTH TLS\r\n", "AUTH TLS");
    expect_code(server, "234");
}

void start_tls_nntp(PlaintextSession& server) {
    const auto greeting = server.line();
    if (!has_code(greeting)) {
        fail_wrong_protocol(server, "NNTP", greeting);
    } else if (!greeting.starts_with("200") && !greeting.starts_with("201")) {
        server.refuse(greeting);
    }
    server.send("STARTTLS\r\n", "STARTTLS");
    const auto answer = server.line();
    if (!answer.starts_with("382")) server.refuse(answer);
}

void start_tls_imap(PlaintextSession& server) {
    const auto greeting = server.line();
    if (!has_word(greeting, "*")) {
        fail_wrong_protocol(server, "IMAP", greeting);
    } else if (!has_word(behind_word(greeting), "OK")) {
        // After PREAUTH there is no STARTTLS (RFC 3501, 6.2.1), and BYE is a refusal.
        server.refuse(greeting);
    }
    server.send("a1 STARTTLS\r\n", "STARTTLS");
    auto answer = server.line();
    while (has_word(answer, "*")) answer = server.line();
    if (!has_word(answer, "a1") || !has_word(behind_word(answer), "OK")) server.refuse(answer);
}

void start_tls_pop3(PlaintextSession& server) {
    const auto greeting = server.line();
    if (has_word(greeting, "-ERR")) server.refuse(greeting);
    if (!has_word(greeting, "+OK")) fail_wrong_protocol(server, "POP3", greeting);
    server.send("STLS\r\n", "STLS");
    const auto answer = server.line();
    if (!has_word(answer, "+OK")) server.refuse(answer);
}

void start_tls_sieve(PlaintextSession& server) {
    auto line = server.line();
    const auto is_capability = [&line] { return line.starts_with('"'); };
    if (!is_capability() && !has_word(line, "NO") && !has_word(line, "BYE")) {
        fail_wrong_protocol(server, "ManageSieve", line);
    }
    bool is_offered = false;
    for (; is_capability(); line = server.line()) {
        is_offered = is_offered || has_word(line, "\"STARTTLS\"");
    }
    if (!has_word(line, "OK")) server.refuse(line);
    if (!is_offered) server.fail("it does not offer STARTTLS");
    server.send("STARTTLS\r\n", "STARTTLS");
    const auto answer = server.line();
    if (!has_word(answer, "OK")) server.refuse(answer);
}

}  // namespace monitoring

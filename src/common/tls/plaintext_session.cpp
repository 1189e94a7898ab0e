#include "common/tls/plaintext_session.hpp"

#include <fmt/format.h>

#include "common/text/text.hpp"

namespace monitoring {

/// From the server before TLS: more than any of these protocols needs.
static constexpr std::size_t kMaxBytes = 16384;
static constexpr std::size_t kMaxLines = 64;

PlaintextSession::PlaintextSession(int socket, const Deadline& deadline)
    : stream_(socket, deadline, kMaxBytes) {
    stream_.set_step("waiting for its greeting");
}

void PlaintextSession::refuse(std::string_view answer) {
    static constexpr std::size_t kMaxQuoted = 120;
    fail(fmt::format("it refuses {}: '{}'", sent_, shorten(printable(answer), kMaxQuoted)));
}

void PlaintextSession::send(std::string_view bytes, std::string_view name) {
    sent_ = name;
    stream_.set_step(fmt::format("after {}", name));
    stream_.send(bytes);
}

std::string PlaintextSession::bytes(std::size_t count) {
    while (received_.size() < count && !has_failed()) received_ += stream_.receive();
    if (has_failed()) return "";
    auto taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
}

std::string PlaintextSession::until(char last) {
    auto end = received_.find(last);
    while (end == received_.npos && !has_failed()) {
        const auto searched = received_.size();
        received_ += stream_.receive();
        end = received_.find(last, searched);
    }
    return has_failed() ? "" : bytes(end + 1);
}

std::string PlaintextSession::line() {
    if (++lines_ > kMaxLines) {
        fail(fmt::format("it sent more than {} lines before TLS", kMaxLines));
    }
    auto line = until('\n');
    if (line.ends_with('\n')) line.pop_back();
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::string_view PlaintextSession::peek() {
    if (received_.empty()) received_ = stream_.receive();
    return received_;
}

void PlaintextSession::expect_nothing_more() {
    if (has_failed() || (received_.empty() && !stream_.has_more())) return;
    fail(fmt::format("it sent more than its answer to {} before TLS", sent_));
}

}  // namespace monitoring

#include "common/tls/dialogue.hpp"

#include <fmt/format.h>

#include "common/text.hpp"

namespace monitoring {

/// More than any server has to say before TLS begins.
static constexpr std::size_t kMostBytes = 16384;
static constexpr std::size_t kMostLines = 64;

Dialogue::Dialogue(int socket, const Deadline& deadline) : wire_(socket, deadline, kMostBytes) {
    wire_.enter("waiting for its greeting");
}

void Dialogue::refuse(std::string_view answer) {
    static constexpr std::size_t kMostQuoted = 120;
    fail(fmt::format("it refuses {}: '{}'", sent_, shorten(printable(answer), kMostQuoted)));
}

void Dialogue::send(std::string_view bytes, std::string_view name) {
    sent_ = name;
    wire_.enter(fmt::format("after {}", name));
    wire_.send(bytes);
}

std::string Dialogue::line() {
    if (++lines_ > kMostLines) {
        fail(fmt::format("it sent more than {} lines before TLS", kMostLines));
    }
    auto end = received_.find('\n');
    while (end == received_.npos && !has_failed()) {
        received_ += wire_.receive();
        end = received_.find('\n');
    }
    if (has_failed()) return "";
    auto line = received_.substr(0, end);
    received_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

char Dialogue::byte() {
    if (received_.empty()) received_ = wire_.receive();
    if (has_failed()) return '\0';
    const char first = received_.front();
    received_.erase(0, 1);
    return first;
}

void Dialogue::expect_silence() {
    if (has_failed() || (received_.empty() && !wire_.has_more())) return;
    fail(fmt::format("it sent more than its answer to {} before TLS", sent_));
}

}  // namespace monitoring

#include "common/tls/dialogue.hpp"

#include <fmt/format.h>

#include "common/text/text.hpp"

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

std::string Dialogue::bytes(std::size_t count) {
    while (received_.size() < count && !has_failed()) received_ += wire_.receive();
    if (has_failed()) return "";
    auto taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
}

std::string Dialogue::until(char last) {
    auto end = received_.find(last);
    while (end == received_.npos && !has_failed()) {
        const auto searched = received_.size();
        received_ += wire_.receive();
        end = received_.find(last, searched);
    }
    return has_failed() ? "" : bytes(end + 1);
}

std::string Dialogue::line() {
    if (++lines_ > kMostLines) {
        fail(fmt::format("it sent more than {} lines before TLS", kMostLines));
    }
    auto line = until('\n');
    if (line.ends_with('\n')) line.pop_back();
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::string_view Dialogue::peek() {
    if (received_.empty()) received_ = wire_.receive();
    return received_;
}

void Dialogue::expect_silence() {
    if (has_failed() || (received_.empty() && !wire_.has_more())) return;
    fail(fmt::format("it sent more than its answer to {} before TLS", sent_));
}

}  // namespace monitoring

// Any bytes as what a name server sends back; the first one chooses what was asked for.

#include <array>

#include "common/dns/answer.hpp"
#include "common/dns/query.hpp"
#include "harness.hpp"

using namespace monitoring;

static void require_sense(const DnsAnswer& answer) {
    const bool is_found = answer.outcome == Outcome::found;
    require(is_found == !answer.records.empty(), "records are there exactly when some were found");
    require(is_found == answer.problem.what.empty(), "and a problem when none were");
    for (const auto& [key, text] : answer.records) require(!text.empty(), "each can be shown");
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::array kTypes = {RecordType::a,  RecordType::aaaa, RecordType::srv,
                                          RecordType::ns, RecordType::mx,   RecordType::txt,
                                          RecordType::ptr};
    if (size == 0) return 0;
    const Question question{"www.example.com", kTypes.at(data[0] % kTypes.size())};
    const auto bytes = as_text(data + 1, size - 1);
    require_sense(read_answer(bytes, question));
    const auto half = bytes.substr(0, bytes.size() / 2);
    require_sense(read_answer(half, question));
    static_cast<void>(is_answer_to(half, bytes));
    static_cast<void>(is_answer_to(bytes, half));
    return 0;
}

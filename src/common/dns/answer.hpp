#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/dns/record_type.hpp"

namespace monitoring {

/// A name, without a trailing dot, and the type of records to look up.
struct Question {
    std::string name;
    RecordType type = RecordType::a;
};

enum class Outcome {
    found,         ///< at least one record of that type
    no_such_name,  ///< NXDOMAIN
    no_data,       ///< NOERROR without a record of that type
    failed         ///< no usable answer
};

/// The words for an outcome other than `found`, with or without the server.
struct Problem {
    std::string what;         ///< "NXDOMAIN", "no answer"
    std::string preposition;  ///< "from"
    std::string rest;         ///< " within 5 s"

    /// "no answer within 5 s"
    [[nodiscard]] std::string text() const { return what + rest; }

    /// "no answer from 10.0.0.2 within 5 s"
    [[nodiscard]] std::string text(std::string_view server) const;
};

/// Distinct records: the sort key (addresses sort by number) and the text to show.
using Records = std::map<std::string, std::string>;

/// What a server answered to a question.
struct DnsAnswer {
    Outcome outcome = Outcome::failed;
    Records records;
    std::vector<std::string> in_order{};  ///< their texts as the server has them in order
    Problem problem;                      ///< unless the outcome is `found`
    bool has_error_code = false;          ///< it failed by an RCODE, such as SERVFAIL
    bool is_garbled = false;              ///< it failed: the message is malformed
    bool is_truncated = false;            ///< it failed: the TC bit is set
};

/// Reads the bytes of the message that came back for a question (RFC 1035, 4.1): the records of the
/// asked type and class IN at the end of a chain of at most 16 CNAMEs. A message that cannot be
/// parsed to its end is a failure, so that a damaged one never looks like "no data".
[[nodiscard]] DnsAnswer read_answer(std::string_view bytes, const Question& question);

}  // namespace monitoring

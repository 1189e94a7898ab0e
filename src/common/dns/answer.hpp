#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/dns/record_type.hpp"

namespace monitoring {

/// A name, without a dot at its end, and what shall be found of it.
struct Question {
    std::string name;
    RecordType type = RecordType::a;
};

enum class Outcome {
    found,         ///< there is a record of the asked type, or more
    no_such_name,  ///< NXDOMAIN
    no_data,       ///< the name exists, or leads nowhere, without such a record
    failed         ///< nothing is known
};

/// What an outcome other than `found` is called, with or without the server.
struct Problem {
    std::string what;         ///< "NXDOMAIN", "no answer"
    std::string preposition;  ///< "from"
    std::string rest;         ///< " within 5 s"

    /// "no answer within 5 s"
    [[nodiscard]] std::string text() const { return what + rest; }

    /// "no answer from 10.0.0.2 within 5 s"
    [[nodiscard]] std::string text(std::string_view server) const;
};

/// Distinct records: what they are sorted by, addresses by their number, and how they are shown.
using Records = std::map<std::string, std::string>;

/// What a server answered to a question.
struct DnsAnswer {
    Outcome outcome = Outcome::failed;
    Records records;
    Problem problem;              ///< unless the outcome is `found`
    bool has_error_code = false;  ///< it failed since the server said so, as with SERVFAIL
    bool is_garbled = false;      ///< it failed since nobody can read it
    bool is_truncated = false;    ///< it failed since it did not fit
};

/// Reads the bytes of the message that came back for a question (RFC 1035, 4.1): the records of the
/// asked type and class IN at the end of a chain of at most 16 CNAMEs. Whatever cannot be read to
/// its end is a failure, so that no damage looks like "nothing found".
[[nodiscard]] DnsAnswer read_answer(std::string_view bytes, const Question& question);

}  // namespace monitoring

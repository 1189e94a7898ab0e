#pragma once

#include <string>
#include <string_view>

#include "common/dns/answer.hpp"

namespace monitoring {

/// The message that asks for it (RFC 1035, 4.1), with a number that cannot be guessed. With EDNS
/// (RFC 6891) it announces how many bytes of an answer can be received over UDP; 0 for no EDNS.
/// Throws Error for a name that no message can hold.
[[nodiscard]] std::string make_query(const Question& question, int edns_payload);

/// Whether a message answers the query, by its number and by the question that it repeats. An
/// error need not repeat it: a server that cannot read a question cannot do so.
[[nodiscard]] bool is_answer_to(std::string_view query, std::string_view message);

}  // namespace monitoring

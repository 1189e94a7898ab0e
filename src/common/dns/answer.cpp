#include "common/dns/answer.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <utility>

#include "common/dns/message_reader.hpp"
#include "common/dns/name.hpp"
#include "common/dns/record_data.hpp"

namespace monitoring {

namespace {

constexpr std::uint32_t kClassIn = 1;

/// The flags and the section counts of a message (RFC 1035, 4.1.1).
struct Header {
    bool is_answer = false;
    bool is_truncated = false;
    bool is_from_resolver = false;  ///< or from an authoritative server: RA or AA is set
    std::uint32_t code = 0;
    std::uint32_t questions = 0;
    std::uint32_t answers = 0;
    std::uint32_t authorities = 0;
    std::uint32_t additionals = 0;
};

/// The parts of a message that decide the answer.
struct Message {
    Header header;
    std::map<std::string, Records> records;                    ///< by owner
    std::map<std::string, std::vector<std::string>> in_order;  ///< texts of records by owner
    std::map<std::string, std::string> aliases;                ///< targets by owner
    bool has_soa = false;
    bool has_ns = false;
    bool has_rest = false;  ///< bytes behind the last record
};

Header read_header(DnsMessageReader& reader) {
    reader.bytes(2);
    const auto flags = reader.number(2);
    Header header;
    header.is_answer = (flags & 0x8000U) != 0;
    header.is_truncated = (flags & 0x0200U) != 0;
    header.is_from_resolver = (flags & 0x0480U) != 0;
    header.code = flags & 0xFU;
    for (auto* const count :
         {&header.questions, &header.answers, &header.authorities, &header.additionals}) {
        *count = reader.number(2);
    }
    return header;
}

enum class Section { answer, authority, additional };

void read_record(DnsMessageReader& reader, Section section, RecordType wanted, Message& message) {
    const auto owner = reader.name();
    const auto type = static_cast<RecordType>(reader.number(2));
    const auto record_class = reader.number(2);
    const auto time_to_live = reader.number(4);
    const auto length = reader.number(2);
    if (section == Section::answer && record_class == kClassIn && type == wanted) {
        const auto data = read_record_data(reader, type, length);
        auto& records = message.records[owner];
        const bool is_new = !data.is_none && records.emplace(data.key, data.text).second;
        if (is_new) message.in_order[owner].push_back(data.text);
    } else if (section == Section::answer && record_class == kClassIn &&
               type == RecordType::cname) {
        message.aliases.emplace(owner, read_record_data(reader, type, length).text);
    } else {
        reader.bytes(length);
    }
    if (section == Section::authority) {
        message.has_soa |= type == RecordType::soa;
        message.has_ns |= type == RecordType::ns;
    }
    // The upper bits of the response code (RFC 6891, 6.1.3).
    if (section == Section::additional && type == RecordType::opt) {
        message.header.code |= time_to_live >> 24U << 4U;
    }
}

void read_sections(DnsMessageReader& reader, RecordType wanted, Message& message) {
    const Header header = message.header;
    for (std::uint32_t i = 0; i < header.questions; ++i) {
        static_cast<void>(reader.name());
        reader.bytes(4);
    }
    const auto read = [&](std::uint32_t count, Section section) {
        for (std::uint32_t i = 0; i < count; ++i) read_record(reader, section, wanted, message);
    };
    read(header.answers, Section::answer);
    read(header.authorities, Section::authority);
    read(header.additionals, Section::additional);
    message.has_rest = !reader.is_at_end();
}

/// RFC 1035, 2136 and 6891.
std::string code_name(std::uint32_t code) {
    constexpr std::array<std::string_view, 11> kNames = {
        "NOERROR",  "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED",
        "YXDOMAIN", "YXRRSET", "NXRRSET",  "NOTAUTH",  "NOTZONE"};
    if (code < kNames.size()) return std::string(kNames.at(code));
    return code == 16 ? "BADVERS" : fmt::format("response code {}", code);
}

DnsAnswer problem(Outcome outcome, std::string_view what, std::string_view preposition = "from",
                  const std::string& rest = "") {
    DnsAnswer answer;
    answer.outcome = outcome;
    answer.problem = {std::string(what), std::string(preposition), rest};
    return answer;
}

DnsAnswer error_answer(std::uint32_t code) {
    auto answer = problem(Outcome::failed, code_name(code));
    answer.has_error_code = true;
    return answer;
}

/// The answer when there is no record at the end of the chain.
DnsAnswer nothing_found(const Message& message) {
    // Records of other owners, or bytes behind the last section: damaged, not empty.
    if (!message.records.empty()) throw Garbled("it is about another name");
    if (message.has_rest) throw Garbled("there is more than it says");
    if (message.header.code == 3) return problem(Outcome::no_such_name, "NXDOMAIN");
    // Without SOA, CNAME, RA and AA the server is lame for this zone (as glibc's res_send decides).
    const bool is_lame =
        !message.has_soa && message.aliases.empty() && !message.header.is_from_resolver;
    if (!is_lame) return problem(Outcome::no_data, "no data");
    if (message.has_ns) return problem(Outcome::failed, "no answer but a referral");
    return problem(Outcome::failed, "lame answer", "from",
                   " (empty; it neither has the zone nor recurses)");
}

DnsAnswer follow_aliases(Message message, const Question& question) {
    constexpr int kMaxLinks = 16;
    std::string name = normal_name(question.name);
    std::set<std::string> passed;
    for (int links = 0; links <= kMaxLinks; ++links) {
        const auto records = message.records.find(name);
        if (records != message.records.end() && message.header.code == 0) {
            if (records->second.empty()) return problem(Outcome::no_data, "no data");
            DnsAnswer answer;
            answer.outcome = Outcome::found;
            answer.records = std::move(records->second);
            answer.in_order = std::move(message.in_order[name]);
            return answer;
        }
        const auto alias = message.aliases.find(name);
        if (alias == message.aliases.end()) return nothing_found(message);
        if (!passed.insert(name).second) {
            return problem(Outcome::failed, "CNAME loop", "in the answer of");
        }
        name = alias->second;
    }
    return problem(Outcome::failed, "more than 16 CNAMEs", "in the answer of");
}

}  // namespace

std::string Problem::text(std::string_view server) const {
    return fmt::format("{} {} {}{}", what, preposition, server, rest);
}

DnsAnswer read_answer(std::string_view bytes, const Question& question) {
    try {
        DnsMessageReader reader(bytes);
        Message message;
        message.header = read_header(reader);
        const Header& header = message.header;
        if (!header.is_answer) throw Garbled("it is a question");
        if (header.is_truncated) {
            auto answer = problem(Outcome::failed, "truncated answer");
            answer.is_truncated = true;
            return answer;
        }
        if (header.code != 0 && header.code != 3) return error_answer(header.code);
        read_sections(reader, question.type, message);
        if (header.code != 0 && header.code != 3) return error_answer(header.code);
        return follow_aliases(std::move(message), question);
    } catch (const Garbled& garbled) {
        auto answer = problem(Outcome::failed, "garbled answer", "from",
                              fmt::format(" ({})", garbled.what()));
        answer.is_garbled = true;
        return answer;
    }
}

}  // namespace monitoring

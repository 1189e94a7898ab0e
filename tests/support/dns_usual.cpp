#include <map>

#include "support/dns_test.hpp"

namespace monitoring {

/// So many addresses from 198.51.100.1 on.
static std::vector<std::string> addresses(int count) {
    std::vector<std::string> records;
    for (int i = 1; i <= count; ++i) {
        records.push_back(wire_a(kAskedName, "198.51.100." + std::to_string(i)));
    }
    return records;
}

static std::string mail(unsigned preference, std::string_view name) {
    return wire_record(kAskedName, 15, two_bytes(preference) + wire_name(name));
}

static std::string service(unsigned priority, unsigned port, std::string_view name) {
    return wire_record(kAskedName, 33,
                       two_bytes(priority) + two_bytes(0) + two_bytes(port) + wire_name(name));
}

std::string usual_answer(const DnsServer::Query& query) {
    static const std::map<std::string, WireMessage> messages = {
        {"one", {.answers = {wire_a(kAskedName, "192.0.2.1")}}},
        {"three",
         {.answers = {wire_a(kAskedName, "192.0.2.10"), wire_a(kAskedName, "192.0.2.9"),
                      wire_a(kAskedName, "192.0.2.2")}}},
        {"many", {.answers = addresses(200)}},
        {"six", {.answers = {wire_record(kAskedName, 28, "\x20\1\x0D\xB8" + std::string(12, 1))}}},
        {"mail", {.answers = {mail(20, "b.example.com"), mail(10, "A.example.com")}}},
        {"web",
         {.answers = {service(1, 81, "a.example.com"), service(2, 80, "a.example.com"),
                      service(3, 80, "a.example.com")}}},
        {"nomail", {.answers = {mail(0, ".")}}},
        {"noservice", {.answers = {service(0, 0, ".")}}},
        {"text", {.answers = {wire_record(kAskedName, 16, "\5a\nb c")}}},
        {"1", {.answers = {wire_record(kAskedName, 12, wire_name("host.example.com"))}}},
        {"nothing", {}},
        {"nxdomain", {.flags = 0x8183}},
        {"servfail", {.flags = 0x8182}},
        {"refused", {.flags = 0x8185}},
        {"garbled", {.answers = {wire_record(kAskedName, 1, "\1\2\3")}}},
        {"cut", {.flags = 0x8380}}};
    const auto known = messages.find(query.first_label());
    if (known == messages.end()) return {};
    auto message = known->second;
    message.number = query.number();
    message.question = query.question();
    const auto bytes = message.bytes();
    if (query.is_tcp || bytes.size() <= 1232) return bytes;
    message.flags |= 0x0200U;
    message.answers.clear();
    return message.bytes();
}

}  // namespace monitoring

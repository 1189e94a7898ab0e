// Any datagram as an answer of netfilter's, and its attributes as those of nested attributes.

#include "common/netfilter/conntrack_statistics.hpp"
#include "common/netfilter/netlink_message.hpp"
#include "common/netfilter/nf_tables_verdict.hpp"
#include "harness.hpp"

using namespace monitoring;

/// Reads all that is in there, as far as it may be attributes of attributes.
static std::size_t read_all(NetlinkAttributes attributes, int depth) {
    std::size_t size = 0;
    while (attributes.next()) {
        size += 4 + attributes.bytes().size();
        require(attributes.bytes().size() < 65536, "a length has 16 bits");
        try {
            require(attributes.text().size() < attributes.bytes().size(), "a text ends with NUL");
        } catch (const NetlinkFailure& failure) {
            require(failure.error_number != 0, "a failure has a number");
        }
        try {
            static_cast<void>(
                effect_of_verdict(verdict_of(attributes.nested()).value_or(NfTablesVerdict{})));
            if (depth < 4) static_cast<void>(read_all(attributes.nested(), depth + 1));
        } catch (const NetlinkFailure& failure) {
            require(failure.error_number != 0, "a failure has a number");
        }
    }
    return size;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto datagram = as_text(data, size);
    // The corpus is of answers to a question for chains of nf_tables.
    NetlinkAnswer answer(0xa03, 2, true);
    answer.add(datagram);
    try {
        std::size_t messages = 0;
        while (const auto message = answer.next()) {
            require(++messages <= size / 20, "each message has two headers");
            static_cast<void>(drops_of_processor(message->attributes));
            require(read_all(message->attributes, 0) <= size, "nothing is read twice");
        }
    } catch (const NetlinkFailure& failure) {
        require(failure.error_number != 0, "a failure has a number");
    }
    return 0;
}

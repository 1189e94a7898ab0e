#include "common/hosts/resolve_name.hpp"

#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "common/dns/lookup.hpp"
#include "common/dns/resolv_conf.hpp"
#include "common/hosts/address_order.hpp"
#include "common/hosts/hosts_file.hpp"
#include "common/hosts/lookup_error.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

/// What the name servers said of a name.
struct NameAnswer {
    std::vector<IpAddress> addresses;
    bool exists = false;      ///< it has records, of whatever type
    bool is_unknown = false;  ///< there is no such name
    bool is_silent = false;   ///< no server answered
};

}  // namespace

/// A number in one of the forms that inet_aton(3) has beside "127.0.0.1", such as "127.1".
static std::optional<IpAddress> parse_old_number(const std::string& text) {
    in_addr number{};
    if (text.find_first_not_of("0123456789abcdefABCDEFxX.") != std::string::npos ||
        inet_aton(text.c_str(), &number) == 0) {
        return {};
    }
    IpAddress address;
    address.family = AF_INET;
    std::memcpy(address.bytes.data(), &number, sizeof number);
    return address;
}

/// Whether a host can be called so: labels of letters, digits, hyphens and underscores, none of
/// which begins with a hyphen (as glibc's res_hnok has it).
static bool is_host_name(std::string_view name) {
    static constexpr std::size_t kMaxLength = 253;
    static constexpr std::size_t kMaxLabelLength = 63;
    static constexpr auto kCharacters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (name.ends_with('.')) name.remove_suffix(1);
    const auto labels = split(name, '.');
    return name.size() <= kMaxLength &&
           std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
               return !label.empty() && label.size() <= kMaxLabelLength && label.front() != '-' &&
                      label.find_first_not_of(kCharacters) == std::string_view::npos;
           });
}

static std::vector<IpAddress> find_in_file(const Peer& peer, const std::string& path) {
    static constexpr std::size_t kMaxSize = std::size_t{16} << 20U;
    try {
        return find_in_hosts(read_file(path, kMaxSize), peer.host, peer.family);
    } catch (const Error&) {
        // Without the file there are the name servers.
        return {};
    }
}

/// Adds what one lookup has found or not.
static void add(const Lookup& lookup, NameAnswer& answer) {
    answer.exists |= lookup.outcome == Outcome::found || lookup.outcome == Outcome::no_data;
    answer.is_unknown |= lookup.outcome == Outcome::no_such_name;
    const auto is_answered = [](const Reply& reply) {
        return reply.answer.outcome != Outcome::failed || reply.answer.has_error_code;
    };
    answer.is_silent |= std::none_of(lookup.replies.begin(), lookup.replies.end(), is_answered);
    for (const Reply& reply : lookup.replies) {
        for (const auto& text : reply.answer.in_order) {
            if (const auto address = parse_ip_address(text)) answer.addresses.push_back(*address);
        }
    }
}

/// Asks for one name. The second question, once the first has an answer, may not take the time that
/// connecting needs: firewalls are known that drop each question for an AAAA record.
static NameAnswer ask(LookupRequest request, int family, const Deadline& deadline) {
    static constexpr double kShareOfSecond = 1.0 / 3;
    NameAnswer answer;
    for (const auto& [type, its_family] :
         {std::pair(RecordType::a, AF_INET), std::pair(RecordType::aaaa, AF_INET6)}) {
        if (family != AF_UNSPEC && family != its_family) continue;
        request.type = type;
        request.timeout = deadline.remaining() * (answer.exists ? kShareOfSecond : 1.0);
        // A server that does not answer one question will not answer the next.
        if (request.timeout.count() <= 0 || answer.is_silent) break;
        add(look_up(request), answer);
    }
    return answer;
}

/// The addresses of the first name of those to search for that has any.
static HostLookup ask_name_servers(const Peer& peer, const NameSources& sources,
                                   const Deadline& deadline, std::vector<IpAddress>& addresses) {
    const auto configuration = read_resolv_conf(sources.resolv_conf);
    LookupRequest request;
    for (const auto& address : configuration.servers) {
        request.servers.push_back({address, sources.port});
    }
    request.query_options = {.timeout = configuration.timeout,
                             .attempts = configuration.attempts,
                             .only_tcp = configuration.only_tcp};
    bool has_failed = false;
    bool exists = false;
    for (const auto& name : search_names(peer.host, configuration)) {
        request.names = {name};
        auto answer = ask(request, peer.family, deadline);
        addresses = std::move(answer.addresses);
        if (!addresses.empty()) return {};
        // Some servers deny a name that has no records of that one type.
        exists |= answer.exists && !answer.is_unknown;
        has_failed |= !answer.exists && !answer.is_unknown;
        if (answer.is_silent) break;
    }
    if (deadline.remaining().count() <= 0) return {{}, lookup_timeout_text(peer, deadline)};
    return {{}, lookup_error_text(has_failed ? EAI_AGAIN : exists ? EAI_NODATA : EAI_NONAME)};
}

HostLookup resolve_name(const Peer& peer, const NameSources& sources, const Deadline& deadline) {
    if (const auto number = parse_old_number(peer.host)) return look_up_address(*number, peer);
    if (!is_host_name(peer.host)) return {{}, lookup_error_text(EAI_NONAME)};
    HostLookup result;
    auto addresses = find_in_file(peer, sources.hosts);
    try {
        if (addresses.empty()) result = ask_name_servers(peer, sources, deadline, addresses);
    } catch (const Error& error) {
        return {{}, error.what()};
    }
    for (const auto& address : addresses) {
        const auto found = to_socket_address(address, peer.port);
        if (found) result.addresses.push_back(*found);
    }
    sort_by_preference(result.addresses);
    return result;
}

}  // namespace monitoring

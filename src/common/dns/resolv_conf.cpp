#include "common/dns/resolv_conf.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/dns/name.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// The number behind "NAME:" in an option, clamped to a range. As in glibc it ends with the digits,
/// and is 0 without any.
static std::optional<unsigned> number_of(std::string_view option, std::string_view name,
                                         unsigned smallest, unsigned largest) {
    if (!option.starts_with(name)) return {};
    const auto number = strtoll(std::string(option.substr(name.size())).c_str(), nullptr, 10);
    return static_cast<unsigned>(std::clamp<long long>(number, smallest, largest));
}

static void take_options(std::string_view text, ResolvConf& configuration) {
    for (const auto option : words(text)) {
        if (const auto ndots = number_of(option, "ndots:", 0, 15)) configuration.ndots = *ndots;
        if (const auto attempts = number_of(option, "attempts:", 1, 5)) {
            configuration.attempts = *attempts;
        }
        if (const auto timeout = number_of(option, "timeout:", 1, 30)) {
            configuration.timeout = Seconds(*timeout);
        }
        if (option.starts_with("rotate")) configuration.rotate = true;
        if (option.starts_with("use-vc")) configuration.only_tcp = true;
    }
}

static void take_search(std::string_view text, ResolvConf& configuration) {
    constexpr std::size_t kMaxDomains = 64;
    configuration.search.clear();
    for (const auto domain : words(text)) {
        if (!is_domain_name(domain) || configuration.search.size() == kMaxDomains) continue;
        configuration.search.emplace_back(domain);
    }
}

/// An IPv4 address in one of inet_aton's forms, such as "127.1" or "0177.0.0.1".
static std::optional<IpAddress> parse_ipv4(std::string_view text) {
    // inet_aton accepts trailing white space; glibc's resolver does not.
    if (text.find_first_of("\r\v\f") != std::string_view::npos) return {};
    in_addr number{};
    if (inet_aton(std::string(text).c_str(), &number) == 0) return {};
    IpAddress address;
    address.family = AF_INET;
    memcpy(address.bytes.data(), &number, sizeof number);
    return address;
}

/// An IPv6 address. The scope counts for link-local ones only.
static std::optional<IpAddress> parse_ipv6(std::string_view text) {
    const auto percent = text.find('%');
    auto address = parse_ip_address(text.substr(0, percent));
    if (!address || address->family != AF_INET6) return {};
    const bool is_link_local = address->bytes[0] == 0xFE && (address->bytes[1] & 0xC0U) == 0x80;
    if (is_link_local && percent != std::string_view::npos) {
        address->scope = text.substr(percent + 1);
    }
    return address;
}

/// Takes a nameserver line; `text` is the first word behind the keyword.
static void take_server(std::string_view line, std::string_view text, ResolvConf& configuration) {
    constexpr std::size_t kMaxServers = 3;  // MAXNS of <resolv.h>
    const auto ipv4 = parse_ipv4(text);
    const auto server = ipv4 ? ipv4 : parse_ipv6(text);
    if (!server) {
        configuration.lines_without_server.emplace_back(line);
    } else if (configuration.servers.size() < kMaxServers) {
        configuration.servers.push_back(*server);
    }
}

static void take_line(std::string_view line, ResolvConf& configuration) {
    // The keyword has to be at the very start of its line.
    const auto key = line.substr(0, line.find_first_of(" \t"));
    const auto rest = line.substr(key.size());
    const auto values = words(rest);
    if (key == "nameserver") take_server(line, values.empty() ? "" : values[0], configuration);
    if (values.empty()) return;
    if (key == "domain") take_search(values[0], configuration);
    if (key == "search") take_search(rest, configuration);
    if (key == "options") take_options(rest, configuration);
}

ResolvConf parse_resolv_conf(std::string_view text, const ResolverEnvironment& environment) {
    ResolvConf configuration;
    const auto dot = environment.host_name.find('.');
    if (dot != std::string::npos) take_search(environment.host_name.substr(dot + 1), configuration);
    for (const auto line : split(text, '\n')) {
        take_line(line.substr(0, line.find('\0')), configuration);
    }
    if (!environment.local_domain.empty()) take_search(environment.local_domain, configuration);
    take_options(environment.options, configuration);
    configuration.is_default_server = configuration.servers.empty();
    if (configuration.is_default_server) {
        configuration.servers.push_back(*parse_ip_address("127.0.0.1"));
    }
    return configuration;
}

static std::string environment_variable(const char* name) {
    const char* value = getenv(name);
    return value == nullptr ? "" : value;
}

/// Whether it is a symbolic link to somewhere else than /run, such as a network mount. If /etc or
/// /run hangs, so does the whole host.
static bool may_hang(const std::string& path) {
    std::array<char, 256> buffer{};
    const ssize_t size = readlink(path.c_str(), buffer.data(), buffer.size());
    if (size < 0) return false;
    const std::string_view target(buffer.data(), static_cast<std::size_t>(size));
    return !target.starts_with("/run/") && !target.starts_with("../run/");
}

ResolvConf read_resolv_conf(const std::string& path) {
    if (may_hang(path)) start_watchdog();
    constexpr std::size_t kMaxFileSize = 65536;
    std::array<char, 256> host_name{};
    if (gethostname(host_name.data(), host_name.size() - 1) != 0) host_name.front() = '\0';
    return parse_resolv_conf(read_file_if_exists(path, kMaxFileSize).value_or(""),
                             {host_name.data(), environment_variable("LOCALDOMAIN"),
                              environment_variable("RES_OPTIONS")});
}

std::vector<std::string> search_names(std::string_view name, const ResolvConf& configuration) {
    if (name.ends_with('.')) {
        return {std::string(name.size() == 1 ? name : name.substr(0, name.size() - 1))};
    }
    std::vector<std::string> names;
    const auto add = [&names](std::string longer) {
        const bool is_new = std::find(names.begin(), names.end(), longer) == names.end();
        if (is_new && is_domain_name(longer)) names.push_back(std::move(longer));
    };
    const auto dots = static_cast<unsigned>(std::count(name.begin(), name.end(), '.'));
    if (dots >= configuration.ndots) add(std::string(name));
    for (std::string_view domain : configuration.search) {
        if (domain.ends_with('.')) domain.remove_suffix(1);
        add(domain.empty() ? std::string(name) : fmt::format("{}.{}", name, domain));
    }
    add(std::string(name));
    return names;
}

}  // namespace monitoring

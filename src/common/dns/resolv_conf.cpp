#include "common/dns/resolv_conf.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/dns/name.hpp"
#include "common/file.hpp"
#include "common/text.hpp"

namespace monitoring {

/// The number behind "NAME:" in an option, cut to a range as glibc does it.
static std::optional<unsigned> number_of(std::string_view option, std::string_view name,
                                         unsigned smallest, unsigned largest) {
    if (!option.starts_with(name)) return {};
    const auto number = parse_integer(option.substr(name.size()));
    if (!number) return {};
    return static_cast<unsigned>(std::clamp<unsigned long long>(*number, smallest, largest));
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
        if (option == "rotate") configuration.rotate = true;
        if (option == "use-vc") configuration.only_tcp = true;
    }
}

static void take_search(std::string_view text, ResolvConf& configuration) {
    constexpr std::size_t kMostDomains = 64;
    configuration.search.clear();
    for (const auto domain : words(text)) {
        if (!is_domain_name(domain) || configuration.search.size() == kMostDomains) continue;
        configuration.search.emplace_back(domain);
    }
}

static void take_server(std::string_view text, ResolvConf& configuration) {
    constexpr std::size_t kMostServers = 3;  // MAXNS of <resolv.h>
    const auto server = parse_ip_address(text.substr(0, text.find_first_of(";#")));
    if (server && configuration.servers.size() < kMostServers) {
        configuration.servers.push_back(*server);
    }
}

ResolvConf parse_resolv_conf(std::string_view text, const ResolverEnvironment& environment) {
    ResolvConf configuration;
    const auto dot = environment.host_name.find('.');
    if (dot != std::string::npos) take_search(environment.host_name.substr(dot + 1), configuration);
    for (const auto line : split(text, '\n')) {
        // The keyword has to be at the very start of its line.
        const auto key = line.substr(0, line.find_first_of(" \t"));
        const auto rest = line.substr(key.size());
        const auto values = words(rest);
        if (values.empty()) continue;
        if (key == "nameserver") take_server(values[0], configuration);
        if (key == "domain") take_search(values[0], configuration);
        if (key == "search") take_search(rest, configuration);
        if (key == "options") take_options(rest, configuration);
    }
    if (!environment.local_domain.empty()) take_search(environment.local_domain, configuration);
    take_options(environment.options, configuration);
    if (configuration.servers.empty()) {
        configuration.servers.push_back(*parse_ip_address("127.0.0.1"));
    }
    return configuration;
}

static std::string environment_variable(const char* name) {
    const char* value = getenv(name);
    return value == nullptr ? "" : value;
}

ResolvConf read_resolv_conf(const std::string& path) {
    constexpr std::size_t kLargestFile = 65536;
    std::array<char, 256> host_name{};
    if (gethostname(host_name.data(), host_name.size() - 1) != 0) host_name.front() = '\0';
    return parse_resolv_conf(read_file_if_exists(path, kLargestFile).value_or(""),
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

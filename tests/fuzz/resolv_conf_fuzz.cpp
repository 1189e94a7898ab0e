// Any text as resolv.conf, and as what the environment may hold in its place.

#include <string>

#include "common/dns/name.hpp"
#include "common/dns/resolv_conf.hpp"
#include "harness.hpp"

using namespace monitoring;

static void require_sense(const ResolvConf& configuration) {
    require(!configuration.servers.empty() && configuration.servers.size() <= 3, "1 to 3 servers");
    require(!configuration.is_default_server || configuration.servers.size() == 1,
            "one by default");
    for (const auto& line : configuration.lines_without_server) {
        require(line.starts_with("nameserver"), "each should have named a server");
    }
    require(configuration.ndots <= 15, "at most 15 dots");
    require(configuration.attempts >= 1 && configuration.attempts <= 5, "1 to 5 attempts");
    require(configuration.timeout.count() >= 1 && configuration.timeout.count() <= 30,
            "a timeout of 1 to 30 seconds");
    const auto names = search_names("www", configuration);
    require(!names.empty() && names.size() <= configuration.search.size() + 1, "names to ask for");
    for (const auto& name : names) require(is_domain_name(name), "each can be asked for");
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(as_text(data, size));
    require_sense(parse_resolv_conf(text, {}));
    require_sense(
        parse_resolv_conf("", {.host_name = text, .local_domain = text, .options = text}));
    return 0;
}

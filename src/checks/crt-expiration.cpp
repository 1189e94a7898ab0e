// check-crt-expiration: alerts some days before a certificate expires, in files or on a server.

#include <fmt/format.h>

#include "common/net/network_address.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/tls/server_certificates.hpp"
#include "common/tool/check.hpp"
#include "common/validity/certificate_survey.hpp"
#include "common/x509/openssl_setup.hpp"

using namespace monitoring;

static constexpr auto kExamples =
    "Examples:\n"
    "  check-crt-expiration -f /etc/nginx/tls/example.com.pem -w 14 -c 7    # one file, by days\n"
    "  check-crt-expiration -f '/etc/letsencrypt/live/*/fullchain.pem' -w 20% -c 3"
    "    # all of them\n"
    "  check-crt-expiration --connect mail.example.com:25 --starttls smtp --verify"
    "    # what a server sends";

struct Options {
    std::vector<std::string> files;
    std::string key;
    ReadOptions reading;
    Thresholds limits{.warning = time_left_limit_option("7"),
                      .critical = time_left_limit_option("5")};
    TlsServer server;  ///< its host is empty when none is asked
    bool wants_all_addresses = false;
};

static void ask_server(const Options& options, Seconds timeout, CertificateSurvey& survey) {
    const TlsServer& server = options.server;
    const Activity activity("asking " + format_host_port(server.peer.host, server.peer.port));
    try {
        const auto answers = options.wants_all_addresses
                                 ? ask_all_addresses(server, timeout)
                                 : std::vector{ask_tls_server(server, timeout)};
        survey_server(server.peer, answers, options.reading, survey);
    } catch (const Error& error) {
        // What the files say counts all the same.
        survey.gaps.emplace_back(error.what());
    }
}

static Option add_server_options(CommandLine& cli, TlsServer& server) {
    const auto connect = [&server](std::string_view text) {
        const HostPort address = host_port_option(text);
        server.peer.host = address.host;
        server.peer.port = address.port.value_or(443);
    };
    const auto given = cli.add_option("--connect", connect, "HOST[:PORT]",
                                      "Judge what that server sends (port 443 by default)");
    cli.add_value("--servername", server.server_name, host_option, "NAME",
                  "The server's name, where it is not HOST")
        .needs(given);
    cli.add_value("--starttls", server.start_tls, start_tls_option, start_tls_names("|"),
                  "What is spoken before TLS")
        .needs(given);
    return given;
}

static void add_options(CommandLine& cli, Options& options) {
    cli.add_list("-f,--file", options.files, text_option, "FILE",
                 "PEM, DER, PKCS#7 or PKCS#12; a directory, or a pattern in quotes");
    add_thresholds(cli, options.limits, time_left_limit_option,
                   {.type = "DAYS",
                    .condition = "fewer days are left, or less than a duration (12h) or a share "
                                 "of the lifetime (20%); by default 7 and 5"});
    cli.add_flag("--first", options.reading.is_first_only,
                 "Only the first certificate of each file");
    cli.add_value("--password-file", options.reading.password_file, text_option, "FILE",
                  "Holds the password of a PKCS#12 or of the private key");
    cli.add_value("--key", options.key, text_option, "FILE",
                  "CRITICAL when that private key does not belong to the certificate");
    const auto connect = add_server_options(cli, options.server);
    cli.add_flag("--verify", options.server.is_verified,
                 "CRITICAL also when the chain or the name is not valid")
        .needs(connect);
    cli.add_flag("--all-addresses", options.wants_all_addresses,
                 "Ask every address of HOST, and judge the worst")
        .needs(connect);
    cli.originals({"w", "c", "f"});
    cli.names_library(openssl_version);
    cli.require_one_of({"-f", "--connect"});
    cli.footer(kExamples);
}

static Verdict check_crt_expiration(const Arguments& arguments) {
    Options options;
    CommandLine cli{"Alert some days before a certificate expires"};
    add_options(cli, options);
    parse(cli, arguments);

    start_watchdog();
    CertificateSurvey survey;
    survey_files(options.files, options.reading, survey);
    if (!options.server.peer.host.empty()) ask_server(options, arguments.budget(), survey);
    if (!options.key.empty()) survey_key(options.key, options.reading, survey);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return judge_survey(survey, options.limits, now);
}

int main(int argc, char** argv) { return run_check(argc, argv, check_crt_expiration); }

#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "common/hosts/connect.hpp"
#include "common/text/quantity.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// A test with an authority that this process trusts, and certificates by it.
class TlsTest : public ToolTest {
protected:
    TlsTest() {
        make(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
            " -subj /CN=authority -keyout authority.key -out authority.pem");
        setenv("SSL_CERT_FILE", path("authority.pem").c_str(), 1);
    }
    ~TlsTest() override { unsetenv("SSL_CERT_FILE"); }

    /// Runs a shell command in the test's directory, which must succeed.
    void make(const std::string& command) const {
        const auto result = shell("cd '" + directory().string() + "' && " + command);
        if (result.exit_code != 0) ADD_FAILURE() << command << ": " << result.errors;
    }
    /// NAME.pem and NAME.key for these names, such as "DNS:a.example,IP:127.0.0.1".
    void make_certificate(const std::string& name, const std::string& names, int days = 30) const {
        make("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name +
             " -keyout " + name + ".key -out request.pem && printf 'subjectAltName=" + names +
             "\\n' >extensions && openssl x509 -req -in request.pem -CA authority.pem"
             " -CAkey authority.key -CAcreateserial -extfile extensions -days " +
             std::to_string(days) + " -out " + name + ".pem");
    }
    /// The certificate in DER.
    [[nodiscard]] std::string der(const std::string& name) const {
        make("openssl x509 -in " + name + ".pem -outform DER -out " + name + ".der");
        return read_text(path(name + ".der"));
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (directory() / name).string();
    }

    /// `openssl s_server` with NAME.pem on a free port, until the end of its life.
    class Server {
    public:
        Server(const TlsTest& test, const std::string& name,
               const std::vector<std::string>& options = {},
               const std::string& address = "127.0.0.1") {
            std::vector<std::string> words = {"s_server", "-www",
                                              "-accept",  address + ":0",
                                              "-cert",    test.path(name + ".pem"),
                                              "-key",     test.path(name + ".key")};
            words.insert(words.end(), options.begin(), options.end());
            running_ = test.start("/usr/bin/openssl", words);
            port_ = read_port();
        }
        ~Server() {
            kill(running_.process, SIGTERM);
            static_cast<void>(finish(running_));
        }
        Server(const Server&) = delete;
        Server& operator=(const Server&) = delete;

        [[nodiscard]] Peer peer(const std::string& host = "127.0.0.1") const {
            return {.host = host, .port = port_};
        }

    private:
        /// From the line "ACCEPT 127.0.0.1:40000", which says that it listens.
        [[nodiscard]] std::uint16_t read_port() const {
            std::string output;
            pollfd entry{.fd = running_.output, .events = POLLIN, .revents = 0};
            char next = 0;
            while (!output.ends_with('\n') || output.find("ACCEPT") == std::string::npos) {
                if (poll(&entry, 1, 60'000) != 1 || read(running_.output, &next, 1) != 1) {
                    ADD_FAILURE() << "openssl s_server does not start: " << output;
                    return 0;
                }
                output += next;
            }
            output.pop_back();
            const auto port = parse_integer(output.substr(output.rfind(':') + 1));
            return static_cast<std::uint16_t>(port.value_or(0));
        }

        Running running_;
        std::uint16_t port_ = 0;
    };
};

}  // namespace monitoring

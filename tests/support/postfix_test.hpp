#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "support/metric_lines.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// mackerel-plugin-postfix on queues that the test makes, beside postqueue and postconf that do
/// what the test wants.
class PostfixTest : public ToolTest {
protected:
    PostfixTest() {
        std::filesystem::permissions(directory(), std::filesystem::perms(0755));
        std::filesystem::create_directories(directory() / "bin");
        set("PATH", bin());
        stand_in("postqueue", "echo postqueue is not to be asked >&2; exit 64");
        stand_in("postconf", "echo postconf is not to be asked >&2; exit 64");
        for (const auto* const queue : {"maildrop", "incoming", "active", "deferred", "hold"}) {
            std::filesystem::create_directories(spool() + "/" + queue);
        }
    }
    // What is closed could not be removed.
    ~PostfixTest() override { set_mode(0700); }

    [[nodiscard]] std::string bin() const { return directory() / "bin"; }
    [[nodiscard]] std::string spool() const { return directory() / "spool"; }

    /// Puts a shell script in place of a program of Postfix.
    void stand_in(const std::string& name, const std::string& script) const {
        const auto path = directory() / "bin" / name;
        // A new file: the old one may still be running.
        std::filesystem::remove(path);
        write_text(path, "#!/bin/sh\n" + script + "\n");
        std::filesystem::permissions(path, std::filesystem::perms(0755));
    }
    /// Makes postqueue list that, if it is asked with these arguments.
    void list(std::string_view messages, const std::string& arguments = "-j") const {
        write_text(directory() / "list", messages);
        stand_in("postqueue", fmt::format("[ \"$*\" = '{}' ] || exit 65; exec /bin/cat {}",
                                          arguments, (directory() / "list").string()));
    }
    void add_message(const std::string& name) const {
        const std::filesystem::path path = spool() + "/" + name;
        std::filesystem::create_directories(path.parent_path());
        write_text(path, "");
    }
    void set_mode(unsigned mode, const std::string& queue = "deferred") const {
        std::error_code ignored;
        std::filesystem::permissions(spool() + "/" + queue, std::filesystem::perms(mode), ignored);
    }

    /// Starts it as a user for whom modes of files count, which they do not for root.
    [[nodiscard]] Running start_plugin(const std::vector<std::string>& arguments = {}) const {
        std::vector<std::string> all = {"--queue-directory", spool()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return start_as_user(all);
    }
    [[nodiscard]] Running start_as_user(const std::vector<std::string>& arguments) const {
        std::vector<std::string> words = {TOOLS_DIRECTORY "/mackerel-plugin-postfix"};
        if (geteuid() == 0) {
            words = {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                     words.front()};
        }
        words.insert(words.end(), arguments.begin(), arguments.end());
        return start(words.front(), {words.begin() + 1, words.end()});
    }
    /// What it prints on the queues, by keys without "postfix.".
    Metrics metrics(const std::vector<std::string>& arguments = {}) {
        return read(finish(start_plugin(arguments)));
    }
    Metrics read(const ToolResult& result) {
        errors_ = result.errors;
        exit_code_ = result.exit_code;
        Metrics found;
        for (const auto& [key, value] : parse_metric_lines(result.output)) {
            EXPECT_TRUE(key.starts_with("postfix.")) << key;
            found[key.substr(std::min(key.find('.') + 1, key.size()))] = value;
        }
        return found;
    }
    /// That it printed this, and each of these lines on stderr.
    void expect(const Metrics& found, const Metrics& expected,
                const std::vector<std::string>& complaints = {}) {
        EXPECT_EQ(found, expected);
        std::string lines;
        for (const auto& text : complaints) lines += "mackerel-plugin-postfix: " + text + "\n";
        EXPECT_EQ(errors_, lines);
        EXPECT_EQ(exit_code_, expected.empty() ? 1 : 0);
    }
    [[nodiscard]] std::string closed(const std::string& queue = "deferred") const {
        return fmt::format("cannot open {}/{}: Permission denied", spool(), queue);
    }

    std::string errors_;
    int exit_code_ = -1;
};

/// A line of `postqueue -j`.
inline std::string message(const std::string& queue, std::int64_t arrival) {
    return fmt::format(
        "{{\"queue_name\": \"{}\", \"queue_id\": \"BD0E2AA2A44\", "
        "\"arrival_time\": {}, \"message_size\": 353, \"recipients\": []}}\n",
        queue, arrival);
}

}  // namespace monitoring

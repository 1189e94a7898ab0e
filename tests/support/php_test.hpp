#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/metric_lines.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

/// Mackerel-plugin-php-version with stand-ins for php, which are the only programs on its PATH that
/// are called php.
class PhpTest : public ToolTest {
protected:
    PhpTest() {
        std::filesystem::create_directory(directory() / "bin");
        set("PATH", (directory() / "bin").string() + ":/nonexistent");
    }

    /// Makes a shell script and returns its path.
    [[nodiscard]] std::string stand_in(const std::string& name, const std::string& script) const {
        const auto path = directory() / "bin" / name;
        write_text(path, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n");
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        return path.string();
    }
    [[nodiscard]] ToolResult run_plugin(const std::vector<std::string>& arguments = {}) const {
        return run("mackerel-plugin-php-version", arguments);
    }

    /// Expects these values, nothing on stderr, and that it went well.
    void expect_metrics(const std::vector<std::string>& arguments, const Metrics& expected) const {
        const auto result = run_plugin(arguments);
        EXPECT_EQ(parse_metric_lines(result.output), expected);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, 0);
    }
};

/// The same with programs that are no scripts, of which the answer can be remembered.
class PhpMemoryTest : public PhpTest {
protected:
    PhpMemoryTest() {
        set("FAKE_PHP_ASKED", asked_file());
        program_says("80236");
        boot("one");
    }

    void program_says(const std::string& text) { set("FAKE_PHP_SAYS", text); }
    void boot(const std::string& id) const { write_proc("sys/kernel/random/boot_id", id + "\n"); }

    /// Installs one and returns its path.
    [[nodiscard]] std::string install(const std::string& name) const {
        const auto path = directory() / "bin" / name;
        std::filesystem::copy_file(FAKE_PHP, path,
                                   std::filesystem::copy_options::overwrite_existing);
        return path.string();
    }

    /// The plugin prints this version, and by then programs have been asked so often in all.
    void expect(const std::string& version, std::ptrdiff_t asked,
                const std::vector<std::string>& arguments = {}) const {
        expect_metrics(arguments, {{"php.version.version", version}});
        EXPECT_EQ(times_asked(), asked);
    }
    [[nodiscard]] std::string asked_file() const { return directory() / "asked"; }
    [[nodiscard]] std::ptrdiff_t times_asked() const {
        const auto text = read_text(asked_file());
        return std::count(text.begin(), text.end(), '\n');
    }
};

}  // namespace monitoring

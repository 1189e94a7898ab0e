// What mackerel-plugin-php-version remembers, and of which programs.

#include <fmt/format.h>
#include <sys/stat.h>

#include "support/php_test.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class PhpVersionMemory : public PhpMemoryTest {};

TEST_F(PhpVersionMemory, SparesAskingAgain) {
    const auto php = install("php");
    expect("80236", 1);
    program_says("80300");
    expect("80236", 1);
    expect("80236", 1, {"--php", "php"});
    // The way to it is another one.
    expect("80300", 2, {"--php", php});
    expect("80300", 2, {"--php", php});
}

TEST_F(PhpVersionMemory, IsOfOneFileOnly) {
    const auto php = install("php");
    expect("80236", 1);
    program_says("80300");
    fs::remove(php);
    static_cast<void>(install("php"));
    expect("80300", 2);
    expect("80300", 2);
    program_says("80400");
    // In its place, with its size and time of modification.
    const auto time = fs::last_write_time(php);
    std::string bytes = read_text(php);
    write_text(php, bytes);
    fs::last_write_time(php, time);
    expect("80400", 3);
    program_says("80401");
    chmod(php.c_str(), 0755);
    chmod(php.c_str(), 0555);
    expect("80401", 4);
    expect("80401", 4);
}

TEST_F(PhpVersionMemory, FollowsLinks) {
    const auto php = directory() / "bin/php";
    const auto alternative = directory() / "alternative";
    const auto old = install("php8.2");
    const auto next = install("php8.4");
    fs::create_symlink("../alternative", php);
    fs::create_symlink(old, alternative);
    expect("80236", 1);
    expect("80236", 1);
    program_says("80410");
    fs::remove(alternative);
    fs::create_symlink(next, alternative);
    expect("80410", 2);
    // The one before is remembered, too.
    fs::remove(alternative);
    fs::create_symlink(old, alternative);
    expect("80236", 2);
}

TEST_F(PhpVersionMemory, FollowsThePath) {
    fs::create_directory(directory() / "first");
    fs::create_directory(directory() / "first/php");  // none to be executed
    set("PATH", (directory() / "first").string() + ":" + (directory() / "bin").string());
    static_cast<void>(install("php"));
    expect("80236", 1);
    expect("80236", 1);
    program_says("80300");
    fs::remove(directory() / "first/php");
    fs::copy_file(FAKE_PHP, directory() / "first/php");
    expect("80300", 2);
    fs::permissions(directory() / "first/php", fs::perms::owner_read);
    expect("80236", 2);
}

// There are programs that are another one under each of their names.
TEST_F(PhpVersionMemory, TellsTheNamesOfAProgramApart) {
    const auto many = install("many");
    for (const std::string name : {"php8.2", "php8.4"}) {
        fs::create_symlink(many, directory() / "bin" / name);
        program_says(name == "php8.2" ? "80236" : "80410");
        expect_metrics({"--php", name},
                       {{"php.version.version", fs::path(name) == "php8.2" ? "80236" : "80410"}});
    }
    expect_metrics({"--php", "a=php8.2", "--php", "b=php8.4"},
                   {{"php.version.a", "80236"}, {"php.version.b", "80410"}});
    EXPECT_EQ(read_text(asked_file()), "php8.2\nphp8.4\n");
}

TEST_F(PhpVersionMemory, IsOfPhpFpmToo) {
    const auto fpm = install("php-fpm");
    program_says("PHP 8.4.1RC2 (fpm-fcgi)\n");
    for (int i = 0; i < 2; ++i) {
        expect_metrics({"--fpm", "fpm=" + fpm}, {{"php.version.fpm", "80401"}});
    }
    EXPECT_EQ(times_asked(), 1);
    // As a php it is asked something else.
    program_says("80236");
    expect("80236", 2, {"--php", fpm});
}

TEST_F(PhpVersionMemory, IsNeverOfAScript) {
    const auto count = fmt::format("echo x >> '{}'; echo ", asked_file());
    static_cast<void>(stand_in("php", count + "80236"));
    expect("80236", 1);
    expect("80236", 2);
    fs::create_symlink(directory() / "bin/php", directory() / "bin/shim");
    expect("80236", 3, {"--php", "shim"});
    expect("80236", 4, {"--php", "shim"});
    // Neither is what was remembered of a program in its place.
    fs::remove(directory() / "bin/php");
    static_cast<void>(install("php"));
    expect("80236", 5);
    static_cast<void>(stand_in("php", count + "80300"));
    expect("80300", 6);
    expect("80300", 7);
}

TEST_F(PhpVersionMemory, IsNeverOfAFailure) {
    static_cast<void>(install("php"));
    program_says("Segmentation fault");
    for (int i = 1; i < 3; ++i) {
        const auto result = run_plugin();
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(result.errors,
                  "mackerel-plugin-php-version: php does not tell its version: 'Segmentation "
                  "fault'\n");
        EXPECT_EQ(result.exit_code, 1);
        EXPECT_EQ(times_asked(), i);
    }
    program_says("80236");
    expect("80236", 3);
}

TEST_F(PhpVersionMemory, EndsWithAReboot) {
    static_cast<void>(install("php"));
    expect("80236", 1);
    boot("two");
    program_says("80300");
    expect("80300", 2);
    expect("80300", 2);
}

TEST_F(PhpVersionMemory, CostsNoResultWhereThereCanBeNone) {
    static_cast<void>(install("php"));
    const auto expect_asked = [this](std::ptrdiff_t asked, const std::string& reason) {
        const auto result = run_plugin();
        EXPECT_EQ(parse_metric_lines(result.output), (Metrics{{"php.version.version", "80236"}}));
        EXPECT_EQ(result.errors, "mackerel-plugin-php-version: " + reason + "\n");
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(times_asked(), asked);
    };
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    const std::string missing = fmt::format(
        "state not saved: /nonexistent/mackerel-native-plugins-{}: No such file or "
        "directory",
        geteuid());
    expect_asked(1, missing);
    expect_asked(2, missing);
    set("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").string());
    fs::create_directory(state_directory());
    fs::permissions(state_directory(), fs::perms::all);
    expect_asked(3, fmt::format("will not keep state in {}: other users may write to it; remove it",
                                state_directory().string()));
    fs::permissions(state_directory(), fs::perms::owner_all);
    expect("80236", 4);
    write_text(state_file(), "torn");
    expect_asked(5, fmt::format("ignoring {}: it is not a state file", state_file().string()));
    expect("80236", 5);
}

TEST_F(PhpVersionMemory, IsNotLookedForWhereGraphsAreDefined) {
    static_cast<void>(install("php"));
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    EXPECT_EQ(run_plugin().exit_code, 0);
    EXPECT_EQ(times_asked(), 0);
    EXPECT_FALSE(fs::exists(state_directory()));
}

}  // namespace
}  // namespace monitoring

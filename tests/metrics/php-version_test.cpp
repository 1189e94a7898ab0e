#include "support/php_test.hpp"

namespace monitoring {
namespace {

/// A php that insists on its arguments, and a php-fpm that does.
constexpr auto kPhp = R"sh([ "$#:$*" = "3:-n -r echo PHP_VERSION_ID;" ] && printf 80236)sh";
constexpr auto kFpm =
    R"sh([ "$#:$*" = "2:-n -v" ] && echo "PHP 8.3.6-0ubuntu1 (fpm-fcgi)"; echo x)sh";

class PhpVersion : public PhpTest {};

TEST_F(PhpVersion, AsksThePhpOnThePath) {
    static_cast<void>(stand_in("php", kPhp));
    expect_metrics({}, {{"php.version.version", "80236"}});
    expect_metrics({"--php", "php"}, {{"php.version.version", "80236"}});
}

TEST_F(PhpVersion, AsksAnotherPhp) {
    static_cast<void>(stand_in("php", "echo 50207"));
    const auto path = stand_in("php8", kPhp);
    expect_metrics({"--php", path}, {{"php.version.version", "80236"}});
    expect_metrics({"--php", "php8"}, {{"php.version.version", "80236"}});
    expect_metrics({"--php=" + path}, {{"php.version.version", "80236"}});
}

TEST_F(PhpVersion, AsksManyOfThemByName) {
    const auto old = stand_in("php5", "echo 50640");
    const auto cli = stand_in("php8", kPhp);
    const auto fpm = stand_in("php-fpm8", kFpm);
    expect_metrics(
        {"--php", "5_6=" + old, "--fpm", "fpm=" + fpm, "--php", "php-8=" + cli, "--php", "php8"},
        {{"php.version.5_6", "50640"},
         {"php.version.php-8", "80236"},
         {"php.version.version", "80236"},
         {"php.version.fpm", "80306"}});
}

TEST_F(PhpVersion, AsksOnlyThoseThatAreNamed) {
    static_cast<void>(stand_in("php", "echo 50207"));
    expect_metrics({"--fpm", "fpm=" + stand_in("php-fpm8", kFpm)}, {{"php.version.fpm", "80306"}});
    expect_metrics({"--php", "cli=" + stand_in("php8", kPhp)}, {{"php.version.cli", "80236"}});
}

TEST_F(PhpVersion, TakesAnEqualsSignBehindASlashForAPartOfThePath) {
    const auto path = stand_in("php=8", kPhp);
    expect_metrics({"--php", path}, {{"php.version.version", "80236"}});
    expect_metrics({"--php", "cli=" + path}, {{"php.version.cli", "80236"}});
    expect_metrics({"--php", "cli=php=8"}, {{"php.version.cli", "80236"}});
}

TEST_F(PhpVersion, ReplacesTheFirstSegment) {
    static_cast<void>(stand_in("php", kPhp));
    expect_metrics({"--metric-key-prefix", "web.one"}, {{"web.one.version.version", "80236"}});
}

TEST_F(PhpVersion, RefusesMistakes) {
    const std::string rule = " is not made of letters, digits, - and _";
    const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
        {{"--php", ""}, "--php: '' is empty"},
        {{"--php", "name="}, "--php: '' is empty"},
        {{"--php", "=/usr/bin/php"}, "--php: the name ''" + rule},
        {{"--php", "8.2=php8.2"}, "--php: the name '8.2'" + rule},
        {{"--php", "a b=php"}, "--php: the name 'a b'" + rule},
        {{"--php", "*=php"}, "--php: the name '*'" + rule},
        {{"--fpm", "#=php-fpm"}, "--fpm: the name '#'" + rule},
        {{"--fpm", "/usr/sbin/php-fpm8.2"}, "--fpm: '/usr/sbin/php-fpm8.2' is not NAME=PATH"},
        {{"--fpm", "/opt/a=b/php-fpm"}, "--fpm: '/opt/a=b/php-fpm' is not NAME=PATH"},
        {{"--php", "a=php7", "--php", "a=php8"}, "--php: there are two programs for php.version.a"},
        {{"--php", "a=php7", "--fpm", "a=fpm"}, "--fpm: there are two programs for php.version.a"},
        {{"--php", "php7", "--php", "php8"},
         "--php: there are two programs for php.version.version"},
        {{"--php", "php7", "--php", "version=php8"},
         "--php: there are two programs for php.version.version"},
    };
    for (const auto& [arguments, reason] : mistakes) {
        const auto result = run_plugin(arguments);
        EXPECT_EQ(result.errors, "mackerel-plugin-php-version: " + reason + " (see --help)\n");
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(result.exit_code, 1);
    }
}

TEST_F(PhpVersion, DefinesTheGraphOfTheSameMetricsWithoutRunningAnything) {
    const auto php = stand_in("php", "touch \"$0.ran\"; echo 80236");
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const std::string head =
        "# mackerel-agent-plugin\n"
        R"({"graphs":{"php.version":{"label":"PHP Version","unit":"integer","metrics":[)";
    auto result = run_plugin();
    EXPECT_EQ(result.output,
              head + R"({"name":"version","label":"version","stacked":false}]}}})" + "\n");
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, 0);
    result = run_plugin({"--php", "a=" + php, "--php", php, "--fpm", "b=/nonexistent"});
    EXPECT_EQ(result.output, head + R"({"name":"a","label":"a","stacked":false},)"
                                    R"({"name":"version","label":"version","stacked":false},)"
                                    R"({"name":"b","label":"b","stacked":false}]}}})"
                                    "\n");
    EXPECT_EQ(result.errors, "");
    EXPECT_FALSE(std::filesystem::exists(php + ".ran"));
    set("MACKEREL_AGENT_PLUGIN_META", "");
    expect_metrics({}, {{"php.version.version", "80236"}});
    EXPECT_TRUE(std::filesystem::exists(php + ".ran"));
}

TEST_F(PhpVersion, DefinesTheGraphUnderItsPrefix) {
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto result = run_plugin({"--metric-key-prefix", "web"});
    EXPECT_NE(result.output.find(R"({"graphs":{"web.version":{)"), std::string::npos);
}

}  // namespace
}  // namespace monitoring

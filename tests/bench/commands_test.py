"""What is measured: every tool, each with limits, beside something that is measured as well."""

import collections
import string
import unittest

from setting import SOURCE
import rivals
import tools
from bench import selected_commands
from commands import COMMANDS, RSS_GROWTH_LIMITS, SCENARIOS
from cost_page import LARGE, OTHERS, VARIANTS
from figures import SIZE_LIMITS_BYTES

PLACES = {"bin", "bench", "source", "scratch", "peers"}
MEASURED = {(command.scenario, command.name): command for command in COMMANDS}


def built():
    """The names of the tools, as src/ has them."""
    return {prefix + path.stem for folder, prefix in
            (("checks", "check-"), ("metrics", "mackerel-plugin-"), ("wrappers", ""))
            for path in (SOURCE / "src" / folder).glob("*.cpp")}


class CommandsTest(unittest.TestCase):
    def test_every_tool_is_published_once(self):
        self.assertEqual(sorted(tool.name for tool in tools.TOOLS), sorted(built()))

    def test_what_is_published_is_measured(self):
        for tool in [*tools.TOOLS, *VARIANTS.values()]:
            self.assertTrue(MEASURED[tool.scenario, tool.name].is_tool())
        for _, scenario, name, _ in LARGE:
            self.assertIsNotNone(MEASURED[scenario, name].limit)
        for scenario, name, _ in OTHERS.values():
            self.assertIn((scenario, name), MEASURED)
        for name in tools.PEERS.values():
            self.assertIn(("peers", name), MEASURED)

    def test_every_tool_has_a_limit_but_what_runs_a_command_each_time(self):
        without = {tool.name for tool in tools.TOOLS
                   if MEASURED[tool.scenario, tool.name].limit is None}
        self.assertEqual(without, {"interval-checker"})

    def test_every_script_has_its_figure(self):
        names = {command.name for command in rivals.SCRIPTS}
        self.assertEqual({rivals.script_of(tool) for tool in built()},
                         names - {"empty", "php -n"})

    def test_names_are_unique_and_baselines_exist(self):
        counts = collections.Counter((command.scenario, command.name) for command in COMMANDS)
        self.assertEqual([key for key, count in counts.items() if count > 1], [])
        for command in COMMANDS:
            if command.baseline is not None:
                self.assertIn((command.scenario, command.baseline), MEASURED)
            self.assertIn(command.scenario, {scenario.name for scenario in SCENARIOS})
        for limit in RSS_GROWTH_LIMITS:
            self.assertIn((limit.scenario, limit.name), MEASURED)
            self.assertIn((limit.reference, limit.name), MEASURED)

    def test_command_lines_name_known_places(self):
        for line in [*(command.line for command in COMMANDS),
                     *(scenario.surroundings for scenario in SCENARIOS)]:
            fields = {field for _, field, _, _ in string.Formatter().parse(line) if field}
            self.assertLessEqual(fields, PLACES, line)

    def test_a_command_alone_brings_what_it_is_compared_to(self):
        scenario = next(scenario for scenario in SCENARIOS if scenario.name == "chronyd")
        names = {command.name for command in
                 selected_commands(scenario, ["mackerel-plugin-ntpq"])}
        self.assertEqual(names, {"mackerel-plugin-ntpq", "chronyc", "empty"})

    def test_what_runs_true_or_needs_a_server_prints_nothing_by_itself(self):
        self.assertTrue(MEASURED["host", "check-uptime"].prints_by_itself())
        for key in (("host", "delay-checker"), ("servers", "mackerel-plugin-gaurun-usage")):
            self.assertFalse(MEASURED[key].prints_by_itself())

    def test_limits_on_size_are_of_tools(self):
        self.assertLessEqual(set(SIZE_LIMITS_BYTES), built())


if __name__ == "__main__":
    unittest.main()

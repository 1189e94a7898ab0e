"""A document: each block in it is checked in the way that its comment or its language names."""

import json
import os
import re
import subprocess
import tomllib

import e2e
import install
import markdown
import monitors
import scene

# Where one of these stands in a table of messages, the tool prints a name, a number or an address.
PLACEHOLDER = re.compile(r"\b(?:FILE|PATTERN|HOST:PORT|S)\b|…")
# A line of a tool in the middle of a sentence.
SAID = re.compile(r"`((?:OK|WARNING|CRITICAL|UNKNOWN|Delay[A-Z][a-z]+)[:(][^`]*)`")
INSTALLED = f"{e2e.INSTALLED}/"


def check_scene(test, block):
    """What the scene prints is what is shown."""
    lines = scene.printed(block.name, block.commands())
    test.assertEqual(scene.normal(lines), scene.normal(block.text()))


def check_usage(test, block):
    """The help of each of the tools names the same words in the same order."""
    words = re.findall(r"\b[A-Z]+\b", re.sub("WRAPPER|OPTION…", "", block.text()))
    for name in block.name.split():
        text = subprocess.run([e2e.tool(name), "--help"], text=True, capture_output=True,
                              timeout=20, check=True).stdout
        usage = re.search(r"^Usage: (.*)", text, re.M)[1]
        found = [word for word in re.findall(r"\b[A-Z]+\b", usage) if word in words]
        test.assertEqual(found, words, usage)


def check_agent(test, block):
    """The agent's configuration: TOML, with commands whose options the tools take."""
    for kind, plugins in tomllib.loads(block.text())["plugin"].items():
        test.assertIn(kind, ("checks", "metrics"))
        for plugin in plugins.values():
            check_command(test, plugin["command"], plugin.get("env", {}))


def check_command(test, command, environment):
    """That every program in it was built, and that none of them finds a mistake in its options."""
    test.assertIsInstance(command, list, "a string loses the last words of a check")
    test.assertTrue(command[0].startswith(INSTALLED))
    words = [e2e.tool(word.removeprefix(INSTALLED)) if word.startswith(INSTALLED) else word
             for word in command]
    state = str(e2e.work_directory(test.addCleanup))
    done = subprocess.run(words, env={"PATH": os.environ["PATH"], **environment,
                                      "MACKEREL_PLUGIN_WORKDIR": state},
                          text=True, capture_output=True, timeout=60, check=False)
    printed = done.stdout + done.stderr
    test.assertNotIn("see --help", printed, json.dumps(command))
    test.assertNotIn("cannot run", done.stdout)
    test.assertNotEqual(printed, "")


def check_image(test, block):
    """What is copied from a release is of this one, and a command in it is a right one."""
    install.check_files(test, block)
    for command in re.findall(r"command: (\[.*\])$", block.text(), re.M):
        check_command(test, json.loads(command), {})


def check_example(test, block):
    """What is shown of a file in examples/ stands there."""
    text = e2e.source_file(f"examples/{block.name}").read_text(encoding="utf-8")
    lines = "\n".join(line.strip() for line in text.splitlines())
    test.assertIn("\n".join(line.strip() for line in block.lines), lines)


CHECKS = {"test": check_scene, "usage": check_usage, "agent": check_agent,
          "tour": None, "report": None,  # by tour_test.py, under the real agent
          "install": install.check_packages, "dev": install.check_dev,
          "download": install.check_files, "remove": install.check_files, "image": check_image,
          "nagios": monitors.check_nagios, "icinga": monitors.check_icinga,
          "example": check_example}


def matches(message, line):
    """Whether the line holds the message, in which placeholders stand for any text."""
    pattern = ".+".join(map(re.escape, PLACEHOLDER.split(message)))
    return re.search(pattern, line) is not None


def messages_of(rows):
    """What stands in the first column; options stand there as well."""
    return [message for row in rows for message in re.findall(r"`([^`]+)`", row[0])
            if not message.startswith("-")]


class Document:
    def __init__(self, name):
        self.text = e2e.source_file(name).read_text(encoding="utf-8")
        self.blocks = markdown.blocks(self.text)
        for block in self.blocks:
            # Nothing else is in TOML.
            if block.language == "toml" and not block.kind:
                block.kind = "agent"

    def check(self, test):
        for block in self.blocks:
            with test.subTest(line=block.number, kind=block.kind, name=block.name):
                test.assertIn(block.kind, list(CHECKS), "nothing tests this block")
                if CHECKS[block.kind]:
                    CHECKS[block.kind](test, block)
        self.check_messages(test)

    def check_messages(self, test):
        """Each message in a table, or in a sentence, is one that a tool prints in some scene."""
        messages = [re.sub(r"\s+", " ", message) for message in SAID.findall(self.text)]
        lines = [line for block in self.blocks for line in block.lines]
        for names, rows in markdown.message_tables(self.text).items():
            messages += messages_of(rows)
            lines += [line for name in names.split() for _, output in scene.play(name, [])
                      for line in output.split("\n")]
        for message in messages:
            with test.subTest(message=message):
                test.assertTrue(any(matches(message.rstrip(), line) for line in lines),
                                "\n".join(lines))

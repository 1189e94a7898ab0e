"""A document: each block in it is checked in the way that its comment or its language names."""

import json
import os
import re
import subprocess
import tomllib

import e2e
import install
import markdown
import scene

# Where one of these stands in a table of messages, the tool prints a name, a number or an address.
PLACEHOLDER = re.compile(r"\b(?:FILE|PATTERN|HOST:PORT|KEY)\b|…")
USR_BIN = "/usr/bin/"


def check_scene(test, block):
    """What the scene prints is what is shown."""
    test.assertEqual(scene.normal(scene.printed(block.name, block.commands())),
                     scene.normal(block.text()))


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
    test.assertTrue(command[0].startswith(USR_BIN))
    words = [e2e.tool(word.removeprefix(USR_BIN)) if word.startswith(USR_BIN) else word
             for word in command]
    state = str(e2e.work_directory(test.addCleanup))
    done = subprocess.run(words, env={"PATH": os.environ["PATH"], **environment,
                                      "MACKEREL_PLUGIN_WORKDIR": state},
                          text=True, capture_output=True, timeout=60, check=False)
    printed = done.stdout + done.stderr
    test.assertNotIn("see --help", printed, json.dumps(command))
    test.assertNotIn("cannot run", printed)
    test.assertNotEqual(printed, "")


CHECKS = {"test": check_scene, "usage": check_usage, "agent": check_agent,
          "report": None,  # by tour_test.py, under the real agent
          "install": install.check_packages, "dev": install.check_dev}


def matches(message, line):
    """Whether the line holds the message, in which placeholders stand for any text."""
    pattern = ".+".join(map(re.escape, PLACEHOLDER.split(message)))
    return re.search(pattern, line) is not None


def check_messages(test, name, rows):
    """Each message in the first column is one that a tool prints in that scene."""
    lines = [line for _, output in scene.play(name, []) for line in output.split("\n")]
    for row in rows:
        for message in re.findall(r"`([^`]+)`", row[0]):
            test.assertTrue(any(matches(message, line) for line in lines),
                            f"{message!r} is in none of:\n" + "\n".join(lines))


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
                test.assertIn(block.kind, CHECKS, "nothing tests this block")
                if CHECKS[block.kind]:
                    CHECKS[block.kind](test, block)
        for (kind, name), rows in markdown.tables(self.text).items():
            with test.subTest(kind=kind, name=name):
                test.assertEqual(kind, "messages")
                check_messages(test, name, rows)

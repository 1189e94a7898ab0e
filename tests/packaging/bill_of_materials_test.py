"""The bill of materials: valid CycloneDX, and what it names is what is linked into the programs."""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

HERE = pathlib.Path(__file__).resolve().parent
MAKER = e2e.source_file("packaging/bill_of_materials.py")
PINS = e2e.source_file("packaging/third-party")
TIME = 1_700_000_000
SCHEMA = "http://cyclonedx.org/schema/"


def output_of(*command, **environment):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, check=False, env=os.environ | environment)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def third_party():
    """Where the compiler and the libraries are; they are built already, where programs are."""
    return pathlib.Path(output_of(PINS / "build.sh", os.uname().machine).strip())


def bill(time=TIME):
    return output_of(sys.executable, MAKER, third_party(), SOURCE_DATE_EPOCH=str(time))


def validator():
    """Of the pinned schema; it comes from PyPI once."""
    environment = e2e.build_file("cyclonedx")
    packages = "lib/python3*/site-packages"
    if not list(environment.glob(f"{packages}/fastjsonschema")):
        output_of("/usr/bin/python3", "-m", "venv", environment)
        output_of(environment / "bin/pip", "--quiet", "--disable-pip-version-check", "install",
                  "--require-hashes", "--no-deps", "--requirement", HERE / "requirements.txt")
    site = next(environment.glob(packages))
    sys.path.insert(0, str(site))
    import fastjsonschema

    def load(address):
        path = site / "cyclonedx/schema/_res" / address.removeprefix(SCHEMA)
        return json.loads(path.read_text(encoding="utf-8"))

    return fastjsonschema.compile(load("bom-1.6.SNAPSHOT.schema.json"), handlers={"http": load})


def plain(text):
    """Words and marks, without years and the ends of lines."""
    return " ".join(re.sub(r"\b(19|20)\d\d\b", "", text).split())


class BillOfMaterials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = bill()
        cls.bill = json.loads(cls.text)
        cls.components = {part["name"]: part for part in cls.bill["components"]}

    def test_is_valid(self):
        validate = validator()
        validate(self.bill)
        # It does look at what is written: licences, components, dates.
        for path, wrong in ((("components", 0, "licenses", 0, "license", "id"), "Apache"),
                            (("components", 0, "hashes", 0, "content"), "0"),
                            (("metadata", "timestamp"), "yesterday")):
            broken = json.loads(self.text)
            place = broken
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = wrong
            with self.subTest(path), self.assertRaises(ValueError):
                validate(broken)

    def test_is_the_same_again_and_tells_its_time(self):
        self.assertEqual(bill(), self.text)
        self.assertEqual(self.bill["metadata"]["timestamp"], "2023-11-14T22:13:20Z")
        self.assertNotEqual(json.loads(bill(TIME + 1))["serialNumber"], self.bill["serialNumber"])

    def test_names_this_version(self):
        text = e2e.source_file("CMakeLists.txt").read_text(encoding="utf-8")
        self.assertEqual(self.bill["metadata"]["component"]["version"],
                         re.search(r"^ *VERSION (\S+)$", text, re.M)[1])

    def test_has_the_checksums_of_all_that_is_fetched(self):
        """Each crate that we ask for, not those that they would ask for in Rust."""
        crates = re.findall(r"^([-a-z]+) = .*=[0-9]", (PINS / "Cargo.toml").read_text("utf-8"),
                            re.M)
        self.assertEqual(len(crates), 3)
        lock = (PINS / "Cargo.lock").read_text(encoding="utf-8")
        expected = {re.search(rf'name = "{name}"\n.*\n.*\nchecksum = "(.*)"', lock)[1]
                    for name in crates}
        for name in ("headers.sha256", "requirements.txt"):
            expected |= set(re.findall(r"[0-9a-f]{64}", (PINS / name).read_text(encoding="utf-8")))
        self.assertEqual(set(re.findall(r'"content": "(.*)"', self.text)), expected)

    def test_versions_are_those_that_the_pins_speak_of(self):
        for name, carrier in (("openssl", "openssl-src"), ("libcurl", "curl-sys")):
            version = self.components[name]["version"]
            self.assertRegex(self.components[name]["purl"], rf"^pkg:cargo/{carrier}@\S*{version}$")
        pinned = (PINS / "requirements.txt").read_text(encoding="utf-8")
        self.assertIn(f"\nziglang=={self.components['zig']['version']} ", pinned)
        for part in self.components.values():
            self.assertRegex(part["version"], r"^[0-9]+\.[0-9]+\.[0-9]+$", part["name"])
            self.assertIn(part["version"], part["purl"] + part.get("cpe", ""), part["name"])

    def test_has_every_archive_that_the_linker_gets(self):
        """Each library that lies there is a component or a part of one."""
        parts = {"libc": "musl", "libcrypto": "openssl", "libssl": "openssl", "libcares": "c-ares",
                 "libcompiler_rt": "compiler-rt", "libzigc": "zigc"}
        archives = {path.stem for path in third_party().glob("lib/**/*.a")}
        self.assertGreaterEqual(len(archives), 10)
        named = {parts.get(name, name) for name in archives}
        headers = {"fmt", "CLI11", "nlohmann-json", "linux-headers"}
        self.assertEqual(set(self.components), named | headers | {"zig"})
        depends = next(entry for entry in self.bill["dependencies"]
                       if entry["ref"] == "mackerel-native-plugins")
        self.assertEqual(set(depends["dependsOn"]), named | headers)

    def test_the_notices_name_every_component(self):
        """By the name that its project uses."""
        names = {"nlohmann-json": "nlohmann/json", "linux-headers": "Linux"}
        for path in ("packaging/NOTICE", "packaging/debian/copyright"):
            text = e2e.source_file(path).read_text(encoding="utf-8")
            for part in self.components:
                with self.subTest(path=path, part=part):
                    name = re.escape(names.get(part, part))
                    self.assertRegex(text, re.compile(rf"(?<![\w+]){name}(?![\w+])", re.I))

    def test_the_notices_have_the_license_that_came_with_a_source(self):
        """All of its text, but for the years."""
        notice = plain(e2e.source_file("packaging/NOTICE").read_text(encoding="utf-8"))
        for path, first, last in (("sources/curl-sys/curl/COPYING", "Copyright (c)", ""),
                                  ("sources/c-ares-sys/c-ares/LICENSE.md", "Copyright", "Permis"),
                                  ("compiler/lib/libcxx/LICENSE.TXT", "As an exception", "====="),
                                  ("compiler/lib/libunwind/LICENSE.TXT", "As an exception", "==="),
                                  ("compiler/lib/libc/musl/COPYRIGHT", "Permission", "-----")):
            text = (third_party() / path).read_text(encoding="utf-8")
            text = text[text.index(first):]
            with self.subTest(path):
                self.assertIn(plain(text[:text.index(last)] if last else text), notice)


if __name__ == "__main__":
    unittest.main(verbosity=2)

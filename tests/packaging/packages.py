"""What every test of the packages needs: where they are, and what a program in them asks for."""

import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

NAME = "mackerel-native-plugins"
ZIP_DIRECTORY = f"{NAME}_linux_amd64"
PROGRAMS = e2e.INSTALLED.lstrip("/")
# In /usr/bin that is the name of a program of mackerel-check-plugins.
NAMES_OF_OTHERS = {"check-uptime"}
DROP_IN = f"etc/mackerel-agent/conf.d/{NAME}.conf"
SAMPLE = f"usr/share/doc/{NAME}/examples/mackerel-agent.conf"


def package(suffix):
    """The one package of that kind; ./dev package makes them."""
    found = list(e2e.directory_of("MNP_PACKAGES").glob(f"*{suffix}"))
    if len(found) != 1:
        raise AssertionError(f"not one *{suffix} in MNP_PACKAGES (./dev package): {found}")
    return found[0]


def version():
    text = e2e.source_file("CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^ *VERSION (\S+)$", text, re.M)[1]


def version_line(program):
    """What --version prints, as a regular expression: some name the library that they have."""
    return rf"\A{program} {re.escape(version())}( \([-A-Za-z]+ [0-9.]+\))?\n\Z"


def output_of(*command, **options):
    """The stdout of a command that succeeds; otherwise the error has all it said."""
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def unpack_deb(directory):
    output_of("dpkg-deb", "--extract", package(".deb"), directory)
    return directory


def needed_libraries(program):
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", output_of("readelf", "-dW", program)))


def symbol_versions(program):
    """The versions of symbols that it asks the libraries for, such as GLIBC_2.34."""
    return set(re.findall(r"^  \S+: +Name: (\S+) .*Flags:", output_of("readelf", "-VW", program),
                          re.M))


def sample_commands(text):
    """The commands of a configuration, as lists of words."""
    arrays = re.findall(r'^command = \[(".*")\]$', text, re.M)
    return [array[1:-1].split('", "') for array in arrays]


def enter_private_mounts():
    """Starts this program again with mounts and processes of its own, but with the network."""
    e2e.require(os.geteuid() == 0, "root, for a chroot")
    if os.getpid() != 1:
        namespaces = [option for option in e2e.NAMESPACES if option != "-n"]
        os.execvp("unshare", ["unshare", *namespaces, sys.executable, *sys.argv])

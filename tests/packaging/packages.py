"""What every test of the packages needs: where they are, and what a program in them asks for."""

import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import e2e

NAME = "mackerel-native-plugins"
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
MACHINE = next(name for name, machine in MACHINES.items() if machine == os.uname().machine)
PROGRAMS = e2e.INSTALLED.lstrip("/")
ELF_MACHINE = {"x86_64": b"\x3e\x00", "aarch64": b"\xb7\x00"}
# In /usr/bin that is the name of a program of mackerel-check-plugins.
NAMES_OF_OTHERS = {"check-uptime"}
DROP_IN = f"etc/mackerel-agent/conf.d/{NAME}.conf"
SAMPLE = f"usr/share/doc/{NAME}/examples/mackerel-agent.conf"


def package(kind, machine=MACHINE):
    """The package of that kind for that machine; ./dev package makes them."""
    name = {"deb": f"{NAME}_{version()}_{machine}.deb",
            "rpm": f"{NAME}-{version()}-1.{MACHINES[machine]}.rpm",
            "oci": f"{NAME}_oci.tar"}.get(kind, f"{NAME}_linux_{machine}.{kind}")
    found = e2e.directory_of("MNP_PACKAGES") / name
    if not found.exists():
        raise AssertionError(f"no {name} in MNP_PACKAGES (./dev package)")
    return found


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


def unpack_deb(directory, machine=MACHINE):
    output_of("dpkg-deb", "--extract", package("deb", machine), directory)
    return directory


def programs_of(root):
    """The content of each program that is installed below a root."""
    return {path.name: path.read_bytes() for path in (root / PROGRAMS).iterdir()
            if not path.is_symlink()}


def unpack_rpm(directory, machine=MACHINE):
    with open(directory / "cpio", "wb") as archive:
        subprocess.run(["rpm2cpio", package("rpm", machine)], stdout=archive, check=True)
    root = directory / "root"
    root.mkdir()
    with open(directory / "cpio", "rb") as archive:
        subprocess.run(["cpio", "--extract", "--quiet", "--make-directories"], stdin=archive,
                       cwd=root, check=True)
    return root


def unpack_zip(directory, machine=MACHINE):
    """As users do: Python's own zipfile forgets the modes."""
    output_of("unzip", "-q", package("zip", machine), "-d", directory)
    return directory / f"{NAME}_linux_{machine}"


def unpack_tar(directory, machine=MACHINE):
    output_of("tar", "-xzf", package("tar.gz", machine), "-C", directory)
    return directory / f"{NAME}-{version()}"


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

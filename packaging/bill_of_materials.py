"""Prints the bill of materials of the programs that are shipped, in CycloneDX 1.6 (JSON):

    bill_of_materials.py THIRD_PARTY

THIRD_PARTY is the directory that third-party/build.sh prints. Versions are read from what is linked
from there, checksums from the files that pin it. The time is $SOURCE_DATE_EPOCH, and the serial
number a hash of the rest: the same sources give the same bill.
"""

import dataclasses
import datetime
import json
import os
import pathlib
import re
import sys
import urllib.parse
import uuid

PINS = pathlib.Path(__file__).resolve().parent / "third-party"
PROJECT = "mackerel-native-plugins"
AUTHORS = "The mackerel-native-plugins authors"
LLVM = "Apache-2.0 WITH LLVM-exception"


@dataclasses.dataclass(frozen=True)
class Source:
    """What is linked in, and where its version is written: a file and a pattern."""
    name: str
    supplier: str
    license: str  # an SPDX identifier or expression
    file: str  # below THIRD_PARTY, compiler/ being Zig; without one the version is Zig's
    pattern: str
    purl: str  # with {version}, unless a crate carries it
    crate: str = ""
    cpe: str = ""  # vendor and product, where databases of faults know them
    headers: str = ""  # a directory in headers.sha256


ZIG_LIBRARIES = "compiler/lib"
LIBCXX_VERSION = f"{ZIG_LIBRARIES}/libcxx/include/__config"
LLVM_PURL = "pkg:github/llvm/llvm-project@llvmorg-{version}"
SOURCES = (
    Source("openssl", "OpenSSL Project", "Apache-2.0", "include/openssl/opensslv.h",
           r'OPENSSL_VERSION_STR "([^"]+)', "", crate="openssl-src", cpe="openssl:openssl"),
    Source("c-ares", "c-ares project", "MIT AND BSD-3-Clause AND ISC", "include/ares_version.h",
           r'ARES_VERSION_STR +"([^"]+)', "", crate="c-ares-sys", cpe="c-ares:c-ares"),
    Source("libcurl", "curl project", "curl AND ISC", "include/curl/curlver.h",
           r'LIBCURL_VERSION "([0-9.]+)', "", crate="curl-sys", cpe="haxx:curl"),
    Source("fmt", "Victor Zverovich and fmt contributors", "MIT", "include/fmt/core.h",
           r"define FMT_VERSION (\d+)", "pkg:github/fmtlib/fmt@{version}", headers="fmt"),
    Source("CLI11", "University of Cincinnati", "BSD-3-Clause", "include/CLI/Version.hpp",
           r'CLI11_VERSION "([^"]+)', "pkg:github/cliutils/cli11@v{version}", headers="CLI"),
    Source("nlohmann-json", "Niels Lohmann", "MIT", "include/nlohmann/detail/abi_macros.hpp",
           r"define \w+_MAJOR (\d+).*?define \w+_MINOR (\d+).*?define \w+_PATCH (\d+)",
           "pkg:github/nlohmann/json@v{version}", headers="nlohmann"),
    # Its regular expressions are TRE's.
    Source("musl", "Rich Felker and musl contributors", "MIT AND BSD-2-Clause",
           f"{ZIG_LIBRARIES}/libc/musl/src/internal/version.h", r'VERSION "([^"]+)',
           "pkg:generic/musl@{version}", cpe="musl-libc:musl"),
    *(Source(name, "LLVM Project", LLVM, LIBCXX_VERSION, r"define _LIBCPP_VERSION (\d+)",
             f"{LLVM_PURL}#{directory}")
      for name, directory in (("libc++", "libcxx"), ("libc++abi", "libcxxabi"),
                              ("libunwind", "libunwind"))),
    # Zig's own, written after LLVM's; and its own part of the C library.
    Source("compiler-rt", "Zig contributors", f"MIT AND {LLVM}", "", "",
           "pkg:github/ziglang/zig@{version}#lib/compiler_rt"),
    Source("zigc", "Zig contributors", "MIT", "", "",
           "pkg:github/ziglang/zig@{version}#lib/c"),
    # Without a CPE: what is known against the kernel is not in these.
    Source("linux-headers", "Linux kernel contributors", "GPL-2.0-only WITH Linux-syscall-note",
           f"{ZIG_LIBRARIES}/libc/include/any-linux-any/linux/version.h",
           r"_MAJOR (\d+).*?_PATCHLEVEL (\d+).*?_SUBLEVEL (\d+)",
           "pkg:generic/linux-headers@{version}"),
)


def version_in(text, pattern):
    """As it is written, as its three parts, or as one number: 90100 is 9.1.0."""
    parts = re.search(pattern, text, re.S).groups()
    if len(parts) == 1 and re.fullmatch(r"\d{5,6}", parts[0]):
        number = int(parts[0])
        parts = [str(number // 10000), str(number // 100 % 100), str(number % 100)]
    return ".".join(parts)


def sha256(value):
    return {"alg": "SHA-256", "content": value}


def licenses(expression):
    return [{"expression": expression} if " " in expression else {"license": {"id": expression}}]


def compiler():
    """Zig's version, and the checksums of its wheels."""
    text = (PINS / "requirements.txt").read_text(encoding="utf-8")
    return re.search(r"^ziglang==(\S+)", text, re.M)[1], re.findall(r"sha256:([0-9a-f]{64})", text)


def crate(name):
    """The version and the checksum of a crate."""
    text = (PINS / "Cargo.lock").read_text(encoding="utf-8")
    return re.search(rf'name = "{name}"\nversion = "(.+)"\nsource = .*\nchecksum = "(.+)"',
                     text).groups()


def headers(directory):
    text = (PINS / "headers.sha256").read_text(encoding="utf-8")
    return [{"type": "file", "name": name, "hashes": [sha256(value)]}
            for value, name in re.findall(rf"^([0-9a-f]{{64}})  ({directory}/\S+)$", text, re.M)]


def compiler_wheels():
    version, values = compiler()
    return {"type": "distribution", "url": f"https://pypi.org/project/ziglang/{version}/",
            "hashes": [sha256(value) for value in values]}


def version_of(source, third_party):
    if not source.file:
        return compiler()[0]
    return version_in((third_party / source.file).read_text(encoding="utf-8"), source.pattern)


def component(source, third_party):
    version = version_of(source, third_party)
    found = {"type": "library", "bom-ref": source.name, "name": source.name, "version": version,
             "supplier": {"name": source.supplier}, "scope": "required",
             "licenses": licenses(source.license)}
    if source.cpe:
        found["cpe"] = f"cpe:2.3:a:{source.cpe}:{version}:*:*:*:*:*:*:*"
    if source.crate:
        of_crate, value = crate(source.crate)
        found["purl"] = f"pkg:cargo/{source.crate}@{urllib.parse.quote(of_crate)}"
        found["hashes"] = [sha256(value)]
        return found
    found["purl"] = source.purl.format(version=version)
    if source.headers:
        found["components"] = headers(source.headers)
    else:
        found["externalReferences"] = [compiler_wheels()]
        found["pedigree"] = {"notes": f"as Zig {compiler()[0]} carries it"}
    return found


def zig():
    version, _ = compiler()
    return {"type": "application", "bom-ref": "zig", "name": "zig", "version": version,
            "description": "The compiler and linker. What it adds to the programs is listed apart.",
            "supplier": {"name": "Zig contributors"}, "scope": "excluded",
            "licenses": licenses("MIT"), "purl": f"pkg:pypi/ziglang@{version}",
            "externalReferences": [compiler_wheels()]}


def product():
    text = (PINS.parents[1] / "CMakeLists.txt").read_text(encoding="utf-8")
    version = re.search(r"^ *VERSION (\S+)$", text, re.M)[1]
    return {"type": "application", "bom-ref": PROJECT, "name": PROJECT, "version": version,
            "supplier": {"name": AUTHORS}, "licenses": licenses("MIT"),
            "purl": f"pkg:generic/{PROJECT}@{version}"}


def bill(third_party, time):
    linked = [component(source, third_party) for source in SOURCES]
    names = [part["bom-ref"] for part in linked]
    when = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    found = {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
             "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
             "metadata": {"timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                          "authors": [{"name": AUTHORS}], "component": product()},
             "components": [*linked, zig()],
             "dependencies": [{"ref": PROJECT, "dependsOn": names},
                              *({"ref": name} for name in [*names, "zig"])],
             "compositions": [{"aggregate": "complete", "dependencies": [PROJECT]}]}
    content = json.dumps(found, sort_keys=True)
    return {**found, "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, content).urn}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    made = bill(pathlib.Path(sys.argv[1]), int(os.environ["SOURCE_DATE_EPOCH"]))
    print(json.dumps(made, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()

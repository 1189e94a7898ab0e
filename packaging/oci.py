"""Makes a container image of nothing but the programs, without a daemon:

    oci.py OUTPUT.tar VERSION amd64=DIRECTORY arm64=DIRECTORY

Each directory is one in which the programs are installed, below usr/lib. What comes out is an
archive in the layout of the Open Container Initiative with an image for each machine, for
`COPY --from`. Its time is $SOURCE_DATE_EPOCH; its bytes depend on nothing else.
"""

import datetime
import gzip
import hashlib
import io
import json
import os
import pathlib
import sys
import tarfile

PROGRAMS = "usr/lib/mackerel-native-plugins/bin"
TYPE = "application/vnd.oci.image"
TIME = int(os.environ["SOURCE_DATE_EPOCH"])
# There is no file but the programs; what their licences ask for is in a label.
NOTICE = "\n".join((pathlib.Path(__file__).parent / name).read_text(encoding="utf-8")
                   for name in ("../LICENSE", "NOTICE"))
CREATED = datetime.datetime.fromtimestamp(TIME, datetime.timezone.utc).strftime("%FT%TZ")


def member(name, **fields):
    """A member of a tar archive: of root, and of the time of everything here."""
    information = tarfile.TarInfo(name)
    for key, value in {"mtime": TIME, "mode": 0o755, **fields}.items():
        setattr(information, key, value)
    return information


def layer_of(stage):
    """The programs as a tar archive, with the directories that lead to them."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for depth in range(len(pathlib.Path(PROGRAMS).parts)):
            directory = "/".join(pathlib.Path(PROGRAMS).parts[:depth + 1])
            archive.addfile(member(directory, type=tarfile.DIRTYPE))
        for path in sorted((stage / PROGRAMS).iterdir()):
            name = f"{PROGRAMS}/{path.name}"
            if path.is_symlink():
                archive.addfile(member(name, type=tarfile.SYMTYPE, linkname=os.readlink(path),
                                       mode=0o777))
            else:
                content = path.read_bytes()
                archive.addfile(member(name, size=len(content)), io.BytesIO(content))
    return output.getvalue()


class Layout:
    """The files of the archive: what is stored goes by its digest."""

    def __init__(self):
        self.files = {"oci-layout": json.dumps({"imageLayoutVersion": "1.0.0"}).encode()}

    def store(self, kind, content, **more):
        """Its descriptor."""
        if not isinstance(content, bytes):
            content = json.dumps(content, sort_keys=True).encode()
        digest = hashlib.sha256(content).hexdigest()
        self.files[f"blobs/sha256/{digest}"] = content
        return {"mediaType": f"{TYPE}.{kind}", "digest": f"sha256:{digest}", "size": len(content),
                **more}

    def write(self, path):
        with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
            for name in ("blobs", "blobs/sha256"):
                archive.addfile(member(name, type=tarfile.DIRTYPE))
            for name, content in sorted(self.files.items()):
                archive.addfile(member(name, size=len(content), mode=0o644), io.BytesIO(content))


def add_image(layout, machine, stage, annotations):
    layer = layer_of(stage)
    packed = layout.store("layer.v1.tar+gzip", gzip.compress(layer, 9, mtime=0))
    platform = {"architecture": machine, "os": "linux"}
    config = layout.store("config.v1+json", {
        **platform, "created": CREATED,
        "config": {"Env": [f"PATH=/{PROGRAMS}"], "Labels": annotations | {"NOTICE": NOTICE}},
        "rootfs": {"type": "layers",
                   "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]}})
    return layout.store("manifest.v1+json", {
        "schemaVersion": 2, "mediaType": f"{TYPE}.manifest.v1+json", "config": config,
        "layers": [packed], "annotations": annotations}, platform=platform)


def main():
    output, version, *stages = sys.argv[1:]
    annotations = {"org.opencontainers.image.title": "mackerel-native-plugins",
                   "org.opencontainers.image.version": version,
                   "org.opencontainers.image.created": CREATED}
    layout = Layout()
    manifests = []
    for machine, _, stage in (each.partition("=") for each in stages):
        manifests.append(add_image(layout, machine, pathlib.Path(stage), annotations))
    index = layout.store("index.v1+json", {
        "schemaVersion": 2, "mediaType": f"{TYPE}.index.v1+json", "manifests": manifests},
        annotations={"org.opencontainers.image.ref.name": version})
    layout.files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": [index]},
                                            sort_keys=True).encode()
    layout.write(output)


main()

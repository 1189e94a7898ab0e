"""A node with the pod of examples/kubernetes-daemonset.yaml on it."""

import e2e
import mounts
from container import Container
from inode_support import InodeTest

try:
    import yaml
except ImportError:
    yaml = None

SHARED = 1 << 20  # MS_SHARED


def read_pod():
    """The configuration of the agent, and the pod."""
    e2e.require(yaml, "PyYAML (python3-yaml)")
    text = e2e.source_file("examples/kubernetes-daemonset.yaml").read_text(encoding="utf-8")
    settings, daemons = yaml.safe_load_all(text)
    return yaml.safe_load(settings["data"]["mackerel.yaml"]), daemons["spec"]["template"]["spec"]


def kubelet_volume(test, mount, volume):
    """What kubelet makes of it."""
    made = {"path": mount["mountPath"], "read_only": mount.get("readOnly", False)}
    if "hostPath" in volume:
        return {**made, "source": volume["hostPath"]["path"],
                "sees_later_mounts": mount.get("mountPropagation") == "HostToContainer"}
    if volume.get("emptyDir", {}).get("medium") == "Memory":
        return {**made, "tmpfs": "size=1m"}
    directory = test.directory(f"volumes/{volume['name']}")
    directory.chmod(0o777)
    return {**made, "source": str(directory)}


class Node(InodeTest):
    """This test's namespace is the node."""

    def setUp(self):
        super().setUp()
        self.require_root()
        mounts.mount("", "/", flags=SHARED | mounts.RECURSIVE)
        self.base.chmod(0o755)
        self.settings, self.pod_template = read_pod()

    def pod(self, *more_volumes, **options):
        (container,) = self.pod_template["containers"]
        volumes = {volume["name"]: volume for volume in self.pod_template["volumes"]}
        is_of_node = self.pod_template.get("hostNetwork", False)
        return Container(
            self, *(kubelet_volume(self, mount, volumes[mount["name"]])
                    for mount in container["volumeMounts"]), *more_volumes,
            new=[] if is_of_node else ["--net"],
            hostname=None if is_of_node else "mackerel-container-agent-x7f9q", **options)

#include "common/mounts/mount_types.hpp"

#include <algorithm>
#include <array>

namespace monitoring {

template <std::size_t Size>
static bool contains(const std::array<std::string_view, Size>& types, std::string_view type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_remote(std::string_view type) {
    static constexpr std::array<std::string_view, 38> kRemote = {"9p",
                                                                 "acfs",
                                                                 "afs",
                                                                 "beegfs",
                                                                 "ceph",
                                                                 "cifs",
                                                                 "coda",
                                                                 "davfs",
                                                                 "fuse.blobfuse",
                                                                 "fuse.blobfuse2",
                                                                 "fuse.ceph",
                                                                 "fuse.ceph-fuse",
                                                                 "fuse.curlftpfs",
                                                                 "fuse.davfs",
                                                                 "fuse.gcsfuse",
                                                                 "fuse.glusterfs",
                                                                 "fuse.goofys",
                                                                 "fuse.juicefs",
                                                                 "fuse.mfs",
                                                                 "fuse.mount-s3",
                                                                 "fuse.rclone",
                                                                 "fuse.s3fs",
                                                                 "fuse.seaweedfs",
                                                                 "fuse.smbnetfs",
                                                                 "fuse.sshfs",
                                                                 "fuse.vmhgfs-fuse",
                                                                 "glusterfs",
                                                                 "gpfs",
                                                                 "lustre",
                                                                 "ncpfs",
                                                                 "nfs",
                                                                 "nfs4",
                                                                 "orangefs",
                                                                 "panfs",
                                                                 "pvfs2",
                                                                 "smb3",
                                                                 "smbfs",
                                                                 "vboxsf"};
    return contains(kRemote, type);
}

bool may_hang(std::string_view type) { return type.starts_with("fuse") || is_remote(type); }

/// Images and archives in user space. The type of an AppImage contains the name of its file.
static bool is_fuse_image(std::string_view type) {
    static constexpr std::string_view kPrefix = "fuse.";
    static constexpr std::array<std::string_view, 9> kNames = {
        "archivemount", "dwarfs",    "erofsfuse",  "fuse-archive", "fuse-zip",
        "fuseiso",      "mount-zip", "ratarmount", "snapfuse"};
    if (!type.starts_with(kPrefix)) return false;
    const auto name = type.substr(kPrefix.size());
    return name.find("squashfuse") != std::string_view::npos || name.ends_with(".AppImage") ||
           name.ends_with(".appimage") ||
           std::any_of(kNames.begin(), kNames.end(),
                       [name](auto known) { return name.starts_with(known); });
}

bool is_pseudo_or_image(std::string_view type) {
    static constexpr std::array<std::string_view, 38> kTypes = {"autofs",
                                                                "binder",
                                                                "binfmt_misc",
                                                                "bpf",
                                                                "cgroup",
                                                                "cgroup2",
                                                                "configfs",
                                                                "cramfs",
                                                                "debugfs",
                                                                "devpts",
                                                                "efivarfs",
                                                                "erofs",
                                                                "fuse.gvfsd-fuse",
                                                                "fuse.lxcfs",
                                                                "fuse.portal",
                                                                "fusectl",
                                                                "hugetlbfs",
                                                                "iso9660",
                                                                "mqueue",
                                                                "nfsd",
                                                                "none",
                                                                "nsfs",
                                                                "proc",
                                                                "pstore",
                                                                "ramfs",
                                                                "resctrl",
                                                                "romfs",
                                                                "rootfs",
                                                                "rpc_pipefs",
                                                                "securityfs",
                                                                "selinuxfs",
                                                                "smackfs",
                                                                "squashfs",
                                                                "sysfs",
                                                                "sysv",
                                                                "tracefs",
                                                                "udf",
                                                                "usbfs"};
    return contains(kTypes, type) || is_fuse_image(type);
}

}  // namespace monitoring

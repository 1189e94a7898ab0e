#include "common/mount_types.hpp"

#include <algorithm>
#include <array>

namespace monitoring {

template <std::size_t Size>
static bool contains(const std::array<std::string_view, Size>& types, std::string_view type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_remote(std::string_view type) {
    static constexpr std::array<std::string_view, 32> kRemote = {"9p",
                                                                 "acfs",
                                                                 "afs",
                                                                 "beegfs",
                                                                 "ceph",
                                                                 "cifs",
                                                                 "coda",
                                                                 "davfs",
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
                                                                 "fuse.sshfs",
                                                                 "fuse.vmhgfs-fuse",
                                                                 "glusterfs",
                                                                 "lustre",
                                                                 "ncpfs",
                                                                 "nfs",
                                                                 "nfs4",
                                                                 "orangefs",
                                                                 "pvfs2",
                                                                 "smb3",
                                                                 "smbfs",
                                                                 "vboxsf"};
    return contains(kRemote, type);
}

bool may_hang(std::string_view type) { return type.starts_with("fuse") || is_remote(type); }

bool is_pseudo_or_image(std::string_view type) {
    static constexpr std::array<std::string_view, 41> kTypes = {"autofs",        "binder",
                                                                "binfmt_misc",   "bpf",
                                                                "cgroup",        "cgroup2",
                                                                "configfs",      "cramfs",
                                                                "debugfs",       "devpts",
                                                                "efivarfs",      "erofs",
                                                                "fuse.fuseiso",  "fuse.gvfsd-fuse",
                                                                "fuse.lxcfs",    "fuse.portal",
                                                                "fuse.snapfuse", "fuse.squashfuse",
                                                                "fusectl",       "hugetlbfs",
                                                                "iso9660",       "mqueue",
                                                                "nfsd",          "none",
                                                                "nsfs",          "proc",
                                                                "pstore",        "ramfs",
                                                                "resctrl",       "romfs",
                                                                "rootfs",        "rpc_pipefs",
                                                                "securityfs",    "selinuxfs",
                                                                "smackfs",       "squashfs",
                                                                "sysfs",         "sysv",
                                                                "tracefs",       "udf",
                                                                "usbfs"};
    return contains(kTypes, type);
}

}  // namespace monitoring

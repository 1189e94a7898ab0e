#include "common/mounts/mount_types.hpp"

#include <gtest/gtest.h>

using namespace monitoring;

TEST(IsRemote, KnowsFileSystemsOfOtherHosts) {
    for (const auto* type :
         {"nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "fuse.glusterfs", "9p", "fuse.sshfs",
          "fuse.s3fs", "lustre", "afs", "fuse.blobfuse2", "fuse.seaweedfs", "gpfs", "panfs"}) {
        EXPECT_TRUE(is_remote(type)) << type;
    }
}

TEST(IsRemote, KnowsLocalOnes) {
    for (const auto* type : {"ext4", "xfs", "btrfs", "tmpfs", "vfat", "overlay", "fuseblk", "nfs5",
                             "nfsd", "NFS", "", "fuse.ntfs-3g"}) {
        EXPECT_FALSE(is_remote(type)) << type;
    }
}

TEST(MayHang, IsTrueForRemoteOnesAndThoseInUserspace) {
    for (const auto* type : {"nfs", "cifs", "9p", "fuse", "fuseblk", "fuse.sshfs", "fuse.mine"}) {
        EXPECT_TRUE(may_hang(type)) << type;
    }
    for (const auto* type : {"ext4", "xfs", "tmpfs", "zfs", "proc"}) {
        EXPECT_FALSE(may_hang(type)) << type;
    }
}

TEST(IsPseudoOrImage, KnowsWhatNobodyCanFill) {
    for (const auto* type :
         {"autofs",   "proc",    "sysfs",      "devpts",      "cgroup",   "cgroup2",
          "debugfs",  "tracefs", "securityfs", "pstore",      "bpf",      "configfs",
          "fusectl",  "mqueue",  "hugetlbfs",  "binfmt_misc", "efivarfs", "rpc_pipefs",
          "squashfs", "iso9660", "erofs",      "cramfs"}) {
        EXPECT_TRUE(is_pseudo_or_image(type)) << type;
    }
}

TEST(IsPseudoOrImage, KnowsImagesInUserspace) {
    for (const auto* type :
         {"fuse.squashfuse", "fuse.squashfuse_ll", "fuse.squashfuse_ll_mt", "fuse.mysquashfuse3",
          "fuse.Krita-5.2-x86_64.AppImage", "fuse.nvim.appimage", "fuse.erofsfuse", "fuse.dwarfs",
          "fuse.dwarfs2", "fuse.archivemount", "fuse.ratarmount", "fuse.fuse-archive",
          "fuse.fuse-zip", "fuse.snapfuse", "fuse.fuseiso"}) {
        EXPECT_TRUE(is_pseudo_or_image(type)) << type;
    }
}

TEST(IsPseudoOrImage, LeavesWhatHasInodes) {
    for (const auto* type : {"ext2", "ext3", "ext4", "xfs", "tmpfs", "devtmpfs", "overlay", "zfs",
                             "f2fs", "fuse.sshfs", "nfs4", "fuse", "", "squashfuse_ll", "fuse.",
                             "fuse.mergerfs", "fuse.AppImageLauncher", "fuse.ntfs-3g"}) {
        EXPECT_FALSE(is_pseudo_or_image(type)) << type;
    }
}

/* hanging_mount DIRECTORY: mounts a file system there that takes every question and answers none:
 * who asks cannot even be killed. For a virtual machine, where nothing else can be had. */
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static int answer_init(int device, const struct fuse_in_header* question) {
    struct {
        struct fuse_out_header header;
        struct fuse_init_out body;
    } answer;
    memset(&answer, 0, sizeof answer);
    answer.header.len = sizeof answer;
    answer.header.unique = question->unique;
    answer.body.major = FUSE_KERNEL_VERSION;
    answer.body.minor = 31;
    answer.body.max_readahead = 65536;
    answer.body.max_write = 65536;
    return write(device, &answer, sizeof answer) == (ssize_t)sizeof answer;
}

int main(int argc, char** argv) {
    static union {
        struct fuse_in_header header;
        char bytes[1 << 17];
    } question;
    char options[100];
    const int device = open("/dev/fuse", O_RDWR);
    if (argc != 2 || device < 0) return 2;
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",
             device);
    if (mount("hanging", argv[1], "fuse.hanging", MS_NOSUID | MS_NODEV, options) != 0) {
        perror("mount");
        return 1;
    }
    while (read(device, &question, sizeof question) > 0) {
        if (question.header.opcode == FUSE_INIT && !answer_init(device, &question.header)) return 1;
    }
    return 0;
}

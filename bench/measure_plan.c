#define _GNU_SOURCE
#include "measure_plan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "measure_output.h"

void read_file(const char* path, char* buffer, size_t size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        die(path, errno);
    }
    size_t length = 0;
    ssize_t count;
    while ((count = read(file, buffer + length, size - 1 - length)) > 0) {
        length += (size_t)count;
    }
    if (count < 0) {
        die(path, errno);
    }
    if (length == size - 1) {
        die(path, EFBIG);
    }
    buffer[length] = '\0';
    close(file);
}

void read_plan(const char* path, struct Plan* plan) {
    read_file(path, plan->text, sizeof(plan->text));
    char* rest = NULL;
    for (char* line = strtok_r(plan->text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (plan->count == kMaximumCommands) {
            die("too many commands", E2BIG);
        }
        for (int words = 0; line != NULL; ++words) {
            if (words == kMaximumWords) {
                die("too many words", E2BIG);
            }
            // Unlike strtok_r, strsep keeps empty words: an argument may be empty.
            plan->commands[plan->count][words] = strsep(&line, "\t");
        }
        ++plan->count;
    }
}

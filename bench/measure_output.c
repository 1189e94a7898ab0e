#include "measure_output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void die(const char* what, int error) {
    const char* parts[] = {"bench_measure: ", what, ": ", strerror(error), "\n"};
    for (size_t index = 0; index < sizeof(parts) / sizeof(parts[0]); ++index) {
        if (write(kErrorFile, parts[index], strlen(parts[index])) < 0) {
            break;
        }
    }
    _exit(kFailure);
}

void flush(struct Output* output) {
    size_t done = 0;
    while (done < output->length) {
        ssize_t count = write(kRecordFile, output->text + done, output->length - done);
        if (count < 0 && errno != EINTR) {
            die("cannot write", errno);
        }
        done += count < 0 ? 0 : (size_t)count;
    }
    output->length = 0;
}

static void append(struct Output* output, const char* text, size_t length) {
    if (length > sizeof(output->text) - output->length) {
        flush(output);
    }
    memcpy(output->text + output->length, text, length);
    output->length += length;
}

void append_text(struct Output* output, const char* text) { append(output, text, strlen(text)); }

void append_number(struct Output* output, int64_t number, char separator) {
    char digits[24];
    size_t begin = sizeof(digits);
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    digits[--begin] = separator;
    do {
        digits[--begin] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0) {
        digits[--begin] = '-';
    }
    append(output, digits + begin, sizeof(digits) - begin);
}

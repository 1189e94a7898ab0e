// What bench_measure writes: records and complaints, without stdio and without the heap.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Where the standard output and the standard error of bench_measure lie while the standard files
// themselves are those of the commands.
enum { kRecordFile = 8, kErrorFile = 9 };

// A status outside of those that the measured commands may have.
enum { kFailure = 70 };

struct Output {
    size_t length;
    char text[8192];
};

// Says on kErrorFile what went wrong, and ends the program.
void die(const char* what, int error) __attribute__((noreturn));

// Writes what has been appended to kRecordFile.
void flush(struct Output* output);

// Both flush by themselves when the text gets full.
void append_text(struct Output* output, const char* text);
void append_number(struct Output* output, int64_t number, char separator);

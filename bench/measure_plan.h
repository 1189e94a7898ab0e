// What bench_measure reads: its plan, one command per line, words separated by tabs.
#pragma once

#include <stddef.h>

enum { kMaximumCommands = 64, kMaximumWords = 32 };

struct Plan {
    int count;
    char* commands[kMaximumCommands][kMaximumWords + 1];  // The words point into the text.
    char text[32768];
};

// Reads a file from its beginning, leaving a terminating zero in the buffer.
void read_file(const char* path, char* buffer, size_t size);

// Fills a zeroed plan; dies when it has too many commands or words.
void read_plan(const char* path, struct Plan* plan);

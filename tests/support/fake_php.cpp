// A program that is no script: prints what $FAKE_PHP_SAYS says, and adds the name that it was
// called by to the file $FAKE_PHP_ASKED.

#include <cstdio>
#include <cstdlib>

int main(int, char** argv) {
    const char* asked = std::getenv("FAKE_PHP_ASKED");
    const char* says = std::getenv("FAKE_PHP_SAYS");
    if (asked == nullptr || says == nullptr) return 9;
    std::FILE* file = std::fopen(asked, "a");
    if (file == nullptr) return 9;
    std::fprintf(file, "%s\n", argv[0]);
    std::fclose(file);
    std::fputs(says, stdout);
}

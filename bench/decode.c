// Usage: bench_decode FILE
//
// Decodes every certificate of a file with all that is in it, as programs do that just need the
// dates, and does nothing with them.
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>

int main(int argc, char** argv) {
    FILE* file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (file == NULL) {
        fputs("usage: bench_decode FILE\n", stderr);
        return 70;
    }
    for (X509* certificate; (certificate = PEM_read_X509(file, NULL, NULL, NULL)) != NULL;) {
        X509_free(certificate);
    }
    fclose(file);
    return 0;
}

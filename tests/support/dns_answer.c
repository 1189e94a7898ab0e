/* dns_answer: a name server on 127.0.0.1 for which every name has the address 192.0.2.1 and no
 * other record. For a virtual machine, where nothing else can be had. */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

enum { kHeader = 12, kTypeA = 1 };

int main(void) {
    static const unsigned char kRecord[] = {0xc0, kHeader, 0, kTypeA, 0,   1, 0, 0,
                                            0,    60,      0, 4,      192, 0, 2, 1};
    unsigned char message[512 + sizeof kRecord];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(53)};
    const int server = socket(AF_INET, SOCK_DGRAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(server, (struct sockaddr*)&address, sizeof address) != 0) return 1;
    for (;;) {
        socklen_t length = sizeof address;
        const ssize_t size = recvfrom(server, message, 512, 0, (struct sockaddr*)&address, &length);
        if (size < kHeader) continue;
        /* The question ends with its name, two bytes of its type and two of its class. */
        size_t end = kHeader;
        while (end < (size_t)size && message[end] != 0) end += message[end] + 1U;
        end += 5;
        if (end > (size_t)size) continue;
        const int found = message[end - 3] == kTypeA;
        message[2] = 0x81;
        message[3] = 0x80;
        memset(message + 6, 0, kHeader - 6);
        message[7] = (unsigned char)found;
        if (found) memcpy(message + end, kRecord, sizeof kRecord);
        sendto(server, message, end + (found ? sizeof kRecord : 0), 0, (struct sockaddr*)&address,
               length);
    }
}

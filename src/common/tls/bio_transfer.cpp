#include "common/tls/bio_transfer.hpp"

#include <openssl/bio.h>

#include <array>
#include <string_view>

#include "common/tls/plain_text.hpp"
#include "common/tls/tls_error.hpp"

namespace monitoring {

void send_output(BIO* output, SocketStream& server) {
    std::array<char, 4096> buffer;  // NOLINT(*-member-init): BIO_read fills it
    for (int count = 1; count > 0;) {
        count = BIO_read(output, buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) server.send({buffer.data(), static_cast<std::size_t>(count)});
    }
}

bool receive_input(BIO* input, SocketStream& server, bool is_first) {
    const auto bytes = server.receive();
    if (bytes.empty()) return false;
    if (const auto text = is_first ? describe_plain_text(bytes) : ""; !text.empty()) {
        server.fail(text);
        return false;
    }
    const int size = static_cast<int>(bytes.size());
    if (BIO_write(input, bytes.data(), size) != size) throw setup_error();
    return true;
}

}  // namespace monitoring

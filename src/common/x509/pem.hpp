#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Finds the certificates in a PEM text (RFC 7468) that comes in pieces and may hold anything else
/// around them. Of anything else, private keys in particular, only the labels of blocks are kept.
class PemReader {
public:
    /// `take` gets the DER of each certificate and PKCS#7, returns whether to go on, and throws
    /// Error for damaged ones.
    explicit PemReader(std::function<bool(std::string_view der)> take);

    /// Reads the complete lines of a piece, or all of the last piece, and returns their bytes. The
    /// caller passes the rest again, with more behind it.
    [[nodiscard]] std::size_t read(std::string_view text, bool is_last);

    /// Whether `take` returned false.
    [[nodiscard]] bool is_done() const { return is_done_; }

    /// The damaged certificates, as in "the certificate at line 12: it is cut short".
    [[nodiscard]] const std::vector<std::string>& damages() const { return damages_; }

    /// The labels of all blocks, such as "CERTIFICATE" and "PRIVATE KEY".
    [[nodiscard]] const std::set<std::string>& labels() const { return labels_; }

private:
    void take_line(std::string_view line);
    void begin(std::string_view label, bool is_alone);
    void end(std::string_view label);
    void report(std::string_view reason);

    std::function<bool(std::string_view)> take_;
    bool is_done_ = false;
    std::string label_;            ///< of the current block; empty between blocks
    bool is_certificate_ = false;  ///< the block is a certificate or a PKCS#7
    std::string base64_;           ///< the lines of such a block
    std::size_t line_ = 0;         ///< the number of the current line
    std::size_t begun_at_ = 0;     ///< the line at which the block begins
    std::vector<std::string> damages_;
    std::set<std::string> labels_;
};

/// Decodes a base64 text, which may be broken into lines; empty when it is damaged.
[[nodiscard]] std::string decode_base64(std::string_view text);

}  // namespace monitoring

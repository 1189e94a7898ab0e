#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Finds the certificates of a PEM text (RFC 7468) that comes in pieces and may hold anything else
/// around and between them. Of everything else, private keys above all, it keeps nothing but the
/// names of the blocks.
class PemReader {
public:
    /// `take` gets the DER of each certificate and each PKCS#7 and says whether it wants more; it
    /// throws Error when that is not well.
    explicit PemReader(std::function<bool(std::string_view der)> take);

    /// Takes the complete lines at the start of a text, or all of it when it is the last, and
    /// returns how many bytes that were. Whoever calls gives the others again, with more behind.
    [[nodiscard]] std::size_t read(std::string_view text, bool is_last);

    /// Whether `take` wants no more.
    [[nodiscard]] bool is_done() const { return is_done_; }

    /// What is wrong with certificates, such as "the certificate at line 12: it is cut short".
    [[nodiscard]] const std::vector<std::string>& damages() const { return damages_; }

    /// The names of all blocks, such as "CERTIFICATE" and "PRIVATE KEY".
    [[nodiscard]] const std::set<std::string>& labels() const { return labels_; }

private:
    void take_line(std::string_view line);
    void begin(std::string_view label, bool is_alone);
    void end(std::string_view label);
    void report(std::string_view reason);

    std::function<bool(std::string_view)> take_;
    bool is_done_ = false;
    std::string label_;            ///< of the block that it is in; empty between blocks
    bool is_certificate_ = false;  ///< or a PKCS#7
    std::string base64_;           ///< the lines of that block then
    std::size_t line_ = 0;         ///< the number of the present line
    std::size_t begun_at_ = 0;     ///< the line that the block begins at
    std::vector<std::string> damages_;
    std::set<std::string> labels_;
};

/// The bytes that a text in base64 stands for, which may be broken into lines; empty when it is
/// damaged.
[[nodiscard]] std::string decode_base64(std::string_view text);

}  // namespace monitoring

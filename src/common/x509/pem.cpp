#include "common/x509/pem.hpp"

#include <fmt/format.h>

#include <utility>

#include "common/text/error.hpp"

namespace monitoring {

static constexpr std::string_view kBegin = "-----BEGIN ";
static constexpr std::string_view kEnd = "-----END ";
static constexpr std::string_view kDashes = "-----";
static constexpr std::string_view kBlank = " \t\r";

static bool is_pkcs7_label(std::string_view label) {
    return label == "PKCS7" || label == "PKCS #7 SIGNED DATA" || label == "CMS";
}

static bool is_certificate_label(std::string_view label) {
    return label == "CERTIFICATE" || label == "X509 CERTIFICATE" ||
           label == "TRUSTED CERTIFICATE" || is_pkcs7_label(label);
}

/// The label between the start of the line and the dashes behind it. Anything but a label may be a
/// key, which in a file without newlines is on the same line.
static std::string_view label_in(std::string_view line, std::string_view start) {
    static constexpr std::size_t kMaxLength = 64;
    static constexpr std::string_view kInLabels = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 #";
    line.remove_prefix(start.size());
    const auto label = line.substr(0, line.find(kDashes));
    const bool is_label = label.size() < line.size() && label.size() <= kMaxLength &&
                          label.find_first_not_of(kInLabels) == std::string_view::npos;
    return is_label ? label : std::string_view();
}

PemReader::PemReader(std::function<bool(std::string_view der)> take) : take_(std::move(take)) {}

std::size_t PemReader::read(std::string_view text, bool is_last) {
    std::size_t used = 0;
    while (used < text.size() && !is_done_) {
        const auto newline = text.find('\n', used);
        if (newline == std::string_view::npos && !is_last) return used;
        const auto end = newline == std::string_view::npos ? text.size() : newline;
        ++line_;
        take_line(text.substr(used, end - used));
        used = newline == std::string_view::npos ? end : end + 1;
    }
    if (is_last && is_certificate_) report("it is cut short");
    return used;
}

void PemReader::take_line(std::string_view line) {
    static constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (line_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    line = line.substr(0, line.find_last_not_of(kBlank) + 1);
    // In concatenated files without a newline at their end, END and BEGIN share a line.
    const auto next = line.starts_with(kEnd) ? line.find(kBegin) : std::string_view::npos;
    if (next != std::string_view::npos) {
        take_line(line.substr(0, next));
        take_line(line.substr(next));
    } else if (line.starts_with(kBegin)) {
        const auto label = label_in(line, kBegin);
        begin(label, line.size() == kBegin.size() + label.size() + kDashes.size());
    } else if (line.starts_with(kEnd)) {
        end(label_in(line, kEnd));
    } else if (is_certificate_) {
        static constexpr std::size_t kMaxSize = 1U << 20U;
        // A PKCS#7 may hold the signed data, so only the size of the file limits it.
        if (base64_.size() + line.size() > kMaxSize && !is_pkcs7_label(label_)) {
            return report("it is larger than a megabyte");
        }
        base64_ += line;
    }
}

void PemReader::begin(std::string_view label, bool is_alone) {
    if (is_certificate_) report("it is cut short");
    static constexpr std::size_t kMaxLabels = 100;
    label_ = label;
    is_certificate_ = is_certificate_label(label);
    begun_at_ = line_;
    base64_.clear();
    if (labels_.size() < kMaxLabels && !label.empty()) labels_.emplace(label);
    if (label.empty()) report("its first line is cut short");
    if (is_certificate_ && !is_alone) report("there is more in its first line");
}

void PemReader::end(std::string_view label) {
    if (!is_certificate_) {
        if (label_.empty() && is_certificate_label(label)) {
            begun_at_ = line_;
            report("its first line is missing");
        }
        label_.clear();
        return;
    }
    if (label != label_) return report("its last line is damaged");
    try {
        const auto der = decode_base64(base64_);
        if (der.empty()) throw Error("it is damaged");
        is_done_ = !take_(der);
        is_certificate_ = false;
        label_.clear();
    } catch (const Error& error) {
        report(error.what());
    }
}

void PemReader::report(std::string_view reason) {
    static constexpr std::size_t kMaxCount = 100;
    if (damages_.size() < kMaxCount) {
        const auto* const what = is_pkcs7_label(label_) ? "PKCS#7" : "certificate";
        damages_.push_back(fmt::format("the {} at line {}: {}", what, begun_at_, reason));
    }
    is_certificate_ = false;
    label_.clear();
}

}  // namespace monitoring

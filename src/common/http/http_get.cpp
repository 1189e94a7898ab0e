#include "common/http/http_get.hpp"

#include <curl/curl.h>
#include <errno.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <climits>
#include <memory>

#include "common/http/resolve_entry.hpp"
#include "common/net/network_address.hpp"
#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"
#include "common/text/secrets.hpp"

namespace monitoring {

static constexpr std::size_t kMaxBodySize = std::size_t{1} << 20U;
static constexpr std::size_t kMaxHeadSize = std::size_t{64} << 10U;

namespace {

/// The part of the body that has been received.
struct Arrived {
    std::size_t head_size = 0;
    std::string body;
    bool is_head_too_large = false;
    bool is_body_too_large = false;
};

/// The write callback: returns less than it was given, which ends the transfer, for a body that is
/// too large.
std::size_t take_head(const char* /*bytes*/, std::size_t size, std::size_t count, void* arrived) {
    auto& into = *static_cast<Arrived*>(arrived);
    into.head_size += size * count;
    into.is_head_too_large = into.head_size > kMaxHeadSize;
    return into.is_head_too_large ? 0 : size * count;
}

std::size_t take_body(const char* bytes, std::size_t size, std::size_t count, void* arrived) {
    auto& into = *static_cast<Arrived*>(arrived);
    into.is_body_too_large = size * count > kMaxBodySize - into.body.size();
    if (into.is_body_too_large) return 0;
    into.body.append(bytes, size * count);
    return size * count;
}

using Curl = std::unique_ptr<CURL, void (*)(CURL*)>;
using CurlList = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

}  // namespace

/// Sets an option of libcurl, which fails only if libcurl was built without something needed here.
template <typename Value>
static void set(const Curl& curl, CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(curl.get(), option, value);
    if (code == CURLE_OK) return;
    throw Error(fmt::format("cannot set libcurl's option {}: {}", static_cast<int>(option),
                            curl_easy_strerror(code)));
}

static Curl make_curl(const HttpRequest& request, Seconds timeout) {
    // A libcurl with libcrypto behind it would read openssl.cnf, although nothing here is
    // encrypted.
    setenv("OPENSSL_CONF", "/dev/null", 1);
    // Only what plain HTTP needs.
    curl_global_init(CURL_GLOBAL_NOTHING);
    Curl curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) throw Error("cannot prepare libcurl");
    const std::string host = request.socket_path.empty()
                                 ? format_host_port(request.host, request.port)
                                 : std::string("localhost");
    const double limit = std::clamp(timeout.count() * 1000, 1.0, double{INT_MAX});
    set(curl, CURLOPT_URL, fmt::format("http://{}{}", host, request.path).c_str());
    set(curl, CURLOPT_PATH_AS_IS, 1L);
    if (!request.socket_path.empty()) {
        set(curl, CURLOPT_UNIX_SOCKET_PATH, request.socket_path.c_str());
    }
    set(curl, CURLOPT_PROTOCOLS_STR, "http");
    set(curl, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    // The first alone would do; the second is for a libcurl that reads the environment anyhow.
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_NOPROXY, "*");
    set(curl, CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limit));
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limit));
    set(curl, CURLOPT_USERAGENT, "mackerel-native-plugins");
    return curl;
}

/// The error of the system call behind a failed or broken connection.
static std::string system_reason(const Curl& curl, const char* otherwise) {
    long error_number = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_OS_ERRNO, &error_number);
    return error_number == 0 ? otherwise : error_text(static_cast<int>(error_number));
}

static std::string too_large_head() {
    return fmt::format("the head of its answer is larger than {} KiB", kMaxHeadSize >> 10U);
}

static std::string describe(const Curl& curl, CURLcode code, const Arrived& arrived,
                            Seconds timeout) {
    const bool has_begun = arrived.head_size > 0;
    switch (code) {
        case CURLE_COULDNT_CONNECT: return system_reason(curl, "cannot connect");
        case CURLE_OPERATION_TIMEDOUT:
            return fmt::format("no {}answer within {:.3g} s", has_begun ? "complete " : "",
                               timeout.count());
        case CURLE_GOT_NOTHING: return "it closed the connection without an answer";
        case CURLE_PARTIAL_FILE: return "it closed the connection in the middle of its answer";
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR: return system_reason(curl, "the connection broke");
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY: return "its answer is not HTTP";
        case CURLE_WRITE_ERROR:
            if (arrived.is_head_too_large) return too_large_head();
            if (arrived.is_body_too_large) {
                return fmt::format("its answer is larger than {} MiB", kMaxBodySize >> 20U);
            }
            break;
        default: break;
    }
    // A line is longer than libcurl takes, for which its versions have two errors, the newer of
    // which (CURLE_TOO_LARGE) not all headers know.
    static constexpr int kTooLarge = 100;
    if (code == CURLE_OUT_OF_MEMORY || static_cast<int>(code) == kTooLarge) return too_large_head();
    return curl_easy_strerror(code);
}

std::string libcurl_version() {
    // Its text may have a suffix, such as -DEV.
    const unsigned number = curl_version_info(CURLVERSION_NOW)->version_num;
    return fmt::format("libcurl {}.{}.{}", number >> 16U, number >> 8U & 0xffU, number & 0xffU);
}

HttpAnswer http_get(const HttpRequest& request) {
    const Activity activity("asking " + request.url());
    const Deadline deadline(request.timeout);
    const auto [addresses, failure] = resolve_entry(request, deadline);
    HttpAnswer answer;
    answer.failure = failure;
    if (!failure.empty()) return answer;
    const CurlList entries(
        addresses.empty() ? nullptr : curl_slist_append(nullptr, addresses.c_str()),
        curl_slist_free_all);
    const Curl curl = make_curl(request, deadline.remaining());
    set(curl, CURLOPT_RESOLVE, entries.get());
    Arrived arrived;
    set(curl, CURLOPT_HEADERFUNCTION, take_head);
    set(curl, CURLOPT_HEADERDATA, &arrived);
    set(curl, CURLOPT_WRITEFUNCTION, take_body);
    set(curl, CURLOPT_WRITEDATA, &arrived);
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) {
        answer.failure = describe(curl, code, arrived, request.timeout);
        long error_number = 0;
        curl_easy_getinfo(curl.get(), CURLINFO_OS_ERRNO, &error_number);
        answer.is_refused = code == CURLE_COULDNT_CONNECT && error_number == ECONNREFUSED;
        return answer;
    }
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    answer.body = std::move(arrived.body);
    return answer;
}

std::string HttpRequest::address() const {
    return socket_path.empty() ? format_host_port(host, port) : "unix:" + socket_path;
}

std::string HttpRequest::url() const {
    return fmt::format("http://{}{}{}", address(), socket_path.empty() ? "" : ":",
                       without_query(path));
}

std::string HttpAnswer::problem() const {
    if (!failure.empty()) return failure;
    return status == 200 ? "" : fmt::format("it answered with the HTTP status {}", status);
}

}  // namespace monitoring

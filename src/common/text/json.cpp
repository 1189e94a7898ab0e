#include "common/text/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "common/text/error.hpp"

namespace monitoring {

namespace {

/// The callbacks of the parser (SAX). Only the path to the current value is kept, so that a large
/// document needs no more memory than its text.
class Visitor {
public:
    explicit Visitor(const std::function<void(const JsonPath&, const JsonValue&)>& visit)
        : visit_(visit) {}

    bool null() { return value({}); }
    bool boolean(bool is_true) { return value({JsonValue::Kind::boolean, is_true ? 1 : 0, ""}); }
    bool number_integer(std::int64_t number) {
        return value({JsonValue::Kind::integer, number, ""});
    }
    bool number_unsigned(std::uint64_t number) {
        if (number > INT64_MAX) return value({JsonValue::Kind::number, 0, ""});
        return number_integer(static_cast<std::int64_t>(number));
    }
    bool number_float(double /*number*/, const std::string& /*text*/) {
        return value({JsonValue::Kind::number, 0, ""});
    }
    bool string(std::string& text) { return value({JsonValue::Kind::text, 0, std::move(text)}); }
    static bool binary(nlohmann::json::binary_t& /*bytes*/) { return true; }

    bool start_object(std::size_t /*size*/) {
        enter(JsonValue::Kind::object);
        if (arrays_ == 0) path_.emplace_back();
        return true;
    }
    bool key(const std::string& name) {
        if (arrays_ == 0) path_.back() = name;
        return true;
    }
    bool end_object() {
        if (arrays_ == 0) path_.pop_back();
        --depth_;
        return true;
    }
    bool start_array(std::size_t /*size*/) {
        enter(JsonValue::Kind::array);
        ++arrays_;
        return true;
    }
    bool end_array() {
        --arrays_;
        --depth_;
        return true;
    }
    static bool parse_error(std::size_t position, const std::string& /*token*/,
                            const nlohmann::json::exception& /*error*/) {
        throw Error(fmt::format("it is not JSON from byte {} on", position));
    }

private:
    bool value(const JsonValue& value) {
        if (arrays_ == 0) visit_(path_, value);
        return true;
    }
    void enter(JsonValue::Kind kind) {
        if (++depth_ > kMaxJsonDepth) {
            throw Error(fmt::format("it is nested deeper than {} levels", kMaxJsonDepth));
        }
        value({kind, 0, ""});
    }

    const std::function<void(const JsonPath&, const JsonValue&)>& visit_;
    JsonPath path_;
    std::size_t depth_ = 0;
    std::size_t arrays_ = 0;  ///< how many arrays enclose the current value
};

}  // namespace

void read_json(std::string_view text,
               const std::function<void(const JsonPath&, const JsonValue&)>& visit) {
    if (text.empty()) throw Error("it is empty");
    Visitor visitor(visit);
    nlohmann::json::sax_parse(text.begin(), text.end(), &visitor);
}

}  // namespace monitoring

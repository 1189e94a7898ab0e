#include "common/text/json_scanner.hpp"

#include <algorithm>
#include <utility>

#include "common/text/quantity.hpp"

namespace monitoring {

static constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

static bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

void JsonScanner::restart() {
    place_ = Place::value;
    depth_ = 0;
}

void JsonScanner::read(std::string_view piece) {
    for (std::size_t position = 0; position < piece.size() && !is_broken();) {
        if (place_ == Place::text) {
            position = read_text(piece, position);
        } else {
            step(piece[position++]);
        }
    }
}

/// The fast path: most of a document are strings, and most of them are not kept.
std::size_t JsonScanner::read_text(std::string_view piece, std::size_t position) {
    const auto is_plain = [](char character) {
        return character != '"' && character != '\\' && static_cast<unsigned char>(character) >= 32;
    };
    const auto start = position;
    while (position < piece.size() && is_plain(piece[position])) ++position;
    keep(piece.substr(start, position - start));
    if (position == piece.size()) return position;
    const char character = piece[position];
    if (character == '\\') {
        keep("\\");
        place_ = Place::escape;
    } else if (character != '"') {
        place_ = Place::broken;
    } else if (is_name_) {
        std::swap(name_, token_);
        place_ = Place::colon;
    } else {
        end_value();
    }
    return position + 1;
}

void JsonScanner::keep(std::string_view characters) {
    if (depth_ == 1) token_ += characters.substr(0, kMaxTokenLength - token_.size());
}

void JsonScanner::step(char character) {
    switch (place_) {
        case Place::escape:
        case Place::escape_digits: return step_escape(character);
        case Place::word: return step_word(character);
        default: return step_between(character);
    }
}

void JsonScanner::step_escape(char character) {
    keep({&character, 1});
    if (place_ == Place::escape_digits) {
        const bool is_digit = kHexDigits.find(character) != std::string_view::npos;
        if (--digits_ == 0) place_ = Place::text;
        if (!is_digit) place_ = Place::broken;
    } else if (character == 'u') {
        digits_ = 4;
        place_ = Place::escape_digits;
    } else {
        const bool is_known =
            std::string_view(R"("\/bfnrt)").find(character) != std::string_view::npos;
        place_ = is_known ? Place::text : Place::broken;
    }
}

/// Whether it is a JSON number, except that leading zeros are allowed.
static bool is_number(std::string_view word) {
    if (word.starts_with('-')) word.remove_prefix(1);
    return !word.starts_with('.') && !word.ends_with('.') && parse_decimal(word).has_value();
}

void JsonScanner::step_word(char character) {
    if (!is_blank(character) && character != ',' && character != ']' && character != '}') {
        if (token_.size() == kMaxTokenLength) place_ = Place::broken;
        token_ += character;
        return;
    }
    if (token_ == "true" || token_ == "false" || token_ == "null" || is_number(token_)) {
        end_value();
        step_between(character);
    } else {
        place_ = Place::broken;
    }
}

void JsonScanner::step_between(char character) {
    if (is_blank(character)) return;
    const auto place = std::exchange(place_, Place::broken);
    if (place == Place::value || (place == Place::value_or_end && character != ']')) {
        begin_value(character);
    } else if (place == Place::value_or_end) {
        leave(true);
    } else if (place == Place::comma_or_end && character == ',') {
        place_ = is_array_[depth_] ? Place::value : Place::name;
    } else if (place == Place::comma_or_end && (character == ']' || character == '}')) {
        leave(character == ']');
    } else if (place == Place::name_or_end && character == '}') {
        leave(false);
    } else if ((place == Place::name_or_end || place == Place::name) && character == '"') {
        is_name_ = true;
        token_.clear();
        place_ = Place::text;
    } else if (place == Place::colon && character == ':') {
        place_ = Place::value;
    }
}

void JsonScanner::begin_value(char character) {
    token_.clear();
    if (character == '{' || character == '[') return enter(character == '[');
    is_name_ = false;
    if (character == '"') {
        place_ = Place::text;
    } else if (std::string_view("-0123456789tfn").find(character) != std::string_view::npos) {
        place_ = Place::word;
        token_ = character;
    }
}

void JsonScanner::end_value() {
    place_ = depth_ == 0 ? Place::end : Place::comma_or_end;
    if (depth_ == 1 && !is_array_[1]) take_(name_, token_);
}

void JsonScanner::enter(bool is_array) {
    if (++depth_ > kMaxJsonDepth) return;
    is_array_[depth_] = is_array;
    place_ = is_array ? Place::value_or_end : Place::name_or_end;
}

void JsonScanner::leave(bool is_array) {
    if (is_array_[depth_] != is_array) return;
    place_ = --depth_ == 0 ? Place::end : Place::comma_or_end;
}

}  // namespace monitoring

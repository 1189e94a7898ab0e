#include "common/state/counters.hpp"

#include <fmt/format.h>

#include <utility>

#include "common/text/text.hpp"

namespace monitoring {

std::optional<std::uint64_t> CounterChange::growth(std::string_view name) const {
    const auto first = before.find(name);
    const auto second = now.find(name);
    if (first == before.end() || second == now.end() || second->second < first->second) return {};
    return second->second - first->second;
}

std::optional<double> CounterChange::rate(std::string_view name) const {
    const auto grown = growth(name);
    if (!grown || elapsed.count() <= 0) return {};
    return static_cast<double>(*grown) / elapsed.count();
}

std::string format_counters(const Counters& counters) {
    std::string text;
    for (const auto& [name, value] : counters) text += fmt::format("{} {}\n", name, value);
    return text;
}

std::optional<Counters> parse_counters(std::string_view text) {
    if (text.empty()) return Counters{};
    if (!text.ends_with('\n')) return {};
    text.remove_suffix(1);
    Counters counters;
    for (const auto line : split(text, '\n')) {
        const auto columns = words(line);
        const auto value = columns.size() == 2 ? parse_integer(columns[1]) : std::nullopt;
        if (!value) return {};
        counters.emplace(columns[0], *value);
    }
    return counters;
}

CounterExchange exchange_counters(const StateFile& file, const Stamp& now,
                                  const Counters& counters) {
    CounterExchange exchange;
    if (auto before = recall(file, now, parse_counters, "counters")) {
        exchange.change = {before->age, std::move(before->value), counters};
    }
    exchange.not_saved = file.save(now, format_counters(counters));
    return exchange;
}

std::optional<CounterChange> change_since_last_run(const StateFile& file, const Stamp& now,
                                                   const Counters& counters) {
    auto exchange = exchange_counters(file, now, counters);
    warn_not_saved(exchange.not_saved);
    return std::move(exchange.change);
}

}  // namespace monitoring

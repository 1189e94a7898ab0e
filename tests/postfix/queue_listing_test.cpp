#include "common/postfix/queue_listing.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

/// The list from what comes in pieces of that size.
QueueListing read(std::string_view text, std::size_t size = 65536) {
    QueueListingReader reader;
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        reader.read(text.substr(0, size));
    }
    return reader.finish();
}

std::string message(std::string_view queue, std::int64_t arrival, std::string_view more = "") {
    return fmt::format(
        "{{\"queue_name\": \"{}\", \"queue_id\": \"BD0E2AA2A44\", \"arrival_time\": {}, "
        "\"message_size\": 353, \"recipients\": [{{\"address\": \"b@example.com\"}}{}]}}\n",
        queue, arrival, more);
}

std::uint64_t sum(const MailQueueCounts& counts) {
    std::uint64_t sum = 0;
    for (const auto& [queue, count] : counts) sum += count;
    return sum;
}

void expect_problem(const std::string& text, const std::string& reason) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{65536}}) {
        try {
            static_cast<void>(read(text, size));
            ADD_FAILURE() << "no Error: " << text;
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()), reason);
        }
    }
}

TEST(QueueListing, CountsWhatPostfixLists) {
    const auto text = read_text(FIXTURES_DIRECTORY "/postqueue-deferred.jsonl");
    for (const std::size_t size : {std::size_t{1}, std::size_t{3}, text.size()}) {
        const auto listing = read(text, size);
        EXPECT_EQ(
            listing.messages,
            (MailQueueCounts{
                {"maildrop", 0}, {"incoming", 0}, {"active", 0}, {"deferred", 3}, {"hold", 0}}));
        EXPECT_EQ(listing.oldest, 1795342090);
        EXPECT_EQ(listing.without_arrival, 0U);
    }
}

TEST(QueueListing, OfAnEmptyQueueIsEmpty) {
    const auto listing = read("");
    EXPECT_EQ(listing.messages.size(), kMailQueues.size());
    EXPECT_EQ(sum(listing.messages), 0U);
    EXPECT_FALSE(listing.oldest);
}

TEST(QueueListing, KnowsEveryQueueAndTheOldestMessageOfAll) {
    std::string text;
    std::int64_t arrival = 1'000'000;
    for (const auto queue : kMailQueues) text += message(queue, arrival--);
    const auto listing = read(text + message("hold", 2'000'000));
    EXPECT_EQ(listing.messages,
              (MailQueueCounts{
                  {"maildrop", 1}, {"incoming", 1}, {"active", 1}, {"deferred", 1}, {"hold", 2}}));
    EXPECT_EQ(listing.oldest, 999'996);
}

TEST(QueueListing, CountsAMessageWithAnyNumberOfRecipients) {
    std::string recipients;
    for (int i = 0; i < 50'000; ++i) recipients += R"(, {"address": "someone@example.com"})";
    const auto listing = read(message("active", 7, recipients) + message("active", 8), 4096);
    EXPECT_EQ(listing.messages.at("active"), 2U);
    EXPECT_EQ(listing.oldest, 7);
}

TEST(QueueListing, TakesTheQueueFromTheMessageAndNotFromItsRecipients) {
    const auto listing = read(message(
        "hold", 9, R"(, {"queue_name": "active", "arrival_time": 1, "delay_reason": "}\n{\""})"));
    EXPECT_EQ(listing.messages.at("hold"), 1U);
    EXPECT_EQ(sum(listing.messages), 1U);
    EXPECT_EQ(listing.oldest, 9);
}

TEST(QueueListing, ReadsAddressesThatAreNotUtf8) {
    EXPECT_EQ(sum(read(message("hold", 9, ", {\"address\": \"m\xfcller@example.com\"}")).messages),
              1U);
}

TEST(QueueListing, CountsMessagesThatDoNotTellWhenTheyArrived) {
    const auto listing = read(
        "{\"queue_name\":\"hold\"}\n{\"queue_name\":\"hold\",\"arrival_time\":-5}\n"
        "{\"queue_name\":\"hold\",\"arrival_time\":1.5}\n"
        "{\"queue_name\":\"hold\",\"arrival_time\":18446744073709551615}\n" +
        message("hold", 3));
    EXPECT_EQ(listing.messages.at("hold"), 5U);
    EXPECT_EQ(listing.without_arrival, 4U);
    EXPECT_EQ(listing.oldest, 3);
}

TEST(QueueListing, IsRefusedWhenItIsTorn) {
    const auto good = message("hold", 9);
    for (std::size_t size = 1; size < good.size(); ++size) {
        expect_problem(good + good.substr(0, size), "its line 2 has no end");
    }
}

TEST(QueueListing, IsRefusedWhenALineIsNoMessage) {
    const auto good = message("hold", 9);
    const std::string nothing = "is not a JSON object";
    expect_problem("Mail queue is empty\n", "its line 1 " + nothing);
    expect_problem(good + "\n", "its line 2 " + nothing);
    expect_problem(good + good.substr(0, 30) + "\n" + good, "its line 2 " + nothing);
    expect_problem(good.substr(0, good.size() - 1) + good, "its line 1 " + nothing);
    expect_problem(good + "{}\n", "its line 2 names no queue");
    expect_problem("[\"hold\"]\n", "its line 1 names no queue");
    expect_problem(R"({"queue_name":["hold"]})"
                   "\n",
                   "its line 1 names no queue");
    expect_problem(message("corrupt", 9),
                   "its line 1 names the queue 'corrupt', which is not known");
    expect_problem(message("Hold", 9) + "x",
                   "its line 1 names the queue 'Hold', which is not known");
}

TEST(OldestAge, IsThatOfTheOldestMessage) {
    EXPECT_EQ(oldest_age(read(message("deferred", 90) + message("hold", 70)), 100), 30);
    EXPECT_EQ(oldest_age(read(message("deferred", 100)), 100), 0);
    EXPECT_EQ(oldest_age(read(""), 100), 0);
}

TEST(OldestAge, IsNotKnownWhereAMessageDoesNotTellOrIsOfTheFuture) {
    const auto expect = [](const std::string& list, const std::string& reason) {
        try {
            ADD_FAILURE() << oldest_age(read(list), 100) << " and no Error: " << reason;
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()), reason);
        }
    };
    expect(message("deferred", 90) + "{\"queue_name\": \"hold\"}\n",
           "postqueue tells no time of arrival of 1 messages");
    expect(message("deferred", 101), "the oldest message arrived 1 s in the future");
}

}  // namespace
}  // namespace monitoring

#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/tls/start_tls.hpp"
#include "tls/other_end.hpp"

namespace monitoring {

/// What start_tls says when a server sends these texts, each behind the first after the client has
/// said the one between.
inline std::string run(StartTls protocol, const std::vector<std::string>& script) {
    std::string heard;
    std::string expected;
    std::string failure;
    {
        const OtherEnd server([&](const OtherEnd& end) {
            for (std::size_t i = 0; i < script.size(); ++i) {
                if (i % 2 == 0) {
                    end.send(script[i]);
                } else {
                    heard += end.bytes(script[i].size());
                }
            }
            end.stay_silent();
        });
        failure = start_tls(protocol, {"mail.example.com", "a&b.example"}, server.socket(),
                            Deadline(Seconds(20)));
    }
    for (std::size_t i = 1; i < script.size(); i += 2) expected += script[i];
    EXPECT_EQ(heard, expected);
    return failure;
}

inline const std::string kMore = "it sent more than its answer to ";
inline const std::string kBanner = "SSH-2.0-OpenSSH_9.2\r\n";
inline const std::string kNo = ": 'SSH-2.0-OpenSSH_9.2'";

}  // namespace monitoring

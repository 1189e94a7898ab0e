#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "common/runtime/file.hpp"

namespace monitoring {

/// What another program printed on one of its streams.
struct CapturedStream {
    std::string text;         ///< the first bytes, as many as were asked for
    std::uint64_t bytes = 0;  ///< all of them; may be more
};

/// The read end of a pipe, emptied whenever something is in it, so that the writer never waits.
/// What is not kept costs neither memory nor a copy.
class Drain {
public:
    using Take = std::function<void(std::string_view)>;

    /// What is read goes to `take`, if there is one, in place of being kept.
    Drain(UniqueFd pipe, std::size_t max_kept, Take take = {})
        : pipe_(std::move(pipe)), max_kept_(max_kept), take_(std::move(take)) {}

    [[nodiscard]] int descriptor() const { return pipe_.get(); }  ///< -1 at the end of file
    void read_some();
    [[nodiscard]] CapturedStream take() { return std::move(captured_); }

private:
    [[nodiscard]] std::span<char> room();
    ssize_t keep_some();
    ssize_t drop_some();

    UniqueFd pipe_;
    UniqueFd null_;  ///< where goes what is not kept
    std::size_t max_kept_;
    Take take_;
    CapturedStream captured_;
    std::unique_ptr<char[]> room_;
    std::size_t room_size_ = 0;
};

}  // namespace monitoring

#pragma once

#include <functional>
#include <vector>

namespace monitoring {

/// Does the work in another process, which has its own session and ends with it. It keeps these
/// descriptors and no other, so that nobody who reads our output waits for it. Where there can be
/// no other process nothing is done, and it says so on stderr.
void run_in_background(const std::vector<int>& descriptors, const std::function<void()>& work);

}  // namespace monitoring

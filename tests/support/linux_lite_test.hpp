#pragma once

#include "support/metrics_test.hpp"

namespace monitoring {

/// mackerel-plugin-linux-lite on the fixture.
class LinuxLiteTest : public MetricsTest {
protected:
    LinuxLiteTest() { use_proc_fixture("proc"); }

    Values metrics(const std::vector<std::string>& arguments = {}) {
        return metrics_of("mackerel-plugin-linux-lite", arguments);
    }
    void set_cpu(const std::string& columns) const {
        write_proc("stat", "cpu  " + columns + "\ncpu0 1\ncpu1 1\n");
    }
};

/// What the fixture has to tell at once.
inline const Values kFirstRun = {
    {"linux-lite.memory.avail", "2560000000"},
    {"linux-lite.loadavg.per-cpu", "0.25"},
    {"linux-lite.process.all", "4"},
    {"linux-lite.process.running", "1"},
};

}  // namespace monitoring

#pragma once

#include <memory>
#include <string>

namespace monitoring {

template <auto function>
struct FreeBy {
    template <typename Object>
    void operator()(Object* object) const {
        function(object);
    }
};

/// Owns an object of libnftnl, which that function frees.
template <typename Object, auto function>
using NftnlObject = std::unique_ptr<Object, FreeBy<function>>;

/// A text of libnftnl's; empty for the null pointer of an attribute that the kernel did not send.
[[nodiscard]] inline std::string text_of(const char* text) { return text == nullptr ? "" : text; }

}  // namespace monitoring

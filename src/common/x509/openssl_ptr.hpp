#pragma once

#include <memory>

namespace monitoring {

/// Calls a function of libcrypto that gives an object back, whatever that function returns.
template <auto give_back>
struct OpensslDeleter {
    template <typename Object>
    void operator()(Object* object) const {
        static_cast<void>(give_back(object));
    }
};

/// Owns an object of libcrypto.
template <typename Object, auto give_back>
using OpensslPtr = std::unique_ptr<Object, OpensslDeleter<give_back>>;

}  // namespace monitoring

#pragma once

#include <memory>

namespace monitoring {

/// Frees an object with a function of libcrypto, whose result is ignored.
template <auto free_object>
struct OpensslDeleter {
    template <typename Object>
    void operator()(Object* object) const {
        static_cast<void>(free_object(object));
    }
};

/// Owns an object of libcrypto.
template <typename Object, auto free_object>
using OpensslPtr = std::unique_ptr<Object, OpensslDeleter<free_object>>;

}  // namespace monitoring

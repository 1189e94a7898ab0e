#pragma once

#include <string>
#include <vector>

// As libcrypto calls X509_STORE.
struct x509_store_st;

namespace monitoring {

/// Has a store trust these certificates (DER). Only those that a chain asks for by their subject
/// are parsed as a whole: all of a distribution's would take longer than the rest of the tool.
/// Returns whether there is one certificate at least.
bool add_authorities(x509_store_st* store, std::vector<std::string> certificates);

}  // namespace monitoring

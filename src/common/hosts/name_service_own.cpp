// Where there is no C library of a distribution: that of the static programs, musl's, takes an
// error for one family of addresses for one of the name, and knows little of resolv.conf(5) and
// hosts(5).

#include "common/hosts/name_service.hpp"
#include "common/hosts/resolve_name.hpp"

namespace monitoring {

HostLookup ask_name_service(const Peer& peer, const Deadline& deadline) {
    return resolve_name(peer, {}, deadline);
}

}  // namespace monitoring

#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>

namespace enlace::outbound {

// What an address is set aside for, with its source ("loopback, RFC 1122"); nothing for an address
// of the public Internet, the only kind that may be called without being listed. The ranges are
// those of IANA's registries of special-purpose IPv4 and IPv6 addresses that are not globally
// reachable, and multicast. Of IPv6 only 2000::/3 is public (RFC 4291, section 2.4): that leaves
// out what carries an IPv4 address, mapped or translated. Families other than the two are never
// public.
std::optional<std::string_view> SpecialUse(const sockaddr& address);

// The address without its port, as people write it; empty for other families.
std::string AddressText(const sockaddr& address);

}  // namespace enlace::outbound

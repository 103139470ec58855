#include "libs/outbound/special_use.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace enlace::outbound {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

struct Range {
  // The rest is zero.
  Bytes prefix;
  int bits;
  std::string_view use;
};

constexpr std::array kIpv4 = {
    Range{{0}, 8, "this network, RFC 1122"},
    Range{{10}, 8, "private, RFC 1918"},
    Range{{100, 64}, 10, "shared by carriers, RFC 6598"},
    Range{{127}, 8, "loopback, RFC 1122"},
    Range{{169, 254}, 16, "link-local, RFC 3927"},
    Range{{172, 16}, 12, "private, RFC 1918"},
    Range{{192, 0, 0}, 24, "protocol assignments, RFC 6890"},
    Range{{192, 0, 2}, 24, "documentation, RFC 5737"},
    Range{{192, 88, 99}, 24, "6to4 relays, RFC 7526"},
    Range{{192, 168}, 16, "private, RFC 1918"},
    Range{{198, 18}, 15, "benchmarks, RFC 2544"},
    Range{{198, 51, 100}, 24, "documentation, RFC 5737"},
    Range{{203, 0, 113}, 24, "documentation, RFC 5737"},
    Range{{224}, 4, "multicast, RFC 5771"},
    Range{{240}, 4, "reserved, RFC 1112"},
};

constexpr Range kPublicIpv6 = {{0x20}, 3, "global unicast, RFC 4291"};

// Within 2000::/3, and, to be named, the best known outside of it.
constexpr std::array kIpv6 = {
    Range{{0x20, 0x01, 0x00}, 23, "protocol assignments, RFC 2928"},
    Range{{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation, RFC 3849"},
    Range{{0x20, 0x02}, 16, "6to4, RFC 3056"},
    Range{{0x3f, 0xff}, 20, "documentation, RFC 9637"},
    Range{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback, RFC 4291"},
    Range{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "IPv4-mapped, RFC 4291"},
    Range{{0x00, 0x64, 0xff, 0x9b}, 96, "IPv4 translated, RFC 6052"},
    Range{{0xfc}, 7, "unique local, RFC 4193"},
    Range{{0xfe, 0x80}, 10, "link-local, RFC 4291"},
    Range{{0xff}, 8, "multicast, RFC 4291"},
};

bool Contains(const Range& range, const Bytes& address) {
  const auto whole = static_cast<std::size_t>(range.bits / 8);
  if (!std::equal(address.begin(), address.begin() + whole, range.prefix.begin())) return false;
  const int rest = range.bits % 8;
  return rest == 0 || ((address[whole] ^ range.prefix[whole]) >> (8 - rest)) == 0;
}

template <typename Ranges>
std::optional<std::string_view> Find(const Ranges& ranges, const Bytes& address) {
  const auto* const found =
      std::ranges::find_if(ranges, [&](const Range& range) { return Contains(range, address); });
  if (found == ranges.end()) return std::nullopt;
  return found->use;
}

// Copied out: a caller's sockaddr need not be aligned for its family.
template <typename Address>
Address As(const sockaddr& address) {
  Address copy;
  std::memcpy(&copy, &address, sizeof copy);
  return copy;
}

}  // namespace

std::optional<std::string_view> SpecialUse(const sockaddr& address) {
  Bytes bytes{};
  if (address.sa_family == AF_INET) {
    const auto ipv4 = As<sockaddr_in>(address);
    std::memcpy(bytes.data(), &ipv4.sin_addr, sizeof ipv4.sin_addr);
    return Find(kIpv4, bytes);
  }
  if (address.sa_family == AF_INET6) {
    const auto ipv6 = As<sockaddr_in6>(address);
    std::memcpy(bytes.data(), &ipv6.sin6_addr, sizeof ipv6.sin6_addr);
    if (const auto use = Find(kIpv6, bytes)) return use;
    if (Contains(kPublicIpv6, bytes)) return std::nullopt;
    return "not global unicast, RFC 4291";
  }
  return "no address of the Internet";
}

std::string AddressText(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    const auto ipv4 = As<sockaddr_in>(address);
    inet_ntop(AF_INET, &ipv4.sin_addr, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    const auto ipv6 = As<sockaddr_in6>(address);
    inet_ntop(AF_INET6, &ipv6.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace enlace::outbound

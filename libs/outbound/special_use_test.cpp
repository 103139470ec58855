#include "libs/outbound/special_use.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>

namespace enlace::outbound {
namespace {

sockaddr_storage AddressOf(const std::string& text) {
  sockaddr_storage storage{};
  sockaddr_in ipv4{.sin_family = AF_INET};
  sockaddr_in6 ipv6{.sin6_family = AF_INET6};
  if (inet_pton(AF_INET, text.c_str(), &ipv4.sin_addr) == 1) {
    std::memcpy(&storage, &ipv4, sizeof ipv4);
  } else {
    REQUIRE(inet_pton(AF_INET6, text.c_str(), &ipv6.sin6_addr) == 1);
    std::memcpy(&storage, &ipv6, sizeof ipv6);
  }
  return storage;
}

std::string UseOf(const std::string& text) {
  const auto storage = AddressOf(text);
  return std::string(SpecialUse(reinterpret_cast<const sockaddr&>(storage)).value_or("public"));
}

TEST_CASE("addresses that are not of the public Internet are told by their use") {
  struct Case {
    const char *first, *last, *use;
  };
  for (const auto& [first, last, use] : {
           Case{"0.0.0.0", "0.255.255.255", "this network, RFC 1122"},
           Case{"10.0.0.0", "10.255.255.255", "private, RFC 1918"},
           Case{"100.64.0.0", "100.127.255.255", "shared by carriers, RFC 6598"},
           Case{"127.0.0.1", "127.255.255.255", "loopback, RFC 1122"},
           Case{"169.254.0.0", "169.254.169.254", "link-local, RFC 3927"},
           Case{"172.16.0.0", "172.31.255.255", "private, RFC 1918"},
           Case{"192.0.0.0", "192.0.0.255", "protocol assignments, RFC 6890"},
           Case{"192.0.2.0", "192.0.2.255", "documentation, RFC 5737"},
           Case{"192.88.99.0", "192.88.99.255", "6to4 relays, RFC 7526"},
           Case{"192.168.0.0", "192.168.255.255", "private, RFC 1918"},
           Case{"198.18.0.0", "198.19.255.255", "benchmarks, RFC 2544"},
           Case{"198.51.100.0", "198.51.100.255", "documentation, RFC 5737"},
           Case{"203.0.113.0", "203.0.113.255", "documentation, RFC 5737"},
           Case{"224.0.0.0", "239.255.255.255", "multicast, RFC 5771"},
           Case{"240.0.0.0", "255.255.255.255", "reserved, RFC 1112"},
           Case{"::", "::", "not global unicast, RFC 4291"},
           Case{"::1", "::1", "loopback, RFC 4291"},
           Case{"::ffff:0.0.0.0", "::ffff:8.8.8.8", "IPv4-mapped, RFC 4291"},
           Case{"::127.0.0.1", "::8.8.8.8", "not global unicast, RFC 4291"},
           Case{"64:ff9b::", "64:ff9b::8.8.8.8", "IPv4 translated, RFC 6052"},
           Case{"64:ff9b:1::", "64:ff9b:1::7f00:1", "not global unicast, RFC 4291"},
           Case{"100::", "1fff::", "not global unicast, RFC 4291"},
           Case{"2001::", "2001:1ff:ffff::", "protocol assignments, RFC 2928"},
           Case{"2001:db8::", "2001:db8:ffff::", "documentation, RFC 3849"},
           Case{"2002::", "2002:7f00:1::", "6to4, RFC 3056"},
           Case{"3fff::", "3fff:fff::", "documentation, RFC 9637"},
           Case{"4000::", "5f00::", "not global unicast, RFC 4291"},
           Case{"fc00::", "fdff:ffff::", "unique local, RFC 4193"},
           Case{"fe80::", "febf::", "link-local, RFC 4291"},
           Case{"fec0::", "feff::", "not global unicast, RFC 4291"},
           Case{"ff00::", "ff02::1", "multicast, RFC 4291"},
       }) {
    CAPTURE(first, last);
    CHECK(UseOf(first) == use);
    CHECK(UseOf(last) == use);
  }
}

TEST_CASE("the neighbours of those ranges are public") {
  for (const auto* const address :
       {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",       "100.63.255.255",
        "100.128.0.0",     "126.255.255.255", "128.0.0.0",      "169.253.255.255",
        "169.255.0.0",     "172.15.255.255",  "172.32.0.0",     "191.255.255.255",
        "192.0.1.0",       "192.0.3.0",       "192.88.98.0",    "192.88.100.0",
        "192.167.255.255", "192.169.0.0",     "198.17.255.255", "198.20.0.0",
        "198.51.99.255",   "198.51.101.0",    "203.0.112.255",  "203.0.114.0",
        "223.255.255.255", "8.8.8.8",         "2000::",         "2001:200::",
        "2001:db7:ffff::", "2001:db9::",      "2003::",         "2606:4700::1111",
        "3ffe:ffff::",     "3fff:1000::"}) {
    CAPTURE(address);
    CHECK(UseOf(address) == "public");
  }
}

TEST_CASE("what is no address of the Internet is never public") {
  const sockaddr unix_socket{.sa_family = AF_UNIX};
  CHECK(SpecialUse(unix_socket) == "no address of the Internet");
  CHECK(AddressText(unix_socket).empty());
}

TEST_CASE("addresses are written as people write them") {
  for (const auto* const text : {"10.1.2.3", "2001:db8::1"}) {
    const auto storage = AddressOf(text);
    CHECK(AddressText(reinterpret_cast<const sockaddr&>(storage)) == text);
  }
}

}  // namespace
}  // namespace enlace::outbound

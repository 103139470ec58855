#include "libs/outbound/policy.h"

#include <netinet/in.h>

#include <catch2/catch_test_macros.hpp>

#include "absl/strings/match.h"

namespace enlace::outbound {
namespace {

TEST_CASE("a URL leads to one host and port, however it is spelled") {
  struct Case {
    const char *url, *host;
    int port;
  };
  for (const auto& [url, host, port] : {
           Case{"smtp://Mail.Example.COM.", "mail.example.com", 25},
           Case{"smtps://mail.example.com", "mail.example.com", 465},
           Case{"https://user:secret@example.com/path?q#f", "example.com", 443},
           Case{"http://example.com:8080", "example.com", 8080},
           Case{"http://[2001:DB8::1]:81/", "2001:db8::1", 81},
           // What libcurl takes for an address is one.
           Case{"http://0x7f000001/", "127.0.0.1", 80},
           Case{"http://2130706433/", "127.0.0.1", 80},
       }) {
    CAPTURE(url);
    const auto endpoint = EndpointOf(url);
    REQUIRE(endpoint.ok());
    CHECK(*endpoint == Endpoint{host, port});
  }
  for (const auto* const url : {"", "example.com", "http://", "nonsense://example.com"}) {
    CAPTURE(url);
    CHECK(EndpointOf(url).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("lists of endpoints name a host and a port each") {
  CHECK(ParseEndpoints("")->empty());
  CHECK(*ParseEndpoints(" Mail.internal:25, 10.0.0.7:587 ,[::1]:1025,") ==
        std::vector<Endpoint>{{"mail.internal", 25}, {"10.0.0.7", 587}, {"::1", 1025}});
  for (const auto* const list :
       {"mail.internal", "mail.internal:", ":25", "mail.internal:0", "mail.internal:65536", "a:b",
        "::1:25", "*.internal:25", "smtp://mail.internal:25", "10.0.0.0/8:25"}) {
    CAPTURE(list);
    CHECK(ParseEndpoints(list).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("only hosts that are allowed are called") {
  const Policy policy(
      {{"Mail.Example.com", 25}, {"api.example.com", 0}, {"*.partner.example", 443}});
  for (const auto& to :
       {Endpoint{"mail.example.com", 25}, Endpoint{"api.example.com", 8443},
        Endpoint{"a.partner.example", 443}, Endpoint{"b.a.partner.example", 443}}) {
    CAPTURE(to.host, to.port);
    CHECK(policy.CheckHost(to).ok());
  }
  for (const auto& to : {Endpoint{"mail.example.com", 26}, Endpoint{"example.com", 25},
                         Endpoint{"xapi.example.com", 443}, Endpoint{"partner.example", 443},
                         Endpoint{"evilpartner.example", 443}, Endpoint{"a.partner.example", 80},
                         Endpoint{"api.example.com.evil.example", 443}}) {
    CAPTURE(to.host, to.port);
    CHECK(policy.CheckHost(to).code() == absl::StatusCode::kPermissionDenied);
  }
}

TEST_CASE("an address that is not public is only for endpoints that are listed") {
  const Policy policy({{"a.example", 25}, {"b.example", 25}}, {{"a.example", 25}});
  sockaddr_in loopback{.sin_family = AF_INET};
  loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in open{.sin_family = AF_INET};
  open.sin_addr.s_addr = htonl(0x08080808);
  const auto check = [&](const Endpoint& to, const sockaddr_in& address) {
    return policy.CheckAddress(to, reinterpret_cast<const sockaddr&>(address));
  };

  CHECK(check({"a.example", 25}, open).ok());
  CHECK(check({"b.example", 25}, open).ok());
  CHECK(check({"a.example", 25}, loopback).ok());
  CHECK_FALSE(check({"a.example", 26}, loopback).ok());
  const auto refused = check({"b.example", 25}, loopback);
  CHECK(refused.code() == absl::StatusCode::kPermissionDenied);
  CHECK(absl::StrContains(refused.message(), "127.0.0.1 is not public (loopback, RFC 1122)"));
  CHECK(absl::StrContains(refused.message(), "add this host:port to ENLACE_OUTBOUND_PRIVATE"));
}

}  // namespace
}  // namespace enlace::outbound

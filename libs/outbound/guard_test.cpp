#include "libs/outbound/guard.h"

#include <curl/curl.h>

#include <catch2/catch_test_macros.hpp>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/outbound/http_server_fixture.h"
#include "libs/outbound/loopback_fixture.h"

namespace enlace::outbound {
namespace {

using List = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

// A handle for which names resolve as the test says, which is what a resolver does that lies.
class Caller {
 public:
  explicit Caller(const std::string& url, Policy policy) : guard_(std::move(policy)) {
    held_ = guard_.Hold(handle_.get(), url, "http,https");
    curl_easy_setopt(handle_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_.get(), CURLOPT_TIMEOUT, 10L);
  }

  void Resolve(const std::string& name, int port, const std::string& address) {
    names_.reset(
        curl_slist_append(names_.release(), absl::StrCat(name, ":", port, ":", address).c_str()));
    curl_easy_setopt(handle_.get(), CURLOPT_RESOLVE, names_.get());
  }

  // The status of the answer, or 0.
  long Get() {
    long status = 0;
    guard_.Forget();
    if (curl_easy_perform(handle_.get()) == CURLE_OK) {
      curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    }
    return status;
  }

  void FollowRedirects() { curl_easy_setopt(handle_.get(), CURLOPT_FOLLOWLOCATION, 1L); }
  const absl::Status& held() const { return held_; }
  const absl::Status& refusal() const { return guard_.refusal(); }

 private:
  List names_{nullptr, &curl_slist_free_all};
  Guard guard_;
  // Goes before what it points to.
  std::unique_ptr<CURL, void (*)(CURL*)> handle_{curl_easy_init(), &curl_easy_cleanup};
  absl::Status held_;
};

std::string Url(const std::string& host, int port) {
  return absl::StrCat("http://", host, ":", port, "/");
}

TEST_CASE("a host that is not allowed is refused before anybody is asked for its address") {
  const Caller caller("http://other.example/", Policy({{"allowed.example", 80}}));
  CHECK(caller.held().code() == absl::StatusCode::kPermissionDenied);
}

TEST_CASE("a public name that leads to loopback is refused when the connection is opened") {
  const HttpServer server("204 No Content");
  Caller caller(Url("allowed.example", server.port()), Policy({{"allowed.example", 0}}));
  REQUIRE(caller.held().ok());
  caller.Resolve("allowed.example", server.port(), "127.0.0.1");
  CHECK(caller.Get() == 0);
  CHECK(caller.refusal().code() == absl::StatusCode::kPermissionDenied);
  CHECK(absl::StrContains(caller.refusal().message(), "loopback"));
  CHECK(server.connections() == 0);
}

TEST_CASE("localhost is refused as what it leads to") {
  const HttpServer server("204 No Content");
  Caller caller(Url("localhost", server.port()), Policy({{"localhost", 0}}));
  CHECK(caller.Get() == 0);
  CHECK(caller.refusal().code() == absl::StatusCode::kPermissionDenied);
  CHECK(server.connections() == 0);
}

TEST_CASE("an endpoint that is listed as private is called at a private address") {
  const HttpServer server("204 No Content");
  const Endpoint endpoint{"allowed.example", server.port()};
  Caller caller(Url("allowed.example", server.port()), Policy({endpoint}, {endpoint}));
  caller.Resolve("allowed.example", server.port(), "127.0.0.1");
  CHECK(caller.Get() == 204);
  CHECK(caller.refusal().ok());
}

TEST_CASE("a redirect is not followed") {
  const HttpServer inner("204 No Content");
  const HttpServer outer("302 Found",
                         absl::StrCat("Location: ", Url("127.0.0.1", inner.port()), "\r\n"));
  const Endpoint endpoint{"127.0.0.1", outer.port()};
  Caller caller(Url("127.0.0.1", outer.port()), Policy({endpoint}, {endpoint}));
  CHECK(caller.Get() == 302);
  CHECK(inner.connections() == 0);
}

TEST_CASE("with redirects switched on each hop is checked") {
  const HttpServer inner("204 No Content");
  const Endpoint target{"inner.example", inner.port()};
  const HttpServer outer("302 Found",
                         absl::StrCat("Location: ", Url("inner.example", inner.port()), "\r\n"));
  const Endpoint first{"outer.example", outer.port()};
  const auto get = [&](Policy policy, const std::string& why) {
    Caller caller(Url("outer.example", outer.port()), std::move(policy));
    caller.Resolve("outer.example", outer.port(), "127.0.0.1");
    caller.Resolve("inner.example", inner.port(), "127.0.0.1");
    caller.FollowRedirects();
    const auto status = caller.Get();
    CAPTURE(why, caller.refusal().message());
    CHECK(absl::StrContains(caller.refusal().message(), why));
    return status;
  };

  CHECK(get(Policy({first}, {first, target}), "none of the hosts that are allowed") == 0);
  CHECK(get(Policy({first, target}, {first}), "127.0.0.1 is not public") == 0);
  CHECK(inner.connections() == 0);
  CHECK(get(Policy({first, target}, {first, target}), "") == 204);
}

TEST_CASE("other protocols than those that were named are not spoken") {
  Caller caller("ftp://allowed.example/", Policy({{"allowed.example", 0}}));
  caller.Resolve("allowed.example", 21, "127.0.0.1");
  CHECK(caller.Get() == 0);
  CHECK(caller.refusal().ok());
}

}  // namespace
}  // namespace enlace::outbound

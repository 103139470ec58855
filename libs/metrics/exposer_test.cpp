#include "libs/metrics/exposer.h"

#include <curl/curl.h>

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace enlace::metrics {
namespace {

struct Page {
  long status = 0;
  std::string text;
};

Page Get(int port, const std::string& path) {
  Page page;
  auto* const curl = curl_easy_init();
  const auto url = "http://127.0.0.1:" + std::to_string(port) + path;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &page.text);
  curl_easy_setopt(
      curl, CURLOPT_WRITEFUNCTION, +[](char* bytes, std::size_t, std::size_t count, void* to) {
        static_cast<std::string*>(to)->append(bytes, count);
        return count;
      });
  CHECK(curl_easy_perform(curl) == CURLE_OK);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &page.status);
  curl_easy_cleanup(curl);
  return page;
}

TEST_CASE("a scrape answers what was counted, and nothing else is answered") {
  Registry registry;
  registry.AddCounter("test_calls_total", "Calls.").Add(3);
  const auto asked =
      registry.Ask(Registry::Kind::kGauge, "test_depth", "Depth.", {}, [] { return 5.0; });
  const auto exposer = Exposer::Start("127.0.0.1:0", registry);
  REQUIRE(exposer.ok());
  const auto page = Get((*exposer)->port(), "/metrics");
  CHECK(page.status == 200);
  CHECK(page.text.find("\ntest_calls_total 3\n") != std::string::npos);
  CHECK(page.text.find("\ntest_depth 5\n") != std::string::npos);
  CHECK(Get((*exposer)->port(), "/").status == 404);
  CHECK(Get((*exposer)->port(), "/../etc/passwd").status == 404);
}

TEST_CASE("an address that is taken is an error that says what to look at") {
  const Registry registry;
  const auto first = Exposer::Start("127.0.0.1:0", registry);
  REQUIRE(first.ok());
  const auto second = Exposer::Start("127.0.0.1:" + std::to_string((*first)->port()), registry);
  CHECK(absl::IsUnavailable(second.status()));
  CHECK(second.status().message().find("ENLACE_METRICS_LISTEN") != std::string::npos);
}

TEST_CASE("an address is host and port") {
  for (const char* good : {"127.0.0.1:9464", "0.0.0.0:0", "localhost:9464", "[::1]:65535"}) {
    INFO(good);
    CHECK(IsListenAddress(good));
  }
  for (const char* bad :
       {"", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:9464s",
        "127.0.0.1:1,127.0.0.1:2", "unix:/tmp/s", "::1:9464"}) {
    INFO(bad);
    CHECK_FALSE(IsListenAddress(bad));
  }
}

}  // namespace
}  // namespace enlace::metrics

#include "libs/metrics/registry.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "libs/metrics/value_fixture.h"

namespace enlace::metrics {
namespace {

TEST_CASE("what is counted is in the text, under its labels") {
  Registry registry;
  const auto alpha = registry.AddCounter("test_calls_total", "Calls.", {{"kind", "alpha"}});
  const auto beta = registry.AddCounter("test_calls_total", "Calls.", {{"kind", "beta"}});
  alpha.Add();
  alpha.Add(2);
  CHECK(ValueOf(registry, R"(test_calls_total{kind="alpha"})") == 3);
  CHECK(ValueOf(registry, R"(test_calls_total{kind="beta"})") == 0);
  beta.Add();
  CHECK(ValueOf(registry, R"(test_calls_total{kind="beta"})") == 1);
  CHECK(registry.Text().find("# TYPE test_calls_total counter") != std::string::npos);
}

TEST_CASE("a series that is known is found again") {
  Registry registry;
  registry.AddGauge("test_depth", "Depth.").Set(4);
  registry.AddGauge("test_depth", "Depth.").Add(-1);
  CHECK(ValueOf(registry, "test_depth") == 3);
}

TEST_CASE("a histogram counts each value up to its bound") {
  Registry registry;
  const auto histogram = registry.AddHistogram("test_seconds", "Time.", {0.5, 1});
  for (const double value : {0.25, 0.5, 0.75, 7.0}) histogram.Observe(value);
  CHECK(ValueOf(registry, R"(test_seconds_bucket{le="0.5"})") == 2);
  CHECK(ValueOf(registry, R"(test_seconds_bucket{le="1"})") == 3);
  CHECK(ValueOf(registry, R"(test_seconds_bucket{le="+Inf"})") == 4);
  CHECK(ValueOf(registry, "test_seconds_count") == 4);
  CHECK(ValueOf(registry, "test_seconds_sum") == 8.5);
}

TEST_CASE("a handle without a registry counts nothing") {
  const Counter counter;
  const Gauge gauge;
  const Histogram histogram;
  counter.Add();
  gauge.Set(1);
  gauge.Add(1);
  histogram.Observe(1);
}

TEST_CASE("a name has one kind") {
  Registry registry;
  registry.AddCounter("test_total", "Something.");
  CHECK_THROWS_AS(registry.AddGauge("test_total", "Something."), std::invalid_argument);
  CHECK_THROWS_AS(registry.AddCounter("not a name", "Something."), std::invalid_argument);
}

TEST_CASE("what is asked for is asked at each scrape, until its asker has gone") {
  Registry registry;
  double value = 1;
  auto asked = registry.Ask(Registry::Kind::kGauge, "test_depth", "Depth.", {{"of", "one"}},
                            [&value] { return value; });
  const auto other = registry.Ask(Registry::Kind::kGauge, "test_depth", "Depth.", {{"of", "two"}},
                                  [] { return 7.0; });
  CHECK(ValueOf(registry, R"(test_depth{of="one"})") == 1);
  value = 2;
  CHECK(ValueOf(registry, R"(test_depth{of="one"})") == 2);

  const auto text = registry.Text();
  const std::string type = "# TYPE test_depth gauge";
  CHECK(text.find(type) == text.rfind(type));

  asked = Registry::Asked();
  CHECK(registry.Text().find(R"(of="one")") == std::string::npos);
  CHECK(ValueOf(registry, R"(test_depth{of="two"})") == 7);
}

TEST_CASE("whoever stops being asked is not asked any more, also during a scrape") {
  Registry registry;
  std::thread scraper([&registry] {
    for (int i = 0; i < 200; ++i) registry.Text();
  });
  for (int i = 0; i < 200; ++i) {
    auto depth = std::make_unique<double>(1);
    const auto asked = registry.Ask(Registry::Kind::kGauge, "test_depth", "Depth.", {},
                                    [value = depth.get()] { return *value; });
  }
  scraper.join();
  CHECK(registry.Text().empty());
}

TEST_CASE("threads that count at once lose nothing") {
  Registry registry;
  const auto counter = registry.AddCounter("test_calls_total", "Calls.");
  const auto histogram = registry.AddHistogram("test_seconds", "Time.", {1});
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) {
        counter.Add();
        histogram.Observe(0.5);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(ValueOf(registry, "test_calls_total") == 4000);
  CHECK(ValueOf(registry, "test_seconds_count") == 4000);
}

}  // namespace
}  // namespace enlace::metrics

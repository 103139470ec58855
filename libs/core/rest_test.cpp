#include "libs/core/rest.h"

#include <catch2/catch_test_macros.hpp>
#include <thread>

namespace enlace::core {
namespace {

TEST_CASE("a rest is over after its time, and goes on") {
  Rest rest;
  CHECK(rest.For(absl::Milliseconds(1)));
  CHECK(rest.For(absl::ZeroDuration()));
}

TEST_CASE("a wake that came before ends the next rest only") {
  Rest rest;
  rest.Wake();
  CHECK(rest.For(absl::InfiniteDuration()));
  CHECK(rest.For(absl::Milliseconds(1)));
}

TEST_CASE("a rest that nothing may end early outlasts a wake") {
  Rest rest;
  rest.Wake();
  CHECK(rest.For(absl::Milliseconds(1), Rest::EndedBy::kStop));
}

TEST_CASE("a stop ends the rest in hand and every other") {
  Rest rest;
  bool goes_on = true;
  std::thread thread([&] { goes_on = rest.For(absl::Hours(1), Rest::EndedBy::kStop); });
  rest.Stop();
  thread.join();
  CHECK_FALSE(goes_on);
  CHECK(rest.stopping());
  CHECK_FALSE(rest.For(absl::Hours(1)));
}

}  // namespace
}  // namespace enlace::core

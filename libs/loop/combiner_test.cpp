#include "libs/loop/combiner.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <thread>

#include "absl/time/clock.h"
#include "libs/loop/event_loop.h"
#include "libs/loop/wait.h"

namespace enlace::loop {
namespace {

constexpr auto kForever = absl::InfiniteFuture();

TEST_CASE("what is ready together is served together, and no batch grows beyond its limit") {
  std::vector<std::size_t> sizes;
  Combiner<int> combiner(8, 1, [&](const auto& batch) { sizes.push_back(batch.size()); });
  {
    EventLoop loop(20);
    // One task to start them all, so that they are ready together.
    loop.Post([&] {
      for (int i = 0; i < 20; ++i) {
        loop.Post([&] { CHECK(combiner.Do(std::make_shared<int>(1), kForever)); });
      }
    });
  }
  CHECK(sizes == std::vector<std::size_t>{8, 8, 4});
}

TEST_CASE("who comes while another serves is served next, by one of those who wait") {
  std::atomic<int> served = 0, at_once = 0, most_at_once = 0, refused = 0;
  Combiner<int> combiner(3, 2, [&](const auto& batch) {
    most_at_once = std::max<int>(most_at_once, ++at_once);
    EventLoop::Yield();
    served += static_cast<int>(batch.size());
    --at_once;
  });
  const auto many = [&](int count) {
    // Catch2's assertions are for one thread.
    for (int i = 0; i < count; ++i)
      refused += combiner.Do(std::make_shared<int>(i), kForever) ? 0 : 1;
  };
  {
    EventLoop first(50), second(50);
    std::thread thread([&] { many(1000); });
    for (int i = 0; i < 100; ++i) {
      first.Post([&] { many(20); });
      second.Post([&] { many(20); });
    }
    thread.join();
  }
  CHECK(refused == 0);
  CHECK(served == 5000);
  CHECK(most_at_once <= 2);
}

TEST_CASE("a failure reaches the one who serves, and the next caller is served") {
  bool fails = true;
  Combiner<int> combiner(8, 1, [&](const auto& batch) {
    if (std::exchange(fails, false)) throw std::runtime_error("while serving");
    for (const auto& item : batch) *item = 1;
  });
  int threw = 0;
  const auto joined = std::make_shared<int>(0), next = std::make_shared<int>(0);
  {
    EventLoop loop(2);
    loop.Post([&] {
      loop.Post([&] {
        try {
          combiner.Do(std::make_shared<int>(0), kForever);
        } catch (const std::runtime_error&) {
          ++threw;
        }
      });
      loop.Post([&] { CHECK(combiner.Do(joined, kForever)); });
    });
  }
  CHECK(combiner.Do(next, kForever));
  CHECK(threw == 1);
  CHECK(*joined == 0);
  CHECK(*next == 1);
}

TEST_CASE("a deadline ends the wait, not the service of the others") {
  EventLoop loop(10);
  const Notification done;
  loop.Post([&] {
    const Notification release, serving;
    std::atomic<int> served = 0;
    bool first = true;
    Combiner<int> combiner(1, 1, [&](const auto& batch) {
      if (std::exchange(first, false)) {
        serving.Notify();
        release.Wait();
      }
      served += *batch.front();
    });
    const Notification first_done, last_done;
    loop.Post([&] {
      CHECK(combiner.Do(std::make_shared<int>(1), kForever));
      first_done.Notify();
    });
    serving.Wait();
    CHECK(!combiner.Do(std::make_shared<int>(10), absl::Now() + absl::Milliseconds(2)));
    loop.Post([&] {
      CHECK(combiner.Do(std::make_shared<int>(100), kForever));
      last_done.Notify();
    });
    EventLoop::Yield();
    release.Notify();
    first_done.Wait();
    last_done.Wait();
    CHECK(served == 101);
    done.Notify();
  });
  done.Wait();
}

}  // namespace
}  // namespace enlace::loop

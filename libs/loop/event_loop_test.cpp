#include "libs/loop/event_loop.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <optional>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/loop/wait.h"

namespace enlace::loop {
namespace {

struct SocketPair {
  SocketPair() { REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0); }
  ~SocketPair() {
    close(ends[0]);
    close(ends[1]);
  }
  void Say() { REQUIRE(write(ends[1], "x", 1) == 1); }
  int Hear() {
    char byte = 0;
    return static_cast<int>(read(ends[0], &byte, 1));
  }
  std::array<int, 2> ends{};
};

TEST_CASE("fibers wait for their sockets side by side, on one thread") {
  std::array<SocketPair, 3> pairs;
  std::array<std::thread::id, 3> threads;
  std::atomic<int> waiting = 0;
  absl::Notification all;
  {
    EventLoop loop(3);
    for (std::size_t i = 0; i < 3; ++i) {
      loop.Post([&, i] {
        threads[i] = std::this_thread::get_id();
        if (++waiting == 3) all.Notify();
        CHECK(AwaitSocket(pairs[i].ends[0], POLLIN, absl::Now() + absl::Minutes(1)));
        CHECK(pairs[i].Hear() == 1);
        if (i > 0) pairs[i - 1].Say();
      });
    }
    all.WaitForNotification();
    pairs[2].Say();
  }
  CHECK(threads[0] == threads[1]);
  CHECK(threads[1] == threads[2]);
  CHECK(threads[0] != std::this_thread::get_id());
}

TEST_CASE("a wait ends at its deadline, and the socket can be waited for again") {
  SocketPair pair;
  EventLoop loop(1);
  absl::Notification done;
  loop.Post([&] {
    const auto deadline = absl::Now() + absl::Milliseconds(5);
    CHECK(!AwaitSocket(pair.ends[0], POLLIN, deadline));
    CHECK(absl::Now() >= deadline);
    CHECK(!AwaitSocket(pair.ends[0], POLLIN, absl::InfinitePast()));
    pair.Say();
    CHECK(AwaitSocket(pair.ends[0], POLLIN, absl::InfiniteFuture()));
    done.Notify();
  });
  done.WaitForNotification();
}

TEST_CASE("what a socket has by the deadline counts, even when the loop looks at it too late") {
  SocketPair pair;
  EventLoop loop(2);
  absl::Notification done;
  loop.Post([&] {
    const auto deadline = absl::Now() + absl::Milliseconds(100);
    loop.Post([&pair, deadline] {
      pair.Say();
      while (absl::Now() <= deadline) {
      }
    });
    CHECK(AwaitSocket(pair.ends[0], POLLIN, deadline));
    done.Notify();
  });
  done.WaitForNotification();
}

TEST_CASE("a socket that hangs up, or is none, counts as ready") {
  SocketPair pair;
  EventLoop loop(1);
  absl::Notification done;
  loop.Post([&] {
    shutdown(pair.ends[1], SHUT_RDWR);
    CHECK(AwaitSocket(pair.ends[0], POLLIN, absl::InfiniteFuture()));
    CHECK(AwaitSocket(-1, POLLIN, absl::InfiniteFuture()));
    done.Notify();
  });
  done.WaitForNotification();
}

TEST_CASE("a notification reaches its fiber from any thread, before or during the wait") {
  for (int round = 0; round < 200; ++round) {
    EventLoop loop(2), other(1);
    absl::Notification done;
    loop.Post([&] {
      const Notification from_sibling, from_thread, from_loop, never;
      loop.Post([=] { from_sibling.Notify(); });
      other.Post([=] { from_loop.Notify(); });
      std::thread thread([=] { from_thread.Notify(); });
      from_loop.Wait();
      CHECK(from_thread.WaitUntil(absl::Now() + absl::Minutes(1)));
      from_sibling.Wait();
      CHECK(!never.WaitUntil(absl::Now() + absl::Microseconds(100)));
      // After the waiter has gone.
      never.Notify();
      thread.join();
      done.Notify();
    });
    done.WaitForNotification();
  }
}

TEST_CASE("off the loops, a thread waits") {
  const Notification notification;
  CHECK(!notification.WaitUntil(absl::Now() + absl::Milliseconds(1)));
  std::thread thread([=] { notification.Notify(); });
  notification.Wait();
  thread.join();
  CHECK(EventLoop::Current() == nullptr);
}

TEST_CASE("who gave up waiting may be notified after the loop's thread has ended") {
  EventLoop loop(1);
  std::optional<Notification> late;
  loop.Post([&] {
    late.emplace();
    CHECK(!late->WaitUntil(absl::InfinitePast()));
  });
  loop.Join();
  REQUIRE(late);
  late->Notify();
}

TEST_CASE("what was posted is run before the loop ends") {
  std::atomic<int> ran = 0;
  {
    EventLoop loop(2);
    for (int i = 0; i < 1000; ++i) {
      loop.Post([&] {
        EventLoop::Yield();
        ++ran;
      });
    }
  }
  CHECK(ran == 1000);
}

// Begins `task` for each byte; the end of the stream ends it.
class ByteSource final : public EventLoop::Source {
 public:
  ByteSource(SocketPair& sockets, bool watched, EventLoop::Task task)
      : sockets_(sockets), watched_(watched), task_(std::move(task)) {}

  Taken Take(bool wait) override {
    pollfd entry{sockets_.ends[0], POLLIN, 0};
    if (poll(&entry, 1, wait ? -1 : 0) == 0) return Taken::kNothing;
    if (sockets_.Hear() == 0) return Taken::kEnded;
    EventLoop::Current()->Begin(task_);
    return Taken::kSome;
  }
  std::vector<int> Watched() const override {
    return watched_ ? std::vector<int>{sockets_.ends[0]} : std::vector<int>{};
  }

 private:
  SocketPair& sockets_;
  const bool watched_;
  const EventLoop::Task task_;
};

TEST_CASE("what a source brings begins while earlier tasks wait, until the source ends") {
  SocketPair sockets;
  std::optional<Notification> second_came;
  absl::Notification first_waits, both_ended;
  int begun = 0;
  ByteSource source(sockets, /*watched=*/GENERATE(true, false), [&] {
    if (++begun == 1) {
      second_came.emplace();
      first_waits.Notify();
      second_came->Wait();
      both_ended.Notify();
    } else {
      second_came->Notify();
    }
  });
  EventLoop loop(2, &source);
  sockets.Say();
  first_waits.WaitForNotification();
  sockets.Say();
  both_ended.WaitForNotification();
  REQUIRE(shutdown(sockets.ends[1], SHUT_WR) == 0);
  loop.Join();
  CHECK(begun == 2);
}

}  // namespace
}  // namespace enlace::loop

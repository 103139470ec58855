#include "libs/rpc/keys_under_way.h"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/loop/event_loop.h"

namespace enlace::rpc {
namespace {

using Entry = KeysUnderWay::Entry;

const core::Ulid kBot = core::Ulid::Generate(absl::UnixEpoch());
const core::Ulid kOther = core::Ulid::Generate(absl::UnixEpoch());
constexpr absl::Duration kLong = absl::Seconds(30);

TEST_CASE("a key that nobody has is entered, and again after its call has ended") {
  KeysUnderWay keys;
  for (int i = 0; i < 2; ++i) {
    KeysUnderWay::Hold hold;
    CHECK(keys.Enter({kBot, "k"}, absl::InfinitePast(), hold) == Entry::kEntered);
  }
}

TEST_CASE("keys of other texts or credentials do not meet") {
  KeysUnderWay keys;
  KeysUnderWay::Hold first, second, third;
  CHECK(keys.Enter({kBot, "k"}, absl::InfinitePast(), first) == Entry::kEntered);
  CHECK(keys.Enter({kBot, "k2"}, absl::InfinitePast(), second) == Entry::kEntered);
  CHECK(keys.Enter({kOther, "k"}, absl::InfinitePast(), third) == Entry::kEntered);
}

TEST_CASE("a repeat gives up at its deadline, and does not take the key with it") {
  KeysUnderWay keys;
  KeysUnderWay::Hold none;
  {
    KeysUnderWay::Hold hold;
    CHECK(keys.Enter({kBot, "k"}, absl::InfinitePast(), hold) == Entry::kEntered);
    CHECK(keys.Enter({kBot, "k"}, absl::Now(), none) == Entry::kTimedOut);
    CHECK(keys.Enter({kBot, "k"}, absl::Now(), none) == Entry::kTimedOut);
  }
  CHECK(keys.Enter({kBot, "k"}, absl::InfinitePast(), none) == Entry::kEntered);
}

TEST_CASE("all who wait on a fiber or a thread hear of the end, without the key") {
  KeysUnderWay keys;
  std::optional<KeysUnderWay::Hold> held(std::in_place);
  REQUIRE(keys.Enter({kBot, "k"}, absl::InfinitePast(), *held) == Entry::kEntered);
  const auto wait = [&keys] {
    KeysUnderWay::Hold none;
    return keys.Enter({kBot, "k"}, absl::Now() + kLong, none);
  };
  Entry on_fiber{}, on_thread{};
  absl::Notification fiber_waits;
  loop::EventLoop loop(2);
  loop.Post([&] { on_fiber = wait(); });
  // Fibers of a loop take turns: the second runs once the first waits.
  loop.Post([&] { fiber_waits.Notify(); });
  fiber_waits.WaitForNotification();
  std::thread thread([&] { on_thread = wait(); });
  held.reset();
  thread.join();
  loop.Join();
  CHECK(on_fiber == Entry::kEnded);
  // It may have come before the end, or after it.
  CHECK(on_thread != Entry::kTimedOut);
}

}  // namespace
}  // namespace enlace::rpc

#include "services/auth/domain/password_gate.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <utility>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/loop/event_loop.h"

namespace enlace::auth {
namespace {

// Two at once and sixteen who wait.
constexpr std::size_t kPlaces = 18;
constexpr auto kOk = absl::StatusCode::kOk;
constexpr auto kRefused = absl::StatusCode::kResourceExhausted;
constexpr auto kTooLate = absl::StatusCode::kDeadlineExceeded;

// Work that says when it has begun, and ends when it is told to.
struct Held {
  absl::Notification begun, go;
};

std::function<void()> WorkOf(std::shared_ptr<Held> held) {
  return [held = std::move(held)] {
    held->begun.Notify();
    held->go.WaitForNotification();
  };
}

// Calls the gate with held work until it has begun when the caller gives up.
std::shared_ptr<Held> Abandon(PasswordGate& gate) {
  for (auto patience = absl::Milliseconds(1);; patience *= 2) {
    const auto held = std::make_shared<Held>();
    CHECK(gate.Run(WorkOf(held), absl::Now() + patience).code() == kTooLate);
    if (held->begun.HasBeenNotified()) return held;
  }
}

// Many callers of one gate, on the fibers of one loop.
class Crowd {
 public:
  struct Call {
    absl::StatusCode outcome = absl::StatusCode::kUnknown;
    std::atomic<bool> ran = false;
    absl::Notification over;
  };

  // Returns when the caller waits or has its outcome.
  std::shared_ptr<Call> Come(absl::Time deadline = absl::InfiniteFuture()) {
    auto call = std::make_shared<Call>();
    absl::Notification came;
    loop_.Post([this, call, deadline] {
      call->outcome = gate.Run([call] { call->ran = true; }, deadline).code();
      call->over.Notify();
    });
    // The loop begins its tasks in order, each of them until it waits.
    loop_.Post([&came] { came.Notify(); });
    came.WaitForNotification();
    return call;
  }

  std::vector<std::shared_ptr<Call>> Come(std::size_t count) {
    std::vector<std::shared_ptr<Call>> calls(count);
    std::generate(calls.begin(), calls.end(), [this] { return Come(); });
    return calls;
  }

  // Comes with work that lasts until `go`, and returns when it has begun.
  std::shared_ptr<Held> Hold() {
    const auto held = std::make_shared<Held>();
    loop_.Post([this, held] { gate.Run(WorkOf(held), absl::InfiniteFuture()).IgnoreError(); });
    held->begun.WaitForNotification();
    return held;
  }

  // When all have their outcome.
  void End() { loop_.Join(); }

  PasswordGate gate;

 private:
  loop::EventLoop loop_{kPlaces + 4};
};

void Release(std::initializer_list<std::shared_ptr<Held>> all) {
  for (const auto& held : all) held->go.Notify();
}

bool AllAre(absl::StatusCode code, const std::vector<std::shared_ptr<Crowd::Call>>& calls) {
  return std::all_of(calls.begin(), calls.end(), [code](const auto& call) {
    return call->outcome == code && call->ran == (code == kOk);
  });
}

TEST_CASE("two are hashed, sixteen wait, the nineteenth is refused, and the loop goes on") {
  Crowd crowd;
  const auto one = crowd.Hold();
  const auto two = crowd.Hold();
  const auto waiting = crowd.Come(16);
  CHECK(AllAre(kRefused, crowd.Come(3)));
  for (const auto& call : waiting) CHECK_FALSE(call->over.HasBeenNotified());
  CHECK(crowd.gate.load().under_way == 2);
  CHECK(crowd.gate.load().waiting == 16);
  CHECK(crowd.gate.load().refused == 3);
  Release({one, two});
  crowd.End();
  CHECK(AllAre(kOk, waiting));
  CHECK(crowd.gate.load().waiting == 0);
  CHECK(crowd.gate.load().done == 18);
}

TEST_CASE("two are worked on at once, and never a third, for callers on threads") {
  PasswordGate gate;
  std::atomic<int> under_way = 0, most = 0, begun = 0;
  // Two that are worked on together meet.
  std::vector<std::unique_ptr<absl::Barrier>> meetings;
  for (std::size_t i = 0; i < kPlaces / 2; ++i) {
    meetings.push_back(std::make_unique<absl::Barrier>(2));
  }
  const auto work = [&] {
    const int now = ++under_way;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    meetings[static_cast<std::size_t>(begun++) / 2]->Block();
    --under_way;
  };
  std::vector<std::thread> callers;
  std::atomic<int> done = 0;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    callers.emplace_back([&] { done += gate.Run(work, absl::InfiniteFuture()).ok() ? 1 : 0; });
  }
  for (auto& caller : callers) caller.join();
  CHECK(done == kPlaces);
  CHECK(most == 2);
}

TEST_CASE("places are given back, however often they were taken") {
  Crowd crowd;
  for (int round = 0; round < 3; ++round) {
    const auto one = crowd.Hold();
    const auto two = crowd.Hold();
    const auto waiting = crowd.Come(16);
    CHECK(AllAre(kRefused, crowd.Come(1)));
    Release({one, two});
    for (const auto& call : waiting) call->over.WaitForNotification();
    CHECK(AllAre(kOk, waiting));
  }
}

TEST_CASE("who gives up waiting leaves the place to another, and the work undone") {
  Crowd crowd;
  const auto one = crowd.Hold();
  const auto two = crowd.Hold();
  const auto waiting = crowd.Come(15);
  const auto hasty = crowd.Come(absl::Now() + absl::Milliseconds(5));
  hasty->over.WaitForNotification();
  CHECK(hasty->outcome == kTooLate);
  const auto patient = crowd.Come();
  CHECK_FALSE(patient->over.HasBeenNotified());
  CHECK(AllAre(kRefused, crowd.Come(1)));
  Release({one, two});
  crowd.End();
  CHECK(AllAre(kOk, waiting));
  CHECK(AllAre(kOk, {patient}));
  CHECK_FALSE(hasty->ran);
}

TEST_CASE("work that has begun keeps its place when its caller gives up, until it ends") {
  Crowd crowd;
  const auto abandoned = Abandon(crowd.gate);
  const auto other = crowd.Hold();
  const auto waiting = crowd.Come(16);
  CHECK(AllAre(kRefused, crowd.Come(1)));
  // The other is still held: its place it is in which all others are served.
  Release({abandoned});
  for (const auto& call : waiting) call->over.WaitForNotification();
  CHECK(AllAre(kOk, waiting));
  Release({other});
}

TEST_CASE("the loop of one who gave up may end before the work does") {
  PasswordGate gate;
  std::shared_ptr<Held> held;
  {
    loop::EventLoop loop(1);
    loop.Post([&] { held = Abandon(gate); });
  }
  held->go.Notify();
}

TEST_CASE("who comes after the deadline is not served") {
  PasswordGate gate;
  std::atomic<bool> ran = false;
  CHECK(gate.Run([&] { ran = true; }, absl::Now()).code() == kTooLate);
  CHECK(gate.Run([&] { ran = true; }, absl::InfinitePast()).code() == kTooLate);
  CHECK_FALSE(ran);
}

TEST_CASE("work that throws is an error and gives its place back") {
  PasswordGate gate;
  for (std::size_t i = 0; i < 2 * kPlaces; ++i) {
    const auto outcome =
        gate.Run([] { throw std::runtime_error("broken"); }, absl::InfiniteFuture());
    CHECK(outcome.code() == absl::StatusCode::kInternal);
  }
  CHECK(gate.Run([] {}, absl::InfiniteFuture()).ok());
}

TEST_CASE("passwords are hashed and verified in the gate") {
  PasswordGate gate;
  const auto hash = gate.Hash("correct horse battery staple", absl::InfiniteFuture());
  REQUIRE(hash.ok());
  CHECK(*gate.Verify("correct horse battery staple", *hash, absl::InfiniteFuture()));
  CHECK_FALSE(*gate.Verify("another horse battery staple", *hash, absl::InfiniteFuture()));
  CHECK(gate.Verify("any", "no hash", absl::InfiniteFuture()).status().code() ==
        absl::StatusCode::kInternal);
  CHECK(gate.Hash("any", absl::InfinitePast()).status().code() == kTooLate);
  CHECK(gate.Verify("any", *hash, absl::InfinitePast()).status().code() == kTooLate);
}

TEST_CASE("a full gate neither hashes nor verifies") {
  Crowd crowd;
  const auto one = crowd.Hold();
  const auto two = crowd.Hold();
  const auto waiting = crowd.Come(16);
  CHECK(crowd.gate.Hash("any", absl::InfiniteFuture()).status().code() == kRefused);
  CHECK(crowd.gate.Verify("any", "$argon2id$", absl::InfiniteFuture()).status().code() == kRefused);
  Release({one, two});
}

}  // namespace
}  // namespace enlace::auth

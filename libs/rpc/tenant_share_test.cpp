#include "libs/rpc/tenant_share.h"

#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <functional>
#include <optional>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/loop/event_loop.h"

namespace enlace::rpc {
namespace {

const core::Ulid kAlpha = core::Ulid::Generate(absl::UnixEpoch());
const core::Ulid kBeta = core::Ulid::Generate(absl::UnixEpoch());
const core::Ulid kGamma = core::Ulid::Generate(absl::UnixEpoch());

// Calls on the fibers of a loop. Of eight at once a tenant's share are two, and half are four.
class Calls {
 public:
  struct Call {
    bool runs = false;
    absl::Status refusal;
    std::optional<loop::Notification> end;
  };

  explicit Calls(TenantShare::Limits limits) : shares_(limits) {}

  // Runs `test` on a fiber, and the calls on others.
  void Run(const std::function<void()>& test) {
    loop::EventLoop loop(64);
    absl::Notification done;
    loop.Post([&] {
      test();
      for (auto& call : calls_) End(call);
      done.Notify();
    });
    // A loop that ends lets its idle fibers go: nothing could begin on them.
    done.WaitForNotification();
    loop.Join();
  }

  Call& Begin(const TenantShare::Caller& caller) {
    auto& call = calls_.emplace_back();
    loop::EventLoop::Current()->Begin([this, &call, caller] {
      const auto hold = shares_.Enter(caller, absl::Now() + absl::Minutes(1));
      call.refusal = hold.status();
      if (!hold.ok()) return;
      call.end.emplace();
      call.runs = true;
      call.end->Wait();
      call.runs = false;
    });
    Settle();
    return call;
  }

  // Begins `count` calls, of which the last is returned.
  Call& Begin(const TenantShare::Caller& caller, int count) {
    for (int i = 1; i < count; ++i) Begin(caller);
    return Begin(caller);
  }

  static void End(Call& call) {
    if (call.runs) call.end->Notify();
    Settle();
  }

  TenantShare& shares() { return shares_; }

 private:
  // Fibers take turns: after some of them each one waits.
  static void Settle() {
    for (int i = 0; i < 8; ++i) loop::EventLoop::Yield();
  }

  TenantShare shares_;
  std::deque<Call> calls_;
};

TEST_CASE("a tenant alone has half of all calls, and the next one waits for one of its own") {
  Calls calls({.calls = 8});
  calls.Run([&] {
    auto& first = calls.Begin({kAlpha});
    CHECK(calls.Begin({kAlpha}, 3).runs);
    const auto& fifth = calls.Begin({kAlpha});
    CHECK_FALSE(fifth.runs);
    CHECK(fifth.refusal.ok());
    Calls::End(first);
    CHECK(fifth.runs);
  });
}

TEST_CASE("who has less than a share goes ahead of whoever has more") {
  Calls calls({.calls = 8});
  calls.Run([&] {
    auto& first = calls.Begin({kAlpha});
    auto& second = calls.Begin({kAlpha});
    auto& third = calls.Begin({kAlpha});
    calls.Begin({kAlpha});
    const auto& waits = calls.Begin({kAlpha});
    CHECK(calls.Begin({kBeta}, 2).runs);
    CHECK_FALSE(calls.Begin({kBeta}).runs);
    CHECK(calls.Begin({kGamma}, 2).runs);
    // What is more than alpha's share is not given to alpha again.
    Calls::End(first);
    CHECK_FALSE(waits.runs);
    Calls::End(second);
    CHECK_FALSE(waits.runs);
    Calls::End(third);
    CHECK(waits.runs);
  });
}

TEST_CASE("what one tenant leaves another that waits may take, and nobody overtakes") {
  Calls calls({.calls = 8});
  calls.Run([&] {
    auto& alpha = calls.Begin({kAlpha}, 2);
    auto& beta = calls.Begin({kBeta}, 2);
    const auto& waits = calls.Begin({kAlpha});
    const auto& behind = calls.Begin({kAlpha});
    CHECK_FALSE(waits.runs);
    Calls::End(beta);
    CHECK(waits.runs);
    CHECK_FALSE(behind.runs);
    // There is room for one again, and `behind` has it.
    Calls::End(alpha);
    CHECK(behind.runs);
    CHECK_FALSE(calls.Begin({kAlpha}).runs);
  });
}

TEST_CASE("of one tenant, who came first goes on first") {
  Calls calls({.calls = 8});
  calls.Run([&] {
    auto& first = calls.Begin({kAlpha});
    calls.Begin({kAlpha}, 3);
    const auto& fifth = calls.Begin({kAlpha});
    const auto& sixth = calls.Begin({kAlpha});
    Calls::End(first);
    CHECK(fifth.runs);
    CHECK_FALSE(sixth.runs);
  });
}

TEST_CASE("beyond the number of those who may wait for their share a call is refused at once") {
  Calls calls({.calls = 8, .waiting = 3});
  const auto refused = [](const Calls::Call& call) {
    return absl::IsResourceExhausted(call.refusal) &&
           core::DetailsOf(call.refusal).reason == core::reason::kBusy &&
           core::DetailsOf(call.refusal).retry_after.has_value();
  };
  calls.Run([&] {
    // One tenant may fill half of the room, and three of them the room.
    CHECK(calls.Begin({kAlpha}, 5).refusal.ok());
    CHECK(refused(calls.Begin({kAlpha})));
    CHECK(calls.Begin({kBeta}, 3).refusal.ok());
    CHECK(calls.Begin({kGamma}, 3).refusal.ok());
    CHECK(refused(calls.Begin({core::Ulid::Generate(absl::UnixEpoch())}, 3)));
  });
}

TEST_CASE("who has waited for too long is refused, and takes nothing along") {
  Calls calls({.calls = 4, .patience = absl::Milliseconds(1)});
  calls.Run([&] {
    auto& first = calls.Begin({kAlpha});
    auto& second = calls.Begin({kAlpha});
    const auto& third = calls.Begin({kAlpha});
    while (third.refusal.ok() && !third.runs) loop::Pause(absl::Milliseconds(1));
    CHECK(absl::IsResourceExhausted(third.refusal));
    Calls::End(first);
    Calls::End(second);
    CHECK(calls.Begin({kAlpha}, 2).runs);
  });
}

TEST_CASE("a call that is part of another does not wait for its tenant's outer ones") {
  Calls calls({.calls = 4});
  calls.Run([&] {
    CHECK(calls.Begin({kAlpha}, 2).runs);
    CHECK_FALSE(calls.Begin({kAlpha}).runs);
    CHECK(calls.Begin({kAlpha, /*inner=*/true}).runs);
  });
}

TEST_CASE("a tenant without a call under way is forgotten") {
  Calls calls({.calls = 8});
  calls.Run([&] {
    auto& alpha = calls.Begin({kAlpha});
    auto& beta = calls.Begin({kBeta});
    CHECK(calls.shares().tenants() == 2);
    Calls::End(alpha);
    CHECK(calls.shares().tenants() == 1);
    Calls::End(beta);
    CHECK(calls.shares().tenants() == 0);
  });
}

}  // namespace
}  // namespace enlace::rpc

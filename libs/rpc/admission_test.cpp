#include "libs/rpc/admission.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <vector>

namespace enlace::rpc {
namespace {

constexpr absl::Duration kMoment = absl::Milliseconds(1);

class Server {
 public:
  explicit Server(Admission::Limits limits) : admission_(limits) {}

  struct Call final : Admission::Call {
    void Begin() override { begun = true; }
    void Refuse() override { refused = true; }
    bool waits() const { return !begun && !refused; }

    bool begun = false;
    bool refused = false;
  };

  Call& Arrive() {
    auto& call = calls_.emplace_back();
    admission_.Arrive(call, now_);
    return call;
  }
  void End() { admission_.Leave(now_); }
  void Pass(absl::Duration time) {
    now_ += time;
    admission_.Shed(now_);
  }
  // Calls find all places taken for a second on end. Nobody waits afterwards.
  void Overload() {
    for (int i = 0; i < 3; ++i) {
      Arrive();
      Pass(Patience::kInterval);
    }
  }
  Admission& admission() { return admission_; }

 private:
  // They don't move.
  std::deque<Call> calls_;
  absl::Time now_ = absl::UnixEpoch();
  Admission admission_;
};

TEST_CASE(
    "as many calls run as there are places, and the next ones in the order of their arrival") {
  Server server({.running = 2, .waiting = 10});
  CHECK(server.Arrive().begun);
  CHECK(server.Arrive().begun);
  const auto& first = server.Arrive();
  const auto& second = server.Arrive();
  CHECK(first.waits());
  server.End();
  CHECK(first.begun);
  CHECK(second.waits());
  server.End();
  CHECK(second.begun);
}

TEST_CASE("beyond the number of those who may wait a call is refused at once") {
  Server server({.running = 1, .waiting = 2});
  server.Arrive();
  const auto& first = server.Arrive();
  server.Arrive();
  CHECK(server.Arrive().refused);
  CHECK(first.waits());
}

TEST_CASE("a burst that passes within a second is served whole") {
  Server server({.running = 1, .waiting = 100});
  std::vector<const Server::Call*> burst;
  for (int i = 0; i < 90; ++i) burst.push_back(&server.Arrive());
  for (int i = 0; i < 90; ++i) {
    server.Pass(absl::Milliseconds(10));
    server.End();
  }
  CHECK(std::ranges::all_of(burst, [](const auto* call) { return call->begun; }));
}

TEST_CASE("nobody waits for longer than a second, also where nothing ends") {
  Server server({.running = 1, .waiting = 10});
  server.Arrive();
  const auto& call = server.Arrive();
  server.Pass(Patience::kInterval - kMoment);
  CHECK(call.waits());
  server.Pass(kMoment);
  CHECK(call.refused);
}

TEST_CASE("once calls have had to wait for a second on end, they wait for moments only") {
  Server server({.running = 1, .waiting = 10});
  server.Overload();
  const auto& call = server.Arrive();
  server.Pass(Patience::kTarget - kMoment);
  CHECK(call.waits());
  server.Pass(kMoment);
  CHECK(call.refused);
}

TEST_CASE("of those who wait in an overload, who came last is served first") {
  Server server({.running = 1, .waiting = 10});
  server.Overload();
  const auto& first = server.Arrive();
  const auto& last = server.Arrive();
  server.End();
  CHECK(last.begun);
  CHECK(first.waits());
}

TEST_CASE("an overload is over when nobody has had to wait for a second") {
  Server server({.running = 1, .waiting = 10});
  server.Overload();
  server.End();
  server.Pass(Patience::kInterval);
  CHECK(server.Arrive().begun);
  const auto& call = server.Arrive();
  server.Pass(Patience::kTarget);
  CHECK(call.waits());
}

TEST_CASE("a call that gives way lets another run, and needs no place to go on") {
  Server server({.running = 1, .waiting = 10});
  server.Arrive();
  const auto& second = server.Arrive();
  server.End();
  CHECK(second.begun);
  server.admission().Return();
  const auto& third = server.Arrive();
  server.End();
  CHECK(third.waits());
  server.End();
  CHECK(third.begun);
}

// 8 places, each of which serves a call in 8 ms: a call a millisecond. Four come in each.
TEST_CASE("at four times what can be served, as much is served as can be, and soon") {
  constexpr std::size_t kPlaces = 8;
  constexpr int kMillis = 10'000;
  Server server({.running = kPlaces, .waiting = kPlaces * 16});
  struct Sent {
    const Server::Call* call;
    int at;
    bool seen = false;
  };
  std::deque<Sent> sent;
  std::deque<int> ends;
  int served = 0, slowest = 0;
  for (int now = 0; now < kMillis; ++now) {
    while (!ends.empty() && ends.front() == now) {
      ends.pop_front();
      server.End();
    }
    for (int i = 0; i < 4; ++i) sent.push_back({&server.Arrive(), now});
    for (auto& one : sent) {
      if (one.seen || !one.call->begun) continue;
      one.seen = true;
      ends.push_back(now + static_cast<int>(kPlaces));
      if (one.at < 2'000) continue;
      ++served;
      slowest = std::max(slowest, now - one.at);
    }
    std::erase_if(sent, [](const Sent& one) { return one.seen || one.call->refused; });
    server.Pass(kMoment);
  }
  CHECK(slowest <= Patience::kTarget / kMoment);
  CHECK(served >= 7'900);
}

}  // namespace
}  // namespace enlace::rpc

#include "services/appointment/domain/replies.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

const core::Ulid kTenant = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
const core::Ulid kAppointment = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAW");
const absl::Time kNow = absl::FromUnixSeconds(1'796'134'400);

class StandingClock final : public core::Clock {
 public:
  absl::Time Now() const override { return kNow; }
};

// One appointment, or none.
struct Row {
  State state = State::kScheduled;
  absl::Time start = kNow + absl::Hours(1);
  bool live = true;
};

class Views final : public ReplyRepository {
 public:
  explicit Views(const Row& row) : row_(row) {}
  absl::StatusOr<std::optional<ReplyView>> Find(const Caller&, const core::Ulid&) override {
    if (!row_.live) return std::optional<ReplyView>();
    return std::optional(ReplyView{.state = row_.state, .start = row_.start});
  }

 private:
  const Row& row_;
};

class Appointments final : public AppointmentRepository {
 public:
  explicit Appointments(Row& row) : row_(row) {}
  absl::StatusOr<Appointment> Update(const Caller&, const core::Ulid&, const Needs&,
                                     const Worker& work) override {
    if (!row_.live) return absl::NotFoundError("");
    Locked locked;
    locked.appointment.state = row_.state;
    locked.appointment.start = row_.start;
    auto next = work(locked);
    if (next.ok()) row_.state = next->state;
    return next;
  }
  absl::StatusOr<DoctorAndSite> FindDoctorAndSite(const Caller&, const Booking&) override {
    return Never();
  }
  absl::StatusOr<BookingOutcome> Book(const Caller&, const Booking&, const BeforeCommit&) override {
    return Never();
  }
  absl::StatusOr<std::optional<Appointment>> Find(const Caller&, const core::Ulid&) override {
    return Never();
  }
  absl::StatusOr<std::vector<Appointment>> List(const Caller&, const AppointmentFilter&,
                                                const std::optional<AppointmentCursor>&,
                                                int) override {
    return Never();
  }

 private:
  static absl::Status Never() { return absl::InternalError("a reply books nothing"); }

  Row& row_;
};

struct World {
  Row row;
  StandingClock clock;
  Views views{row};
  Appointments appointments{row};
  Replies replies{views, appointments, clock};

  State Answered(State to) {
    const auto shown = replies.Answer({}, kAppointment, to);
    REQUIRE(shown.ok());
    CHECK(shown->state == row.state);
    return row.state;
  }
};

TEST_CASE("a reply link's token leads to its appointment under the platform's key only") {
  const ReplyTokens tokens(*core::DataKeys::FromHex(std::string(64, 'a')));
  const ReplyTokens others(*core::DataKeys::FromHex(std::string(64, 'b')));
  const ReplySubject subject{kTenant, kAppointment};
  const auto token = tokens.Make(subject);
  CHECK(token.size() == 64);
  CHECK(tokens.Read(token) == subject);
  CHECK_FALSE(others.Read(token));
  CHECK_FALSE(tokens.Read(""));
  CHECK_FALSE(tokens.Read(token.substr(1)));
  CHECK_FALSE(tokens.Read(token + "A"));
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(tokens.Read(changed));
  }
}

TEST_CASE("what has begun or is over is not answered any more") {
  const World world;
  const auto later = kNow + absl::Seconds(1);
  CHECK(world.replies.CanConfirm(State::kScheduled, later));
  CHECK(world.replies.CanConfirm(State::kRequested, later));
  CHECK(world.replies.CanCancel(State::kConfirmed, later));
  CHECK_FALSE(world.replies.CanConfirm(State::kScheduled, kNow));
  CHECK_FALSE(world.replies.CanCancel(State::kScheduled, kNow));
  CHECK_FALSE(world.replies.CanConfirm(State::kConfirmed, later));
  for (const auto state : {State::kCancelled, State::kCompleted, State::kNoShow}) {
    CHECK_FALSE(world.replies.CanConfirm(state, later));
    CHECK_FALSE(world.replies.CanCancel(state, later));
  }
}

TEST_CASE("an answer changes what it can, once, and shows what is so then") {
  World world;
  CHECK(world.Answered(State::kConfirmed) == State::kConfirmed);
  CHECK(world.Answered(State::kConfirmed) == State::kConfirmed);
  CHECK(world.Answered(State::kCancelled) == State::kCancelled);
  CHECK(world.Answered(State::kConfirmed) == State::kCancelled);

  World begun;
  begun.row.start = kNow;
  CHECK(begun.Answered(State::kCancelled) == State::kScheduled);
}

TEST_CASE("the link of an appointment that is gone says no more than a forged one") {
  World world;
  world.row.live = false;
  for (const auto& status : {world.replies.Show({}, kAppointment).status(),
                             world.replies.Answer({}, kAppointment, State::kConfirmed).status()}) {
    CHECK(core::DetailsOf(status).reason == core::reason::kCredentialInvalid);
  }
}

}  // namespace
}  // namespace enlace::appointment

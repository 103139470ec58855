#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

TEST_CASE("a reschedule to a taken time is refused and changes nothing") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  const auto nine =
      clinic.Book(caller, clinic.Payload("2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"));
  REQUIRE(clinic.Book(caller, clinic.Payload("2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z")).ok());

  const auto refused =
      clinic.Change(caller, nine->id.ToString(), {.start = "2026-12-01T09:30:00Z"});
  CHECK(ReasonOf(refused.status()) == core::reason::kSlotTaken);
  CHECK(*clinic.bookings.Get(caller, nine->id.ToString()) == *nine);

  const auto moved = clinic.Change(caller, nine->id.ToString(), {.start = "2026-12-01T11:00:00Z"});
  REQUIRE(moved.ok());
  CHECK(moved->id == nine->id);
  CHECK(moved->end - moved->start == absl::Hours(1));
  // What it left is free again.
  CHECK(clinic.Book(caller, clinic.Payload("2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z")).ok());
}

TEST_CASE("reschedules and bookings that cross each other neither overlap nor hang") {
  ClinicFixture clinic(12);
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  std::vector<std::string> ids;
  for (const char* hour : {"09", "10", "11", "12"}) {
    const std::string day = "2026-12-01T" + std::string(hour);
    ids.push_back(
        clinic.Book(caller, clinic.Payload(day + ":00:00Z", day + ":30:00Z"))->id.ToString());
  }
  std::vector<std::thread> threads;
  std::vector<absl::Status> results(24);
  for (int i = 0; i < 24; ++i) {
    threads.emplace_back([&, i] {
      const std::string target = "2026-12-01T" + std::to_string(13 + i % 4);
      const auto own = clinic.CallerOf(clinic.alpha);
      results[i] =
          i % 3 == 0
              ? clinic.Book(own, clinic.Payload(target + ":10:00Z", target + ":20:00Z")).status()
              : clinic
                    .Change(own, ids[static_cast<std::size_t>(i) % ids.size()],
                            {.start = target + ":00:00Z"})
                    .status();
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) {
    CAPTURE(result.ToString());
    CHECK((result.ok() || ReasonOf(result) == core::reason::kSlotTaken));
  }
  CHECK(clinic.Count("appointments AS a JOIN appointments AS b ON a.practitioner_id = "
                     "b.practitioner_id AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < "
                     "a.end_at") == 0);
}

TEST_CASE("changes of one appointment at the same time all happen") {
  ClinicFixture clinic(8);
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller, "Norte");
  const auto south = clinic.AddSite(caller, "Sur");
  clinic.AddDoctor(caller);
  const auto booked = clinic.Book(caller, clinic.Payload());
  std::vector<std::thread> threads;
  std::vector<absl::Status> results(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      AppointmentPatch patch;
      if (i % 2) {
        patch.start = "2026-12-0" + std::to_string(i + 1) + "T09:00:00Z";
      } else {
        patch.custom_fields = nlohmann::json{{"key" + std::to_string(i), i}};
        patch.clinic_id = south.id.ToString();
      }
      results[i] =
          clinic.Change(clinic.CallerOf(clinic.alpha), booked->id.ToString(), patch).status();
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) {
    CAPTURE(result.ToString());
    CHECK(result.ok());
  }
  const auto after = clinic.bookings.Get(caller, booked->id.ToString());
  CHECK(after->location_id == south.id);
  CHECK(after->custom_fields.size() == 5);
  CHECK(clinic.Count("appointments WHERE version = 9") == 1);
}

TEST_CASE("a change that changes nothing makes no version and no event") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  const auto booked = clinic.Book(caller, clinic.Payload());
  CHECK(*clinic.Change(caller, booked->id.ToString(), {.state = "SCHEDULED"}) == *booked);
  CHECK(clinic.Count("outbox WHERE resource_type = 'Appointment'") == 1);
}

TEST_CASE("of racing changes of one version one is stored, and the others are told") {
  ClinicFixture clinic(8);
  auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  const auto booked = *clinic.Book(caller, clinic.Payload());
  const auto id = booked.id.ToString();
  caller.if_match = *core::VersionMatch::Parse(core::EtagOf(booked.version));
  std::atomic<int> stored = 0, refused = 0;
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&, i] {
      const auto changed = clinic.Change(caller, id, {.comment = std::to_string(i)});
      if (changed.ok()) ++stored;
      if (core::DetailsOf(changed.status()).reason == core::reason::kEtagMismatch) ++refused;
    });
  }
  for (auto& racer : racers) racer.join();
  CHECK(stored == 1);
  CHECK(refused == 7);
  const auto now = *clinic.bookings.Get(caller, id);
  CHECK(now.version == 2);
  CHECK(ReasonOf(clinic.bookings.Cancel(caller, id, "").status()) == core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.bookings.Delete(caller, id)) == core::reason::kEtagMismatch);
  caller.if_match = *core::VersionMatch::Parse(core::EtagOf(now.version));
  CHECK(clinic.bookings.Cancel(caller, id, "").ok());
}

TEST_CASE("an impossible move is refused") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  const auto id = clinic.Book(caller, clinic.Payload())->id.ToString();
  const auto refused = clinic.Change(caller, id, {.state = "COMPLETED"}).status();
  CHECK(refused.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(ReasonOf(refused) == core::reason::kStateTransition);
  for (const char* state : {"ARRIVED", "IN_PROGRESS", "COMPLETED"}) {
    CHECK(clinic.Change(caller, id, {.state = state}).ok());
  }
  CHECK(ReasonOf(clinic.bookings.Cancel(caller, id, "").status()) ==
        core::reason::kStateTransition);
}

}  // namespace
}  // namespace enlace::appointment::storage

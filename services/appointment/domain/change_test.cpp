#include "services/appointment/domain/change.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

catalog::Codes Today() { return catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21)); }

Appointment Booked() {
  Appointment appointment;
  appointment.start = absl::FromUnixSeconds(1'796'133'600);
  appointment.end = appointment.start + absl::Minutes(30);
  appointment.location_id = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  appointment.modality = "IN_PERSON";
  appointment.notification_state = "PENDING";
  appointment.comment = "Primera vez";
  appointment.custom_fields = {{"channel", "whatsapp"}, {"plan", "gold"}};
  appointment.time_zone = "America/Bogota";
  return appointment;
}

absl::StatusOr<Appointment> Patched(const AppointmentPatch& patch, const Appointment& current,
                                    const std::optional<Site>& site = std::nullopt) {
  std::vector<core::Violation> violations;
  std::vector<core::Violation> warnings;
  const auto change = ReadPatch(patch, Today(), violations, warnings);
  return Apply(change, current, site, std::move(violations));
}

std::vector<std::string> Faults(const absl::Status& status) {
  std::vector<std::string> found;
  for (const auto& violation : core::DetailsOf(status).violations) {
    found.push_back(violation.field + " " + violation.reason);
  }
  return found;
}

TEST_CASE("a new start without an end keeps the duration") {
  const auto next = Patched({.start = "2026-12-02T10:00:00-05:00"}, Booked());
  REQUIRE(next.ok());
  CHECK(absl::FormatTime(next->start, absl::UTCTimeZone()) == "2026-12-02T15:00:00+00:00");
  CHECK(next->end - next->start == absl::Minutes(30));
}

TEST_CASE("an end alone changes the duration, and must follow the start") {
  CHECK(Patched({.end = "2026-12-01T10:00:00-05:00"}, Booked())->end - Booked().start ==
        absl::Hours(1));
  CHECK(Faults(Patched({.end = "2026-12-01T09:00:00-05:00"}, Booked()).status()) ==
        std::vector<std::string>{"endAppointment END_BEFORE_START"});
}

TEST_CASE("an empty patch changes nothing") { CHECK(*Patched({}, Booked()) == Booked()); }

TEST_CASE("custom fields merge by key and null removes a key") {
  const auto next =
      Patched({.custom_fields = nlohmann::json{{"plan", nullptr}, {"age", 36}}}, Booked());
  CHECK(next->custom_fields == nlohmann::json{{"channel", "whatsapp"}, {"age", 36}});
}

TEST_CASE("what is cleared is gone") {
  const auto next = Patched({.clear_fields = {"comment", "customFields"}}, Booked());
  CHECK(!next->comment);
  CHECK(next->custom_fields == nlohmann::json::object());
}

TEST_CASE("all faults of a change are named at once") {
  const AppointmentPatch patch{.start = "soon",
                               .modality = "11",
                               .state = "GONE",
                               .clinic_id = "01ARZ3NDEKTSV4RRFFQ69G5FAW",
                               .comment = "",
                               .clear_fields = {"comment", "modality", "secret"}};
  CHECK(Faults(Patched(patch, Booked()).status()) ==
        std::vector<std::string>{"modality CLEAR_FIELD", "clearFields CLEAR_FIELD",
                                 "comment CLEAR_FIELD", "startAppointment TIME_FORMAT",
                                 "modality MODALITY", "state STATE", "comment EMPTY",
                                 "clinicId CLINIC_NOT_FOUND"});
}

TEST_CASE("an inactive site is refused and an active one brings its zone") {
  const auto id = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAW");
  const AppointmentPatch patch{.clinic_id = id.ToString()};
  CHECK(Faults(Patched(patch, Booked(), Site{id, "America/Lima", false}).status()) ==
        std::vector<std::string>{"clinicId CLINIC_INACTIVE"});
  const auto next = Patched(patch, Booked(), Site{id, "America/Lima", true});
  CHECK(next->location_id == id);
  CHECK(next->time_zone == "America/Lima");
}

TEST_CASE("an impossible move is refused, and so is another time after the end") {
  auto done = Booked();
  done.state = State::kCompleted;
  const auto moved = Patched({.state = "SCHEDULED"}, done).status();
  CHECK(core::DetailsOf(moved).reason == core::reason::kStateTransition);
  const auto rescheduled = Patched({.start = "2026-12-02T10:00:00-05:00"}, done).status();
  CHECK(rescheduled.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(Patched({.comment = "all well"}, done).ok());
}

TEST_CASE("a cancellation twice is one") {
  const auto once = Cancelled(Booked(), "is ill");
  CHECK(once->state == State::kCancelled);
  CHECK(once->comment == "is ill");
  CHECK(*Cancelled(*once, "again") == *once);
  auto begun = Booked();
  begun.state = State::kInProgress;
  CHECK(!Cancelled(begun, std::nullopt).ok());
}

}  // namespace
}  // namespace enlace::appointment

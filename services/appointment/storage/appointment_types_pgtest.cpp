#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

using Types = std::vector<AppointmentType>;

AppointmentTypeInput Control(const std::string& code = "CONTROL") {
  return {.code = code, .name = "Control", .duration_minutes = 20};
}

absl::StatusOr<AppointmentType> Create(ClinicFixture& clinic, const Caller& caller,
                                       const AppointmentTypeInput& input) {
  std::vector<core::Violation> warnings;
  return clinic.types.Create(caller, input, warnings);
}

absl::StatusOr<AppointmentType> Update(ClinicFixture& clinic, const Caller& caller,
                                       const core::Ulid& id, const AppointmentTypeInput& input) {
  std::vector<core::Violation> warnings;
  return clinic.types.Update(caller, id.ToString(), input, warnings);
}

Caller IfMatch(Caller caller, const std::string& etag) {
  caller.if_match = *core::VersionMatch::Parse(etag);
  return caller;
}

TEST_CASE("an appointment type is kept with all of its fields") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  auto input = Control();
  input.buffer_before_minutes = 5;
  input.buffer_after_minutes = 10;
  input.modality = "HOME";
  input.specialties = {"Cardiología", "Medicina \"general\", {y} más"};
  input.bookable_by = "STAFF";
  input.min_notice_minutes = 120;
  input.max_days_ahead = 30;
  input.active = false;
  const auto made = Create(clinic, caller, input);
  REQUIRE(made.ok());
  CHECK(made->specialties == *input.specialties);
  CHECK(made->staff_only);
  CHECK(made->version == 1);
  CHECK(*clinic.types.Get(caller, made->id.ToString()) == *made);
  CHECK(clinic.Count("outbox WHERE resource_type = 'AppointmentType' AND action = 'CREATE' AND "
                     "after_row -> 'specialties' ->> 0 = 'Cardiología' AND "
                     "after_row ->> 'bookable_by' = 'STAFF'") == 1);
}

TEST_CASE("a change of an appointment type makes one version, and none when nothing changes") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto made = Create(clinic, caller, Control());
  const auto changed = Update(clinic, caller, made->id, {.duration_minutes = 30, .active = false});
  REQUIRE(changed.ok());
  CHECK(changed->version == 2);
  CHECK(changed->duration == absl::Minutes(30));
  CHECK(!changed->active);
  CHECK(changed->name == "Control");
  CHECK(*Update(clinic, caller, made->id, {.duration_minutes = 30}) == *changed);
  CHECK(clinic.Count("outbox WHERE resource_type = 'AppointmentType'") == 2);
}

TEST_CASE("another version of an appointment type is neither changed nor deleted") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto made = Create(clinic, caller, Control());
  const auto stale = IfMatch(caller, "\"7\"");
  // Said before anything about the fields is.
  CHECK(ReasonOf(Update(clinic, stale, made->id, {.duration_minutes = 1}).status()) ==
        core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.types.Delete(stale, made->id.ToString())) == core::reason::kEtagMismatch);
  CHECK(clinic.types.Delete(IfMatch(caller, "\"1\""), made->id.ToString()).ok());
}

TEST_CASE("a code names one live appointment type of a tenant") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto made = Create(clinic, caller, Control());
  CHECK(Create(clinic, clinic.CallerOf(clinic.beta), Control()).ok());
  const auto twice = Create(clinic, caller, Control("control"));
  CHECK(twice.status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(twice.status()) == core::reason::kCodeExists);
  const auto other = Create(clinic, caller, Control("OTHER"));
  CHECK(ReasonOf(Update(clinic, caller, other->id, {.code = "CONTROL"}).status()) ==
        core::reason::kCodeExists);

  const auto id = made->id.ToString();
  REQUIRE(clinic.types.Delete(caller, id).ok());
  CHECK(clinic.types.Get(caller, id).status() == core::refusal::NotFoundAppointmentType());
  CHECK(Update(clinic, caller, made->id, {.name = "x"}).status() ==
        core::refusal::NotFoundAppointmentType());
  CHECK(clinic.types.Delete(caller, id) == core::refusal::NotFoundAppointmentType());
  CHECK(clinic.Count("outbox WHERE action = 'DELETE'") == 1);
  CHECK(Update(clinic, caller, other->id, {.code = "CONTROL"}).ok());
}

TEST_CASE("of appointment types that are made at once with one code, one is") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  std::array<absl::Status, 8> results;
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&] { result = Create(clinic, caller, Control()).status(); });
  }
  for (auto& thread : threads) thread.join();
  int made = 0;
  for (const auto& result : results) {
    made += result.ok() ? 1 : 0;
    CHECK((result.ok() || ReasonOf(result) == core::reason::kCodeExists));
  }
  CHECK(made == 1);
}

TEST_CASE("appointment types are listed page by page, active or not") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  Types made;
  for (const char* code : {"A", "B", "C"}) made.push_back(*Create(clinic, caller, Control(code)));
  // As lists are: ids of one millisecond are in no order of their making.
  std::sort(made.begin(), made.end(),
            [](const auto& one, const auto& other) { return one.id < other.id; });
  made[1] = *Update(clinic, caller, made[1].id, {.active = false});
  const auto first = clinic.types.List(caller, std::nullopt, {.size = 2});
  CHECK(first->types == Types{made[0], made[1]});
  const auto second = clinic.types.List(caller, std::nullopt, {.size = 2, .after = *first->next});
  CHECK(second->types == Types{made[2]});
  CHECK(!second->next);
  CHECK(clinic.types.List(caller, true, {})->types == Types{made[0], made[2]});
  CHECK(clinic.types.List(caller, false, {})->types == Types{made[1]});
  CHECK(clinic.types.List(clinic.CallerOf(clinic.beta), std::nullopt, {})->types.empty());
  CHECK(ReasonOf(clinic.types.List(caller, std::nullopt, {.after = "42"}).status()) ==
        "pageToken PAGE_TOKEN_INVALID");
}

TEST_CASE("foreign, absent and malformed ids of appointment types get one answer") {
  ClinicFixture clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha), beta = clinic.CallerOf(clinic.beta);
  const auto made = Create(clinic, alpha, Control());
  const auto absent = core::refusal::NotFoundAppointmentType();
  std::vector<core::Violation> warnings;
  for (const std::string& id :
       {made->id.ToString(), core::Ulid::Generate(absl::Now()).ToString(), std::string("42")}) {
    CHECK(clinic.types.Get(beta, id).status() == absent);
    CHECK(clinic.types.Update(beta, id, {.name = "x"}, warnings).status() == absent);
    // What is wrong with a change says nothing of the id.
    CHECK(clinic.types.Update(beta, id, {.name = ""}, warnings).status() == absent);
    CHECK(clinic.types.Delete(beta, id) == absent);
  }
  CHECK(*clinic.types.Get(alpha, made->id.ToString()) == *made);
  CHECK(testing::RunSql(clinic.test_database.RuntimeUrl(),
                        "SELECT count(*) AS n FROM appointment_types")[0]
            .Int("n") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage

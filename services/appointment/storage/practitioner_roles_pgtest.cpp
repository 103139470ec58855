#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/available_times_json.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

using Drafts = std::vector<AvailableTimeDraft>;

const Drafts kMornings = {
    {.days_of_week = {"MON", "FRI"},
     .start_time = "08:00",
     .end_time = "12:00",
     .effective_from = "2026-01-01",
     .effective_to = "2026-12-31"},
    {.days_of_week = {"SAT"}, .start_time = "20:00", .end_time = "24:00", .on_holidays = true}};

// A clinic with a doctor and a site.
struct Clinic : ClinicFixture {
  Caller caller = CallerOf(alpha);
  std::string site = AddSite(caller).id.ToString();
  std::string doctor = AddDoctor(caller).id.ToString();

  absl::StatusOr<PractitionerRole> Add(const Drafts& times = kMornings) {
    return availabilities.CreateRole(
        caller, {.doctor_id = doctor, .clinic_id = site, .available_times = times});
  }
};

TEST_CASE("a role is found as it was stored") {
  Clinic clinic;
  const auto made = clinic.Add();
  REQUIRE(made.ok());
  CHECK(made->practitioner_id.ToString() == clinic.doctor);
  CHECK(made->location_id.ToString() == clinic.site);
  CHECK(made->active);
  REQUIRE(made->available_times.size() == 2);
  CHECK(made->available_times[0].start == 480);
  CHECK(made->available_times[0].effective_to == absl::CivilDay(2026, 12, 31));
  CHECK(made->available_times[1].end == 1440);
  CHECK(made->available_times[1].on_holidays);
  CHECK(*clinic.availabilities.GetRole(clinic.caller, made->id.ToString()) == *made);
  CHECK(clinic.Count("outbox WHERE resource_type = 'PractitionerRole' AND action = 'CREATE'"
                     " AND after_row -> 'available_times' -> 0 ->> 'startTime' = '08:00'") == 1);
}

TEST_CASE("a doctor has one live role at a site") {
  Clinic clinic;
  const auto first = clinic.Add();
  CHECK(ReasonOf(clinic.Add().status()) == core::reason::kRoleExists);
  REQUIRE(clinic.availabilities.DeleteRole(clinic.caller, first->id.ToString()).ok());
  CHECK(clinic.availabilities.GetRole(clinic.caller, first->id.ToString()).status() ==
        core::refusal::NotFoundPractitionerRole());
  CHECK(clinic.availabilities.DeleteRole(clinic.caller, first->id.ToString()) ==
        core::refusal::NotFoundPractitionerRole());
  CHECK(clinic.Add().ok());
  CHECK(clinic.Count("outbox WHERE resource_type = 'PractitionerRole' AND action = 'DELETE'") == 1);
}

TEST_CASE("a change replaces the hours, and stores nothing when nothing changes") {
  Clinic clinic;
  const auto id = clinic.Add()->id.ToString();
  auto same = kMornings;
  std::swap(same[0].days_of_week[0], same[0].days_of_week[1]);
  auto& roles = clinic.availabilities;
  CHECK(roles.UpdateRole(clinic.caller, id, {.available_times = same, .active = true})->version ==
        1);
  const auto closed = roles.UpdateRole(clinic.caller, id, {.active = false});
  CHECK(closed->version == 2);
  CHECK(!closed->active);
  CHECK(closed->available_times.size() == 2);
  const auto other = roles.UpdateRole(clinic.caller, id, {.available_times = Drafts{kMornings[1]}});
  CHECK(other->version == 3);
  CHECK(other->available_times.size() == 1);
  const auto cleared = roles.UpdateRole(clinic.caller, id, {.clear_fields = {"availableTimes"}});
  CHECK(cleared->available_times.empty());
  CHECK(clinic.Count("practitioner_roles WHERE available_times = '[]' AND version = 4") == 1);
}

TEST_CASE("a change that is refused stores nothing") {
  Clinic clinic;
  const auto role = clinic.Add();
  const auto id = role->id.ToString();
  CHECK(ReasonOf(clinic.availabilities
                     .UpdateRole(clinic.caller, id,
                                 {.available_times = Drafts{{.start_time = "9"}},
                                  .clear_fields = {"availableTimes", "active", "doctorId"}})
                     .status()) ==
        "active CLEAR_FIELD, clearFields CLEAR_FIELD, availableTimes CLEAR_FIELD, "
        "availableTimes[0].daysOfWeek REQUIRED, availableTimes[0].startTime TIME_OF_DAY, "
        "availableTimes[0].endTime REQUIRED");
  auto caller = clinic.caller;
  caller.if_match = *core::VersionMatch::Parse("\"2\"");
  CHECK(ReasonOf(clinic.availabilities.UpdateRole(caller, id, {.active = false}).status()) ==
        core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.availabilities.DeleteRole(caller, id)) == core::reason::kEtagMismatch);
  CHECK(*clinic.availabilities.GetRole(clinic.caller, id) == *role);
}

TEST_CASE("roles are listed by doctor, site and whether they are active, page by page") {
  Clinic clinic;
  const auto north = clinic.site;
  const auto south = clinic.AddSite(clinic.caller, "Sede Sur").id.ToString();
  const auto other = clinic.AddDoctor(clinic.caller, "52000111").id.ToString();
  std::vector<core::Ulid> ids;
  for (const auto& doctor : {clinic.doctor, other}) {
    for (const auto& site : {north, south}) {
      ids.push_back(
          clinic.availabilities
              .CreateRole(clinic.caller,
                          {.doctor_id = doctor, .clinic_id = site, .active = site == north})
              ->id);
    }
  }
  std::sort(ids.begin(), ids.end());
  const auto count = [&](const PractitionerRoleQuery& query) {
    return clinic.availabilities.ListRoles(clinic.caller, query, {})->roles.size();
  };
  CHECK(count({}) == 4);
  CHECK(count({.doctor_id = other}) == 2);
  CHECK(count({.clinic_id = south}) == 2);
  CHECK(count({.doctor_id = other, .clinic_id = south, .active = true}) == 0);
  CHECK(count({.doctor_id = other, .clinic_id = south, .active = false}) == 1);
  std::vector<core::Ulid> found;
  PageRequest page{.size = 3};
  for (std::optional<std::string> next = ""; next;) {
    page.after = *next;
    const auto some = clinic.availabilities.ListRoles(clinic.caller, {}, page);
    for (const auto& role : some->roles) found.push_back(role.id);
    next = some->next;
  }
  CHECK(found == ids);
  CHECK(ReasonOf(
            clinic.availabilities.ListRoles(clinic.caller, {.doctor_id = "7", .clinic_id = "x"}, {})
                .status()) == "doctorId ID_FORMAT, clinicId ID_FORMAT");
}

TEST_CASE("a role of another tenant is none, and so are its doctor and site") {
  Clinic clinic;
  const auto beta = clinic.CallerOf(clinic.beta);
  const auto id = clinic.Add()->id.ToString();
  auto& roles = clinic.availabilities;
  const auto absent = core::refusal::NotFoundPractitionerRole();
  for (const std::string& of :
       {id, core::Ulid::Generate(absl::Now()).ToString(), std::string("42")}) {
    CHECK(roles.GetRole(beta, of).status() == absent);
    CHECK(roles.UpdateRole(beta, of, {.active = false}).status() == absent);
    CHECK(roles.DeleteRole(beta, of) == absent);
  }
  CHECK(roles.ListRoles(beta, {}, {})->roles.empty());
  CHECK(ReasonOf(roles.CreateRole(beta, {.doctor_id = clinic.doctor, .clinic_id = clinic.site})
                     .status()) == "doctorId DOCTOR_NOT_FOUND, clinicId CLINIC_NOT_FOUND");
  CHECK(ReasonOf(roles.CreateRole(beta, {.clinic_id = "x"}).status()) ==
        "clinicId CLINIC_NOT_FOUND, doctorId REQUIRED");
  PractitionerRole role = *roles.GetRole(clinic.caller, id);
  role.id = core::Ulid::Generate(absl::Now());
  CHECK(clinic.availability_rows.InsertRole(beta, role).status().code() ==
        absl::StatusCode::kFailedPrecondition);
  CHECK(testing::RunSql(clinic.test_database.RuntimeUrl(),
                        "SELECT count(*) AS n FROM practitioner_roles")[0]
            .Int("n") == 0);
}

TEST_CASE("hours that were stored in another form are not guessed") {
  CHECK(AvailableTimesFrom("[]")->empty());
  for (const char* json :
       {"{}", "[1]", "[{}]", R"([{"daysOfWeek":["LUN"],"startTime":"08:00","endTime":"09:00"}])",
        R"([{"daysOfWeek":["MON"],"startTime":"08:00","endTime":"09:00","effectiveTo":"soon"}])"}) {
    CHECK(AvailableTimesFrom(json).status().code() == absl::StatusCode::kInternal);
  }
}

}  // namespace
}  // namespace enlace::appointment::storage

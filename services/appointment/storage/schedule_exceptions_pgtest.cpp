#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

// A clinic with a doctor and a site.
struct Clinic : ClinicFixture {
  Caller caller = CallerOf(alpha);
  std::string site = AddSite(caller).id.ToString();
  std::string doctor = AddDoctor(caller).id.ToString();

  // December 24 from noon on, for all of the site.
  ScheduleExceptionDraft Closed() const {
    return {.clinic_id = site,
            .kind = "CLOSED",
            .start = "2026-12-24T12:00:00-05:00",
            .end = "2026-12-25T00:00:00-05:00"};
  }
  absl::StatusOr<ScheduleException> Add(const ScheduleExceptionDraft& draft) {
    return availabilities.CreateException(caller, draft);
  }
};

TEST_CASE("an exception is of a doctor, of a site, or of both") {
  Clinic clinic;
  auto draft = clinic.Closed();
  draft.reason_text = " Nochebuena ";
  const auto closed = clinic.Add(draft);
  REQUIRE(closed.ok());
  CHECK(!closed->practitioner_id);
  CHECK(closed->location_id->ToString() == clinic.site);
  CHECK(closed->reason == "Nochebuena");
  CHECK(closed->end - closed->start == absl::Hours(12));
  draft.clinic_id = "";
  draft.doctor_id = clinic.doctor;
  const auto absence = clinic.Add(draft);
  CHECK(absence->practitioner_id->ToString() == clinic.doctor);
  CHECK(!absence->location_id);
  draft.clinic_id = clinic.site;
  draft.kind = "OPEN";
  const auto open = clinic.Add(draft);
  CHECK(open->kind == ScheduleException::Kind::kOpen);
  const auto found = clinic.availabilities.GetException(clinic.caller, open->id.ToString());
  CHECK(found->practitioner_id == open->practitioner_id);
  CHECK(found->start == open->start);
  CHECK(clinic.Count("outbox WHERE resource_type = 'ScheduleException' AND action = 'CREATE'"
                     " AND after_row ->> 'reason' = 'Nochebuena'") == 3);
}

TEST_CASE("all faults of an exception are named at once") {
  Clinic clinic;
  CHECK(ReasonOf(clinic.Add({}).status()) ==
        "kind REQUIRED, doctorId REQUIRED, start REQUIRED, end REQUIRED");
  CHECK(ReasonOf(clinic
                     .Add({.doctor_id = "7",
                           .clinic_id = core::Ulid::Generate(absl::Now()).ToString(),
                           .kind = "HOLIDAY",
                           .start = "2026-12-24",
                           .end = "2026-12-25T00:00:00",
                           .reason_text = std::string(501, 'a')})
                     .status()) ==
        "doctorId DOCTOR_NOT_FOUND, kind ENUM_VALUE, start TIME_FORMAT, end TIME_OFFSET_MISSING, "
        "reason TEXT_LENGTH, clinicId CLINIC_NOT_FOUND");
  auto draft = clinic.Closed();
  draft.kind = "OPEN";
  draft.end = draft.start;
  CHECK(ReasonOf(clinic.Add(draft).status()) == "doctorId REQUIRED, end TIME_ORDER");
  draft = clinic.Closed();
  draft.end = "2027-12-25T12:00:01-05:00";
  CHECK(ReasonOf(clinic.Add(draft).status()) == "end DURATION");
  CHECK(clinic.Count("schedule_exceptions") == 0);
  draft.end = "2027-12-25T12:00:00-05:00";
  CHECK(clinic.Add(draft).ok());
}

TEST_CASE("exceptions are listed by doctor, site and time, page by page") {
  Clinic clinic;
  auto draft = clinic.Closed();
  std::vector<core::Ulid> ids = {clinic.Add(draft)->id};
  draft.doctor_id = clinic.doctor;
  ids.push_back(clinic.Add(draft)->id);
  draft.clinic_id = "";
  draft.start = "2026-12-25T00:00:00-05:00";
  draft.end = "2026-12-26T00:00:00-05:00";
  ids.push_back(clinic.Add(draft)->id);
  std::sort(ids.begin(), ids.end());
  const auto count = [&](const ScheduleExceptionQuery& query) {
    return clinic.availabilities.ListExceptions(clinic.caller, query, {})->exceptions.size();
  };
  CHECK(count({}) == 3);
  CHECK(count({.doctor_id = clinic.doctor}) == 2);
  CHECK(count({.clinic_id = clinic.site}) == 2);
  CHECK(count({.doctor_id = clinic.doctor, .clinic_id = clinic.site}) == 1);
  CHECK(count({.from = "2026-12-25T00:00:00-05:00"}) == 1);
  CHECK(count({.to = "2026-12-25T00:00:00-05:00"}) == 2);
  CHECK(count({.from = "2026-12-24T23:59:59-05:00", .to = "2026-12-25T00:00:01-05:00"}) == 3);
  CHECK(count({.from = "2027-01-01T00:00:00Z"}) == 0);
  std::vector<core::Ulid> found;
  PageRequest page{.size = 2};
  for (std::optional<std::string> next = ""; next;) {
    page.after = *next;
    const auto some = clinic.availabilities.ListExceptions(clinic.caller, {}, page);
    for (const auto& exception : some->exceptions) found.push_back(exception.id);
    next = some->next;
  }
  CHECK(found == ids);
  CHECK(ReasonOf(clinic.availabilities
                     .ListExceptions(clinic.caller,
                                     {.doctor_id = "7",
                                      .clinic_id = "x",
                                      .from = "2026-12-25T00:00:00Z",
                                      .to = "2026-12-24T00:00:00Z"},
                                     {})
                     .status()) == "doctorId ID_FORMAT, clinicId ID_FORMAT, to TIME_ORDER");
}

TEST_CASE("an exception is taken back in the version that was read") {
  Clinic clinic;
  const auto id = clinic.Add(clinic.Closed())->id.ToString();
  auto caller = clinic.caller;
  caller.if_match = *core::VersionMatch::Parse("\"2\"");
  CHECK(ReasonOf(clinic.availabilities.DeleteException(caller, id)) == core::reason::kEtagMismatch);
  caller.if_match = *core::VersionMatch::Parse("\"1\"");
  CHECK(clinic.availabilities.DeleteException(caller, id).ok());
  CHECK(clinic.availabilities.DeleteException(caller, id) ==
        core::refusal::NotFoundScheduleException());
  CHECK(clinic.availabilities.ListExceptions(caller, {}, {})->exceptions.empty());
  CHECK(clinic.Count("schedule_exceptions WHERE deleted_at IS NOT NULL AND version = 2") == 1);
}

TEST_CASE("an exception of another tenant is none") {
  Clinic clinic;
  const auto beta = clinic.CallerOf(clinic.beta);
  const auto made = *clinic.Add(clinic.Closed());
  const auto absent = core::refusal::NotFoundScheduleException();
  for (const std::string& of :
       {made.id.ToString(), core::Ulid::Generate(absl::Now()).ToString(), std::string("42")}) {
    CHECK(clinic.availabilities.GetException(beta, of).status() == absent);
    CHECK(clinic.availabilities.DeleteException(beta, of) == absent);
  }
  CHECK(clinic.availabilities.ListExceptions(beta, {}, {})->exceptions.empty());
  CHECK(ReasonOf(clinic.availabilities.CreateException(beta, clinic.Closed()).status()) ==
        "clinicId CLINIC_NOT_FOUND");
  auto stolen = made;
  stolen.id = core::Ulid::Generate(absl::Now());
  CHECK(clinic.availability_rows.InsertException(beta, stolen).status().code() ==
        absl::StatusCode::kFailedPrecondition);
  CHECK(testing::RunSql(clinic.test_database.RuntimeUrl(),
                        "SELECT count(*) AS n FROM schedule_exceptions")[0]
            .Int("n") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/core/reasons.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

// The local hours (UTC) at which a list's appointments start.
std::string Hours(const absl::StatusOr<AppointmentPage>& page) {
  if (!page.ok()) return page.status().ToString();
  std::string hours;
  for (const auto& appointment : page->appointments) {
    hours +=
        (hours.empty() ? "" : " ") + absl::FormatTime("%H", appointment.start, absl::UTCTimeZone());
  }
  return hours;
}

struct Day : ClinicFixture {
  Day() {
    AddSite(caller, "Norte");
    south = AddSite(caller, "Sur");
    doctor = AddDoctor(caller);
    AddDoctor(caller, "52000111");
    Add("08", [](auto&) {});
    Add("09", [](auto& d) { d.doctor_doc_number = "52000111"; });
    Add("10", [](auto& d) { d.patient_doc_number = "52111222"; });
    Add("11", [](auto& d) { d.modality = "06"; });
    Add("12", [](auto& d) { d.state = "CONFIRMED"; });
    Add("13", [](auto& d) { d.notification_state = "SENT"; });
    Add("14", [](auto& d) { d.appointment_type = "CONTROL"; });
    Add("15", [this](auto& d) { d.clinic_id = south.id.ToString(); });
    Add("16", [](auto& d) { d.custom_fields = {{"channel", "phone"}, {"floor", 3}}; });
  }

  template <typename Edit>
  void Add(const std::string& hour, Edit edit) {
    auto draft = Payload("2026-12-01T" + hour + ":00:00Z", "2026-12-01T" + hour + ":30:00Z");
    edit(draft);
    REQUIRE(Book(caller, draft).ok());
  }

  std::string List(const AppointmentQuery& query) {
    return Hours(bookings.List(caller, patients, query, 50, "", {}));
  }

  // Of a whole list, four at a time.
  std::vector<core::Ulid> Ids(const AppointmentQuery& query) {
    std::vector<core::Ulid> ids;
    std::string after;
    do {
      const auto page = bookings.List(caller, patients, query, 4, after, {});
      REQUIRE(page.ok());
      for (const auto& appointment : page->appointments) ids.push_back(appointment.id);
      after = page->next.value_or("");
    } while (!after.empty());
    return ids;
  }

  const Caller caller = CallerOf(alpha);
  Location south;
  Practitioner doctor;
};

TEST_CASE("each filter of a list finds what it names") {
  Day day;
  CHECK(day.List({}) == "08 09 10 11 12 13 14 15 16");
  CHECK(day.List({.modality = "TELEMEDICINE_INTERACTIVE"}) == "11");
  CHECK(day.List({.state = "CONFIRMED"}) == "12");
  CHECK(day.List({.notification_state = "SENT"}) == "13");
  CHECK(day.List({.appointment_type = "CONTROL"}) == "14");
  CHECK(day.List({.clinic_id = day.south.id.ToString()}) == "15");
  CHECK(day.List({.doctor_doc_type_id = "CC", .doctor_doc_number = "52000111"}) == "09");
  CHECK(day.List({.doctor_doc_type_id = "CC", .doctor_doc_number = "11111111"}) == "");
  CHECK(day.List({.doctor_id = day.doctor.id.ToString()}) == "08 10 11 12 13 14 15 16");
  CHECK(day.List({.patient_id = "01ARZ3NDEKTSV4RRFFQ69G5FAW"}) == "10");
  CHECK(day.List({.patient_doc_type_id = "CC", .patient_doc_number = "52111222"}) == "10");
  CHECK(day.List({.patient_doc_type_id = "CC", .patient_doc_number = "99999999"}) == "");
  CHECK(day.List({.custom_fields = {{"channel", "phone"}}}) == "16");
  CHECK(day.List({.custom_fields = {{"channel", "phone"}, {"floor", "3"}}}) == "16");
  CHECK(day.List({.custom_fields = {{"channel", "phone"}, {"floor", "4"}}}) == "");
  CHECK(day.List({.state = "SCHEDULED", .clinic_id = day.south.id.ToString()}) == "15");
}

TEST_CASE(
    "custom fields are found by the text of a string, a number or a boolean, as they are now") {
  Day day;
  const auto list = [&day](const std::string& key, const std::string& value) {
    return day.List({.custom_fields = {{key, value}}});
  };
  auto draft = day.Payload("2026-12-01T18:00:00Z", "2026-12-01T18:30:00Z");
  draft.custom_fields = {
      {"floor", "3"}, {"vip", true}, {"price", 2.5}, {"list", {1}}, {"note", ""}};
  const auto booked = *day.Book(day.caller, draft);
  const auto id = booked.id.ToString();
  CHECK(list("floor", "3") == "16 18");
  CHECK(list("vip", "true") == "18");
  CHECK(list("price", "2.5") == "18");
  CHECK(list("price", "2.50") == "");
  CHECK(list("note", "") == "18");
  CHECK(list("list", "[1]") == "");
  CHECK(day.List({.to = "2026-12-01T17:00:00Z", .custom_fields = {{"floor", "3"}}}) == "16");
  CHECK(day.List({.custom_fields = {{"floor", "3"}}, .order_by = "startAppointment desc"}) ==
        "18 16");

  REQUIRE(day.Change(day.caller, id, {.start = "2026-12-01T07:00:00Z"}).ok());
  CHECK(list("floor", "3") == "07 16");
  CHECK(day.List({.custom_fields = {{"floor", "3"}, {"vip", "true"}}}) == "07");
  REQUIRE(
      day.Change(day.caller, id, {.custom_fields = nlohmann::json{{"vip", nullptr}, {"floor", 4}}})
          .ok());
  CHECK(list("vip", "true") == "");
  CHECK(list("floor", "4") == "07");
  REQUIRE(day.bookings.Delete(day.caller, id).ok());
  CHECK(list("floor", "4") == "");
}

TEST_CASE("pages of custom fields follow each other without gap or repetition, both ways") {
  Day day;
  std::vector<core::Ulid> expected;
  for (int i = 0; i < 9; ++i) {
    const auto hour = std::to_string(10 + i);
    auto draft = day.Payload("2026-12-02T" + hour + ":00:00Z", "2026-12-02T" + hour + ":30:00Z");
    draft.custom_fields = {{"channel", "web"}, {"even", true}};
    expected.push_back(day.Book(day.caller, draft)->id);
  }
  const AppointmentQuery one{.custom_fields = {{"channel", "web"}}};
  const AppointmentQuery two{.custom_fields = {{"channel", "web"}, {"even", "true"}}};
  for (auto query : {one, two}) {
    CHECK(day.Ids(query) == expected);
    query.order_by = "startAppointment desc";
    CHECK(day.Ids(query) == std::vector<core::Ulid>(expected.rbegin(), expected.rend()));
  }
}

TEST_CASE("a range finds the appointments that overlap it") {
  Day day;
  CHECK(day.List({.from = "2026-12-01T09:15:00Z", .to = "2026-12-01T11:00:01Z"}) == "09 10 11");
  CHECK(day.List({.from = "2026-12-01T09:30:00Z", .to = "2026-12-01T11:00:00Z"}) == "10");
  CHECK(day.List({.from = "2026-12-01T15:00:00Z"}) == "15 16");
  CHECK(day.List({.to = "2026-12-01T09:00:00Z"}) == "08");
  CHECK(day.List({.from = "2026-12-01T15:00:00Z", .appointment_type = "CONTROL"}) == "");
}

TEST_CASE("pages follow each other without gap or repetition") {
  Day day;
  // Two of one start.
  auto twin = day.Payload("2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z", "52000111");
  REQUIRE(day.Book(day.caller, twin).ok());
  std::vector<std::string> pages;
  std::string after;
  do {
    const auto page = day.bookings.List(day.caller, day.patients, {}, 3, after, {});
    pages.push_back(Hours(page));
    after = page->next.value_or("");
  } while (!after.empty());
  CHECK(pages == std::vector<std::string>{"08 08 09", "10 11 12", "13 14 15", "16"});
  CHECK(ReasonOf(day.bookings.List(day.caller, day.patients, {}, 3, "garbage", {}).status()) ==
        "pageToken PAGE_TOKEN_INVALID");
}

TEST_CASE("the order of a list can be turned round, page by page") {
  Day day;
  auto twin = day.Payload("2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z", "52000111");
  REQUIRE(day.Book(day.caller, twin).ok());
  const auto pages = [&day](const AppointmentQuery& query) {
    std::vector<std::string> hours;
    std::string after;
    do {
      const auto page = day.bookings.List(day.caller, day.patients, query, 4, after, {});
      hours.push_back(Hours(page));
      after = page.ok() ? page->next.value_or("") : "";
    } while (!after.empty());
    return hours;
  };
  using Pages = std::vector<std::string>;
  CHECK(pages({.order_by = "startAppointment desc"}) ==
        Pages{"16 15 14 13", "12 11 10 09", "08 08"});
  CHECK(pages({.to = "2026-12-01T11:00:00Z", .order_by = "start_appointment desc"}) ==
        Pages{"10 09 08 08"});
  CHECK(pages({.from = "2026-12-01T10:00:00Z",
               .doctor_id = day.doctor.id.ToString(),
               .order_by = "startAppointment desc"}) == Pages{"16 15 14 13", "12 11 10"});

  std::vector<core::Ulid> booked = day.Ids({.order_by = "createdAt"});
  CHECK(booked.size() == 10);
  CHECK(std::is_sorted(booked.begin(), booked.end()));
  std::reverse(booked.begin(), booked.end());
  CHECK(day.Ids({.order_by = "createdAt desc"}) == booked);
  for (const auto& query : {AppointmentQuery{.order_by = "modality"},
                            AppointmentQuery{.state = "CONFIRMED", .order_by = "createdAt"}}) {
    CHECK(ReasonOf(day.bookings.List(day.caller, day.patients, query, 4, "", {}).status()) ==
          "orderBy ORDER_BY");
  }
}

TEST_CASE("without the scope to list, a list must name a patient") {
  Day day;
  auto caller = day.caller;
  caller.may_list = false;
  const auto refused = day.bookings.List(caller, day.patients, {.state = "CONFIRMED"}, 50, "", {});
  CHECK(refused.status().code() == absl::StatusCode::kPermissionDenied);
  CHECK(ReasonOf(refused.status()) == core::reason::kScopeMissing);
  CHECK(Hours(day.bookings.List(caller, day.patients,
                                {.patient_doc_type_id = "CC", .patient_doc_number = "52111222"}, 50,
                                "", {})) == "10");
  day.patients.failure = core::WithInternal(core::refusal::Unavailable(), "");
  CHECK(day.bookings
            .List(caller, day.patients,
                  {.patient_doc_type_id = "CC", .patient_doc_number = "52111222"}, 50, "", {})
            .status()
            .code() == absl::StatusCode::kUnavailable);
}

TEST_CASE("doctors and sites are listed in the order of their creation") {
  Day day;
  const auto doctors = day.directory.ListPractitioners(day.caller, {}, {.size = 1});
  REQUIRE(doctors->practitioners.size() == 1);
  CHECK(doctors->practitioners[0].id == day.doctor.id);
  const auto rest =
      day.directory.ListPractitioners(day.caller, {}, {.size = 1, .after = *doctors->next});
  CHECK(rest->practitioners[0].document.number == "52000111");
  CHECK(!rest->next);
  CHECK(day.directory
            .ListPractitioners(day.caller, {.doc_type_id = "CC", .doc_number = "52000111"}, {})
            ->practitioners.size() == 1);
  CHECK(day.directory.ListPractitioners(day.caller, {.active = false}, {})->practitioners.empty());
  CHECK(day.directory.ListLocations(day.caller, {}, {})->locations.size() == 2);
}

TEST_CASE("a later main site takes the place of the one before") {
  Day day;
  std::vector<core::Violation> warnings;
  const auto site =
      day.directory.CreateLocation(day.caller, {.name = "Centro", .main = true}, warnings);
  REQUIRE(site.ok());
  CHECK(site->main);
  CHECK(day.Count("locations WHERE main") == 1);
  CHECK(ReasonOf(day.directory.CreateLocation(day.caller, {.time_zone = "Mars/Base"}, warnings)
                     .status()) == "name REQUIRED, timeZone TIME_ZONE");
}

}  // namespace
}  // namespace enlace::appointment::storage

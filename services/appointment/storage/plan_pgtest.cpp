#include <catch2/catch_test_macros.hpp>

#include "libs/testing/query_plan.h"
#include "libs/usage/daily_counts.h"
#include "services/appointment/storage/appointment_crowd_fixture.h"
#include "services/appointment/storage/booking_statements.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/list_statements.h"

namespace enlace::appointment::storage {
namespace {

using testing::PlanMode;

constexpr int kPage = 51;
// A page, and the site of each appointment.
constexpr long kPageWork = 2 * kPage;
// A page of custom fields: each entry leads to its appointment.
constexpr long kFieldWork = 3 * kPage;
// A range begins with what may still be going on: the appointments of half a day, of all 200
// doctors or of the 5 at one site.
constexpr long kGoingOn = 200L * 24;
constexpr long kGoingOnAtSite = 5L * 24;
constexpr PlanMode kModes[] = {PlanMode::kCustom, PlanMode::kGeneric, PlanMode::kSixth};

struct Case {
  const char* what;
  AppointmentFilter filter;
  // nullptr: whichever.
  const char* index;
  // Rows that may be looked at; the tenant has 500,000.
  long most = kPageWork;
  std::optional<AppointmentCursor> after;
};

// Lists as they are asked for, alone and combined.
std::vector<Case> Lists() {
  const auto day = absl::FromCivil(absl::CivilDay(2026, 3, 2), absl::UTCTimeZone());
  const auto evening = day + absl::Hours(24);
  const PersonName doctor{.id = CrowdId('d', 7)};
  const PersonName by_document{.document = clinical::IdentityDocument{"CC", "10007"}};
  const PersonName patient{.id = CrowdId('b', 7)};
  const auto site = CrowdId('5', 7);
  const AppointmentCursor middle{day + absl::Hours(10), CrowdId('a', 240'000)};
  const char* by_doctor = "appointments_by_practitioner";
  const char* fields = "appointment_custom_fields_pkey";
  return {
      {"first page", {}, "appointments_by_start"},
      {"page in the middle", {}, "appointments_by_start", kPageWork, middle},
      {"from", {.from = day}, "appointments_by_start", kPageWork + kGoingOn},
      {"day", {.from = day, .to = evening}, "appointments_by_start", kPageWork + kGoingOn},
      {"day, middle", {.from = day, .to = evening}, "appointments_by_start", kPageWork, middle},
      {"doctor", {.doctor = doctor}, by_doctor},
      {"doctor, middle", {.doctor = doctor}, by_doctor, kPageWork, middle},
      {"doctor by document", {.doctor = by_document}, by_doctor, kPageWork + 4},
      {"doctor's day", {.from = day, .to = evening, .doctor = doctor}, by_doctor},
      {"doctor and state", {.state = State::kConfirmed, .doctor = doctor}, by_doctor, 12 * kPage},
      {"patient", {.patient = patient}, "appointments_by_patient"},
      {"patient and state",
       {.state = State::kScheduled, .patient = patient},
       "appointments_by_patient"},
      {"site", {.location_id = site}, "appointments_by_location"},
      {"site's day",
       {.from = day, .to = evening, .location_id = site},
       "appointments_by_location",
       kPageWork + kGoingOnAtSite},
      {"type", {.appointment_type = "TYPE7"}, "appointments_by_type"},
      {"frequent state", {.state = State::kScheduled}, nullptr, 2 * kPageWork},
      {"rare state", {.state = State::kCancelled}, "appointments_by_state"},
      {"state nobody is in", {.state = State::kNoShow}, "appointments_by_state"},
      {"state, middle", {.state = State::kConfirmed}, "appointments_by_state", kPageWork, middle},
      {"day's cancelled",
       {.from = day, .to = evening, .state = State::kCancelled},
       "appointments_by_state",
       kPageWork + kGoingOn / 20},
      {"notification state", {.notification_state = "SENT"}, "appointments_by_notification_state"},
      {"modality", {.modality = "TELE_EXPERTISE"}, "appointments_by_modality"},
      {"custom field of one", {.custom_fields = {{"crmId", "crm-77"}}}, fields},
      {"custom field of many", {.custom_fields = {{"channel", "whatsapp"}}}, fields, kFieldWork},
      {"custom field of many, middle",
       {.custom_fields = {{"channel", "whatsapp"}}},
       fields,
       kFieldWork,
       middle},
      {"custom field of many, backwards",
       {.custom_fields = {{"channel", "whatsapp"}}, .descending = true},
       fields,
       kFieldWork},
      {"day's custom field",
       {.from = day, .to = evening, .custom_fields = {{"attempts", "7"}}},
       fields,
       kFieldWork + kGoingOn / 40 * 2},
      {"two custom fields",
       {.custom_fields = {{"channel", "whatsapp"}, {"attempts", "7"}}},
       fields,
       20 * kPage},
      {"two custom fields backwards, middle",
       {.custom_fields = {{"channel", "whatsapp"}, {"attempts", "7"}}, .descending = true},
       fields,
       20 * kPage,
       middle},
      {"a rare custom field behind",
       {.custom_fields = {{"channel", "whatsapp"}, {"crmId", "crm-300000"}}},
       fields,
       6 * kPage},
      {"a custom field of nothing",
       {.custom_fields = {{"channel", "whatsapp"}, {"nothing", "x"}}},
       fields,
       6 * kPage},
      {"doctor and custom field",
       {.doctor = doctor, .custom_fields = {{"channel", "whatsapp"}}},
       by_doctor,
       6 * kPage},
      {"latest first", {.descending = true}, "appointments_by_start"},
      {"latest first, middle", {.descending = true}, "appointments_by_start", kPageWork, middle},
      {"day backwards",
       {.from = day, .to = evening, .descending = true},
       "appointments_by_start",
       kPageWork},
      {"patient's latest", {.patient = patient, .descending = true}, "appointments_by_patient"},
      {"doctor's latest, middle",
       {.doctor = doctor, .descending = true},
       by_doctor,
       kPageWork,
       middle},
      {"site's day backwards",
       {.from = day, .to = evening, .location_id = site, .descending = true},
       "appointments_by_location"},
      {"as booked", {.by_creation = true}, "appointments_pkey"},
      {"as booked, middle", {.by_creation = true}, "appointments_pkey", kPageWork, middle},
      {"latest booked",
       {.by_creation = true, .descending = true},
       "appointments_pkey",
       kPageWork,
       middle},
  };
}

Booking BookingOf(const Caller& caller, const PersonName& doctor) {
  const auto start = absl::FromCivil(absl::CivilDay(2027, 3, 2), absl::UTCTimeZone());
  Booking booking;
  booking.doctor = doctor;
  booking.appointment.id = core::Ulid::Generate(absl::Now());
  booking.appointment.start = start;
  booking.appointment.end = start + absl::Minutes(30);
  booking.appointment.patient_id = CrowdId('b', 7);
  booking.appointment.modality = "IN_PERSON";
  booking.appointment.state = State::kScheduled;
  booking.appointment.notification_state = "PENDING";
  booking.appointment.custom_fields = nlohmann::json::object();
  booking.appointment.owner_id = caller.owner_id;
  return booking;
}

TEST_CASE("every query reaches its index among a million appointments, however it is planned") {
  const ClinicFixture clinic;
  MakeCrowd(clinic.test_database, clinic.alpha);
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto explain = [&](const db::Statement& statement, const db::Params& params,
                           PlanMode mode) {
    return testing::ExplainStatement(clinic.test_database, clinic.alpha, statement, params, mode);
  };
  for (const auto mode : kModes) {
    for (const auto& list : Lists()) {
      const auto plan = explain(ListStatementFor(list.filter),
                                ListParams(caller, list.filter, list.after, kPage), mode);
      INFO(list.what << ", mode " << static_cast<int>(mode) << "\n" << plan.Text());
      CHECK((list.index == nullptr || plan.Uses(list.index)));
      CHECK(plan.SequentialScans().empty());
      CHECK(plan.RowsVisited() <= list.most);
    }
    const auto get =
        explain(kFindAppointment, db::Params().Id(clinic.alpha).Id(CrowdId('a', 77)), mode);
    INFO("get\n" << get.Text());
    CHECK(get.Uses("appointments_pkey"));
    CHECK(get.RowsVisited() == 2);
    // The appointments are all of one day, and these are others.
    const auto booked =
        explain(kCountBooked,
                usage::CreatedParams(clinic.alpha, {.from = absl::CivilDay(2026, 1, 1),
                                                    .to = absl::CivilDay(2026, 4, 1),
                                                    .time_zone = "America/Bogota"}),
                mode);
    INFO("booked\n" << booked.Text());
    CHECK(booked.Uses("appointments_pkey"));
    CHECK(booked.SequentialScans().empty());
    CHECK(booked.RowsVisited() <= usage::kMostDays);
  }
  for (const auto& doctor : {PersonName{.id = CrowdId('d', 7)},
                             PersonName{.document = clinical::IdentityDocument{"CC", "10007"}}}) {
    for (const auto mode : {PlanMode::kCustom, PlanMode::kGeneric}) {
      const auto plan =
          explain(BookStatement(), BookParams(caller, BookingOf(caller, doctor)), mode);
      INFO("booking, mode " << static_cast<int>(mode) << "\n" << plan.Text());
      CHECK(plan.Uses(doctor.id ? "practitioners_pkey" : "practitioners_document_unique"));
      CHECK(plan.Uses("locations_one_main"));
      CHECK(plan.SequentialScans().empty());
      CHECK(plan.RowsVisited() <= 4);
    }
  }
}

}  // namespace
}  // namespace enlace::appointment::storage

#include "services/appointment/domain/slot_finder.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <set>
#include <string>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/error.h"
#include "libs/core/time_zone.h"

namespace enlace::appointment {
namespace {

const core::Ulid kNorth = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FA1");
const core::Ulid kSouth = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FA2");
const core::Ulid kAna = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FB1");
const core::Ulid kLuis = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FB2");
constexpr const char* kZone = "America/Bogota";

absl::Time Local(int month, int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilSecond(2026, month, day, hour, minute), core::ZoneOrUtc(kZone));
}

class FixedClock final : public core::Clock {
 public:
  absl::Time Now() const override { return now; }
  // A Sunday.
  absl::Time now = Local(11, 29, 10);
};

// A clinic in memory.
class Clinic final : public SlotRepository {
 public:
  absl::StatusOr<std::optional<AppointmentType>> FindType(const Caller&,
                                                          const std::string& code) override {
    if (type && type->code == code) return type;
    return std::optional<AppointmentType>();
  }
  absl::StatusOr<std::vector<std::string>> TypeCodes(const Caller&) override {
    return std::vector<std::string>{"CONTROL", "GENERAL"};
  }
  absl::StatusOr<std::vector<std::string>> SpecialtiesBut(const Caller&,
                                                          const std::string&) override {
    return std::vector<std::string>{"Cardiología"};
  }
  absl::StatusOr<std::vector<DoctorAtSite>> DoctorsAtSites(
      const Caller&, const SlotWish& wish, const std::vector<std::string>&) override {
    auto found = doctors;
    for (auto& doctor : found) {
      doctor.site_wished = !wish.location_id || *wish.location_id == doctor.location_id;
    }
    return found;
  }
  absl::StatusOr<std::vector<ScheduleException>> Exceptions(const Caller&, absl::Time,
                                                            absl::Time) override {
    return exceptions;
  }
  absl::StatusOr<std::map<std::string, std::vector<absl::CivilDay>>> Holidays(
      const Caller&, absl::CivilDay, absl::CivilDay) override {
    return std::map<std::string, std::vector<absl::CivilDay>>{
        {"CO", {absl::CivilDay(2026, 12, 8)}}};
  }
  absl::StatusOr<std::map<core::Ulid, std::vector<Span>>> BusyTimes(const Caller&,
                                                                    const std::vector<core::Ulid>&,
                                                                    absl::Time from,
                                                                    absl::Time to) override {
    ++reads;
    auto read = busy;
    for (auto& [id, spans] : read) {
      std::erase_if(spans, [&](const Span& span) {
        return span.end <= absl::ToUnixSeconds(from) || span.start >= absl::ToUnixSeconds(to);
      });
    }
    return read;
  }

  absl::StatusOr<std::map<core::Ulid, std::vector<std::vector<Span>>>> RoomTimes(
      const Caller&, const std::vector<core::Ulid>&, absl::Time, absl::Time) override {
    return rooms;
  }

  std::optional<AppointmentType> type;
  std::map<core::Ulid, std::vector<std::vector<Span>>> rooms;
  std::vector<DoctorAtSite> doctors;
  std::vector<ScheduleException> exceptions;
  std::map<core::Ulid, std::vector<Span>> busy;
  int reads = 0;
};

// Knows one doctor and one site.
class Names final : public AppointmentRepository {
 public:
  absl::StatusOr<DoctorAndSite> FindDoctorAndSite(const Caller&, const Booking&) override {
    return found;
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
  absl::StatusOr<Appointment> Update(const Caller&, const core::Ulid&, const Needs&,
                                     const Worker&) override {
    return Never();
  }

  DoctorAndSite found;

 private:
  static absl::Status Never() { return absl::InternalError("a search changes nothing"); }
};

struct World {
  World() {
    for (const auto& [doctor, site] : {std::pair(kAna, kNorth), {kLuis, kSouth}}) {
      DoctorAtSite at{.practitioner_id = doctor,
                      .doctor_name = doctor == kAna ? "Ana Gil" : "Luis Rey",
                      .location_id = site,
                      .site_name = site == kNorth ? "Norte" : "Sur",
                      .time_zone = kZone,
                      .country = "CO"};
      at.hours = {
          {.days = {absl::Weekday::monday, absl::Weekday::tuesday, absl::Weekday::wednesday},
           .start = 8 * 60,
           .end = 10 * 60},
          {.days = {absl::Weekday::tuesday}, .start = 14 * 60, .end = 15 * 60}};
      clinic.doctors.push_back(at);
    }
  }

  absl::StatusOr<SlotAnswer> Search(const SlotDraft& draft, int size = 50,
                                    std::string_view after = "") {
    Caller caller;
    caller.time_zone = kZone;
    return SlotFinder(clinic, names, catalogs, clock).Search(caller, draft, size, after, {});
  }

  // "30T08:00 Ana Gil, …"
  std::string Offers(const SlotDraft& draft) {
    const auto answer = Search(draft);
    REQUIRE(answer.ok());
    return Text(answer->offers);
  }

  static std::string Text(const std::vector<SlotOffer>& offers) {
    std::string text;
    for (const auto& offer : offers) {
      if (!text.empty()) text += ", ";
      text +=
          absl::FormatTime("%dT%H:%M ", offer.start, core::ZoneOrUtc(kZone)) + offer.at.doctor_name;
    }
    return text;
  }

  std::string Refused(const SlotDraft& draft) {
    std::string text;
    const auto status = Search(draft).status();
    for (const auto& violation : core::DetailsOf(status).violations) {
      text += violation.field + ":" + violation.reason + " ";
    }
    return text;
  }

  Clinic clinic;
  Names names;
  catalog::testing::SampleCatalogs catalogs;
  FixedClock clock;
};

TEST_CASE(
    "a search offers a few times that differ, and reads no more than the first days for them") {
  World world;
  CHECK(world.Offers({}) == "30T08:00 Ana Gil, 30T08:00 Luis Rey, 01T08:00 Ana Gil");
  CHECK(world.clinic.reads == 1);
  CHECK_FALSE(world.Search({})->explanation.has_value());
  CHECK(world.Offers({.max_offers = 1}) == "30T08:00 Ana Gil");
  CHECK(world.Offers({.clinic_id = kSouth.ToString()}) ==
        "30T08:00 Luis Rey, 01T08:00 Luis Rey, 01T14:00 Luis Rey");
}

TEST_CASE("a type of appointment decides length, buffers, modality, notice and horizon") {
  World world;
  world.clinic.type = AppointmentType{.code = "CONTROL",
                                      .duration = absl::Minutes(20),
                                      .buffer_before = absl::Minutes(10),
                                      .modality = "HOME",
                                      .min_notice = absl::Hours(23),
                                      .max_days_ahead = 2};
  const auto answer = world.Search({.appointment_type = "control"});
  REQUIRE(answer.ok());
  CHECK(World::Text(answer->offers) == "30T09:10 Ana Gil, 30T09:10 Luis Rey, 01T08:10 Ana Gil");
  const auto& offer = answer->offers[0];
  CHECK(offer.end - offer.start == absl::Minutes(20));
  CHECK(offer.modality == "HOME");
  CHECK(offer.appointment_type == "CONTROL");
  // Nothing of Wednesday: that is too far ahead.
  CHECK(world.Offers({.appointment_type = "CONTROL", .days = {"wed"}}).empty());

  CHECK(world.Refused({.appointment_type = "OTHER"}) == "appointmentType:APPOINTMENT_TYPE ");
  CHECK(world.Refused({.appointment_type = "CONTROL", .duration_minutes = 30, .modality = "01"}) ==
        "durationMinutes:RANGE modality:MODALITY ");
  world.clinic.type->staff_only = true;
  CHECK(world.Refused({.appointment_type = "CONTROL"}) == "appointmentType:APPOINTMENT_TYPE ");
}

TEST_CASE("an answer that is thin says what became of every time, and what would help") {
  World world;
  world.clinic.doctors[0].insurers = {"EPS005"};
  world.clinic.doctors[0].languages = {"es", "en"};
  world.clinic.busy[kAna] = {
      {absl::ToUnixSeconds(Local(11, 30, 8)), absl::ToUnixSeconds(Local(12, 2, 9))}};
  const auto answer = world.Search({.eps_id = "EPS010",
                                    .language = "EN",
                                    .latest = "2026-12-06T00:00:00-05:00",
                                    .part_of_day = "morning"});
  REQUIRE(answer.ok());
  CHECK(answer->offers.empty());
  REQUIRE(answer->explanation.has_value());
  const auto& count = answer->explanation->count;
  CHECK(count.candidates ==
        count.free + std::accumulate(count.removed.begin(), count.removed.end(), std::int64_t{0}));
  // 14 times in the week with each of both; what Ana has left is at her site.
  CHECK(count.candidates == 28);
  CHECK(count.removed[static_cast<std::size_t>(Removal::kTaken)] == 12);
  CHECK(count.removed[static_cast<std::size_t>(Removal::kInsurer)] == 2);
  CHECK(count.removed[static_cast<std::size_t>(Removal::kLanguage)] == 14);
  REQUIRE(answer->explanation->relaxations.size() == 2);
  CHECK(answer->explanation->relaxations[0].wish == Removal::kInsurer);
  CHECK(World::Text({answer->explanation->relaxations[0].offer}) == "02T09:00 Ana Gil");
  CHECK(answer->explanation->relaxations[1].wish == Removal::kLanguage);
  CHECK(World::Text({answer->explanation->relaxations[1].offer}) == "30T08:00 Luis Rey");
}

TEST_CASE("a search that ends too early says what comes later") {
  World world;
  const auto answer = world.Search({.latest = "2026-11-30T00:00:00-05:00"});
  REQUIRE(answer.ok());
  CHECK(answer->explanation->count.removed[static_cast<std::size_t>(Removal::kNoHours)] == 2);
  REQUIRE(answer->explanation->relaxations.size() == 1);
  CHECK_FALSE(answer->explanation->relaxations[0].wish.has_value());
  CHECK(World::Text({answer->explanation->relaxations[0].offer}) == "30T08:00 Ana Gil");
}

TEST_CASE("holidays and absences of the whole period count, whichever part of it is searched") {
  World world;
  world.clinic.doctors.resize(1);
  world.clinic.exceptions = {
      {.practitioner_id = kAna, .start = Local(11, 30, 0), .end = Local(12, 3, 0)},
      {.location_id = kSouth, .start = Local(12, 7, 0), .end = Local(12, 8, 0)},
      {.practitioner_id = kAna,
       .location_id = kNorth,
       .kind = ScheduleException::Kind::kOpen,
       .start = Local(12, 5, 9),
       .end = Local(12, 5, 10)}};
  const auto all = world.Search({.latest = "2026-12-10T00:00:00-05:00", .mode = "ALL"});
  REQUIRE(all.ok());
  CHECK(World::Text(all->offers) ==
        "05T09:00 Ana Gil, 05T09:30 Ana Gil, 07T08:00 Ana Gil, 07T08:30 Ana Gil, "
        "07T09:00 Ana Gil, 07T09:30 Ana Gil, 09T08:00 Ana Gil, 09T08:30 Ana Gil, "
        "09T09:00 Ana Gil, 09T09:30 Ana Gil");
}

TEST_CASE("pages hold every time once, in order") {
  World world;
  const SlotDraft draft{.earliest = "2026-12-01T08:10:00-05:00", .mode = "ALL"};
  const auto whole = world.Search(draft, 1000);
  REQUIRE(whole.ok());
  REQUIRE(whole->offers.size() > 80);
  CHECK_FALSE(whole->next.has_value());
  std::vector<SlotOffer> pages;
  std::string after;
  do {
    const auto page = world.Search(draft, 7, after);
    REQUIRE(page.ok());
    pages.insert(pages.end(), page->offers.begin(), page->offers.end());
    after = page->next.value_or("");
  } while (!after.empty());
  CHECK(World::Text(pages) == World::Text(whole->offers));
  CHECK(std::is_sorted(pages.begin(), pages.end(),
                       [](const SlotOffer& a, const SlotOffer& b) { return a.start < b.start; }));
}

TEST_CASE("everything that is wrong with a search is named") {
  World world;
  CHECK(world.Refused({.doctor_id = "x",
                       .doctor_doc_type_id = "CC",
                       .doctor_doc_number = "a",
                       .specialty = std::string(101, 'a'),
                       .clinic_id = "x",
                       .duration_minutes = 4,
                       .modality = "x",
                       .eps_id = "?",
                       .earliest = "x",
                       .latest = "x",
                       .days = {"MON", "LUN"},
                       .part_of_day = "NIGHT",
                       .mode = "SOME",
                       .paged = true}) ==
        "doctorId:ID_FORMAT doctorDocNumber:DOCUMENT_FORMAT specialty:TEXT_LENGTH "
        "clinicId:ID_FORMAT durationMinutes:RANGE modality:MODALITY epsId:EPS_FORMAT "
        "earliest:TIME_FORMAT latest:TIME_FORMAT days[1]:ENUM_VALUE partOfDay:ENUM_VALUE "
        "mode:ENUM_VALUE ");
  CHECK(world.Refused({.max_offers = 11, .paged = true}) == "mode:ENUM_VALUE maxOffers:RANGE ");
  CHECK(world.Refused({.latest = "2026-11-29T09:00:00-05:00"}) == "latest:TIME_PAST ");
  CHECK(world.Refused({.earliest = "2026-12-02T09:00:00-05:00",
                       .latest = "2026-12-02T09:00:00-05:00"}) == "latest:TIME_ORDER ");
  CHECK(world.Refused({.latest = "2027-03-02T09:00:00-05:00"}) == "latest:PERIOD ");
}

TEST_CASE("whom and what nobody knows is named") {
  World world;
  const auto absent = core::Ulid::Generate(absl::Now()).ToString();
  CHECK(world.Refused({.clinic_id = absent}) == "clinicId:CLINIC_NOT_FOUND ");
  world.clinic.doctors.clear();
  CHECK(world.Refused({.doctor_id = absent}) == "doctorId:DOCTOR_NOT_FOUND ");
  CHECK(world.Refused({.specialty = "neurología"}) == "specialty:SPECIALTY ");
  world.names.found.doctor_found = true;
  CHECK(world.Refused({.doctor_id = absent}) == "doctorId:DOCTOR_INACTIVE ");
  // Nobody works anywhere.
  const auto nobody = world.Search({})->explanation->count;
  CHECK(nobody.candidates == 1);
  CHECK(nobody.removed[static_cast<std::size_t>(Removal::kNoHours)] == 1);
}

TEST_CASE(
    "the soonest time near a freed one is found, with its buffers, unless it is passed over") {
  World world;
  Caller caller;
  caller.time_zone = kZone;
  SlotFinder finder(world.clinic, world.names, world.catalogs, world.clock);
  std::vector<std::string> passed;
  const auto first = [&](const SlotDraft& draft, const std::optional<Span>& near) {
    std::vector<core::Violation> violations;
    const auto wish = finder.Read(caller, draft, violations);
    REQUIRE(violations.empty());
    const auto found = finder.FirstFree(caller, *wish, near, [&](const SlotOffer& slot) {
      return std::find(passed.begin(), passed.end(), World::Text({slot})) == passed.end();
    });
    REQUIRE(found.ok());
    return found->has_value() ? World::Text({**found}) : "";
  };
  const auto freed = [](int hour, int minute, int minutes) {
    const auto start = absl::ToUnixSeconds(Local(11, 30, hour, minute));
    return std::optional(Span{start, start + 60 * minutes});
  };
  CHECK(first({}, std::nullopt) == "30T08:00 Ana Gil");
  CHECK(first({}, freed(9, 0, 30)) == "30T09:00 Ana Gil");
  CHECK(first({.duration_minutes = 60}, freed(8, 30, 30)) == "30T08:00 Ana Gil");
  CHECK(first({.duration_minutes = 60}, freed(9, 0, 30)) == "30T09:00 Ana Gil");
  CHECK(first({.part_of_day = "AFTERNOON"}, freed(9, 0, 30)).empty());
  CHECK(first({.latest = "2026-11-30T09:00:00-05:00"}, freed(9, 0, 30)).empty());
  passed = {"30T09:00 Ana Gil"};
  CHECK(first({}, freed(9, 0, 30)) == "30T09:00 Luis Rey");
  passed = {"30T09:00 Ana Gil", "30T09:00 Luis Rey"};
  CHECK(first({}, freed(9, 0, 30)).empty());

  world.clinic.type = AppointmentType{.code = "CONTROL",
                                      .duration = absl::Minutes(20),
                                      .buffer_before = absl::Minutes(10),
                                      .max_days_ahead = 30};
  const SlotDraft control{.appointment_type = "CONTROL"};
  CHECK(first(control, freed(8, 0, 5)) == "30T08:10 Ana Gil");
  CHECK(first(control, freed(8, 30, 5)) == "30T08:40 Ana Gil");
  std::vector<core::Violation> violations;
  const auto wish = *finder.Read(caller, control, violations);
  world.clinic.type = std::nullopt;
  const auto gone = finder.FirstFree(caller, wish, std::nullopt, [](const auto&) { return true; });
  REQUIRE(gone.ok());
  CHECK_FALSE(gone->has_value());
}

}  // namespace
}  // namespace enlace::appointment

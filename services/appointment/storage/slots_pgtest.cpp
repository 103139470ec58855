#include <catch2/catch_test_macros.hpp>
#include <set>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/core/time_zone.h"
#include "libs/testing/sql.h"
#include "services/appointment/domain/holds.h"
#include "services/appointment/domain/slot_finder.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/hold_repository.h"
#include "services/appointment/storage/slot_repository.h"

namespace enlace::appointment::storage {
namespace {

std::string Outcome(const absl::Status& status) { return status.ok() ? "OK" : ReasonOf(status); }

// A clinic with a doctor who attends every day from eight to twelve.
struct SlotFixture : ClinicFixture {
  explicit SlotFixture(int pool_size = 8)
      : ClinicFixture(pool_size), caller(CallerOf(alpha)), site(AddSite(caller)) {
    doctor = AddDoctor(caller);
    Attend(caller, doctor, site);
  }

  void Attend(const Caller& own, const Practitioner& who, const Location& where) {
    Sql("INSERT INTO practitioner_roles (tenant_id, id, practitioner_id, location_id,"
        " available_times) VALUES ('" +
        own.context.tenant_id.ToUuid() + "', gen_random_uuid(), '" + who.id.ToUuid() + "', '" +
        where.id.ToUuid() +
        "', '[{\"daysOfWeek\": [\"MON\",\"TUE\",\"WED\",\"THU\",\"FRI\",\"SAT\",\"SUN\"],"
        " \"startTime\": \"08:00\", \"endTime\": \"12:00\", \"onHolidays\": true}]')");
  }

  // A type of 20 minutes, with 5 before and 10 after.
  void AddControl() {
    Sql("INSERT INTO appointment_types (tenant_id, id, code, name, duration_minutes,"
        " buffer_before_minutes, buffer_after_minutes, min_notice_minutes, max_days_ahead)"
        " VALUES ('" +
        alpha.ToUuid() + "', gen_random_uuid(), 'CONTROL', 'Control', 20, 5, 10, 0, 100)");
  }

  // As somebody: no write without an actor.
  void Sql(const std::string& sql) {
    testing::RunSql(test_database.AdminUrl() + " options='-c app.actor_id=test'", sql);
  }

  // From tomorrow on, so that whole mornings are looked at whatever the time of day is.
  absl::StatusOr<SlotAnswer> Search(const Caller& own, SlotDraft draft = {}) {
    const auto bogota = absl::FixedTimeZone(-5 * 60 * 60);
    const auto tomorrow = absl::ToCivilDay(absl::Now(), bogota) + 1;
    draft.earliest = absl::FormatTime(absl::RFC3339_sec, absl::FromCivil(tomorrow, bogota), bogota);
    return finder.Search(own, draft, 1000, "", {});
  }

  std::string OfferOf(const SlotOffer& offer) {
    return offer_ids.Make(alpha, {.practitioner_id = offer.at.practitioner_id,
                                  .location_id = offer.at.location_id,
                                  .start = offer.start,
                                  .end = offer.end,
                                  .appointment_type = offer.appointment_type,
                                  .modality = offer.modality,
                                  .expires_at = absl::Now() + absl::Seconds(300)});
  }

  absl::StatusOr<Appointment> BookOffer(const Caller& own, const std::string& offer_id) {
    return Book(own, {.event_type = "APPOINTMENT",
                      .action_type = "CREATE",
                      .offer_id = offer_id,
                      .patient_doc_type_id = "CC",
                      .patient_doc_number = "1032456789"});
  }

  // A caller with another credential.
  Caller Another(const char* id = "01ARZ3NDEKTSV4RRFFQ69G5FAZ") const {
    auto own = CallerOf(alpha);
    own.context.actor_id = id;
    return own;
  }

  const Caller caller;
  const Location site;
  Practitioner doctor;
  PgSlotRepository slot_rows{*database};
  SlotFinder finder{slot_rows, appointments, catalogs, clock};
  PgHoldRepository hold_rows{*database};
  Holds holds{hold_rows, offer_ids, catalogs, clock};
};

TEST_CASE("a search sees a tenant's own doctors, whoever owns what they have booked") {
  SlotFixture clinic;
  const auto beta = clinic.CallerOf(clinic.beta);
  CHECK(clinic.Search(beta)->offers.empty());
  CHECK(clinic.Search(beta)
            ->explanation->count.removed[static_cast<std::size_t>(Removal::kNoHours)] == 1);

  const auto first = clinic.Search(clinic.caller)->offers.at(0);
  CHECK(first.at.doctor_name == "Ana Gómez");
  CHECK(first.at.site_name == clinic.site.name);
  REQUIRE(clinic.BookOffer(clinic.caller, clinic.OfferOf(first)).ok());
  auto limited = clinic.Another();
  limited.context.owner_scope = "somebody@example.com";
  for (const auto& own : {clinic.caller, limited}) {
    const auto later = clinic.Search(own)->offers.at(0);
    CHECK(later.start == first.end);
  }
}

TEST_CASE("doctors are found by specialty and city whatever their accents") {
  SlotFixture clinic;
  clinic.Sql("UPDATE practitioners SET specialty = 'Cardiología'");
  clinic.Sql("UPDATE locations SET city = 'Bogotá', insurers = '{EPS005}'");
  CHECK(clinic.Search(clinic.caller, {.specialty = "CARDIOLOGIA"})->offers.size() == 3);
  CHECK(clinic.Search(clinic.caller, {.city = "bogota"})->offers.size() == 3);
  CHECK(clinic.Search(clinic.caller, {.eps_id = "EPS005"})->offers.size() == 3);
  const auto elsewhere = clinic.Search(clinic.caller, {.city = "Cali", .eps_id = "EPS005"});
  CHECK(elsewhere->offers.empty());
  CHECK(elsewhere->explanation->relaxations.at(0).wish == Removal::kSite);
  const auto status = clinic.Search(clinic.caller, {.specialty = "Neurología"}).status();
  CHECK(ReasonOf(status) == "specialty SPECIALTY");
  CHECK(status.message().find("Cardiología") != std::string::npos);
  CHECK(ReasonOf(clinic.Search(clinic.caller, {.appointment_type = "X"}).status()) ==
        "appointmentType APPOINTMENT_TYPE");

  clinic.Sql("UPDATE practitioner_roles SET active = false");
  const auto nobody = clinic.Search(clinic.caller, {.specialty = "Cardiología"});
  REQUIRE(nobody.ok());
  CHECK(nobody->explanation->count.candidates == 1);
  CHECK(nobody->explanation->count.removed[static_cast<std::size_t>(Removal::kNoHours)] == 1);
  CHECK(ReasonOf(clinic.Search(clinic.caller, {.specialty = "Neurología"}).status()) ==
        "specialty SPECIALTY");
}

TEST_CASE("closures, holidays and types come from their tables") {
  SlotFixture clinic;
  const auto all = [&](SlotDraft draft = {}) {
    draft.mode = "ALL";
    return clinic.Search(clinic.caller, draft)->offers.size();
  };
  const auto usual = all();
  const std::string tenant = "'" + clinic.alpha.ToUuid() + "'";
  clinic.Sql(
      "INSERT INTO schedule_exceptions (tenant_id, id, practitioner_id, kind, start_at,"
      " end_at) SELECT " +
      tenant + ", gen_random_uuid(), '" + clinic.doctor.id.ToUuid() +
      "', 'CLOSED', day AT TIME ZONE 'America/Bogota',"
      " (day + interval '1 day') AT TIME ZONE 'America/Bogota'"
      " FROM (SELECT date_trunc('day', now() AT TIME ZONE 'America/Bogota')"
      " + interval '3 days') AS third (day)");
  CHECK(all() == usual - 8);
  clinic.Sql(
      "INSERT INTO appointment_types (tenant_id, id, code, name, duration_minutes,"
      " buffer_after_minutes, min_notice_minutes, max_days_ahead) VALUES (" +
      tenant + ", gen_random_uuid(), 'LONG', 'Long', 110, 10, 0, 10)");
  const auto long_ones = clinic.Search(clinic.caller, {.appointment_type = "long"});
  REQUIRE(long_ones.ok());
  CHECK(long_ones->offers.at(0).end - long_ones->offers.at(0).start == absl::Minutes(110));
  // Two in a morning, on the nine days that are left of ten; of the last perhaps a part only.
  const auto many = all({.appointment_type = "LONG"});
  CHECK((many >= 16 && many <= 18));
  clinic.Sql(
      "UPDATE practitioner_roles SET available_times = jsonb_set(available_times,"
      " '{0,onHolidays}', 'false')");
  clinic.Sql(
      "INSERT INTO holidays (country, day, name_es, name_en)"
      " SELECT 'CO', (now() + make_interval(days => n))::date, 'x', 'x'"
      " FROM generate_series(-1, 12) AS n ON CONFLICT DO NOTHING");
  const auto none = clinic.Search(clinic.caller, {.appointment_type = "LONG"});
  CHECK(none->offers.empty());
  CHECK(none->explanation->count.removed[static_cast<std::size_t>(Removal::kHoliday)] > 0);
}

TEST_CASE("a booked type keeps its buffers free") {
  SlotFixture clinic;
  clinic.AddControl();
  auto draft = clinic.Payload("2026-12-31T09:00:00-05:00", "2026-12-31T09:20:00-05:00");
  draft.appointment_type = "control";
  REQUIRE(clinic.Book(clinic.caller, draft).ok());
  const auto book = [&](const char* start, const char* end) {
    return Outcome(clinic.Book(clinic.caller, clinic.Payload(start, end)).status());
  };
  CHECK(book("2026-12-31T08:30:00-05:00", "2026-12-31T09:00:00-05:00") == "SLOT_TAKEN");
  CHECK(book("2026-12-31T09:20:00-05:00", "2026-12-31T09:40:00-05:00") == "SLOT_TAKEN");
  CHECK(book("2026-12-31T08:30:00-05:00", "2026-12-31T08:55:00-05:00") == "OK");
  CHECK(book("2026-12-31T09:30:00-05:00", "2026-12-31T09:40:00-05:00") == "OK");
}

TEST_CASE("an appointment of another type keeps that type's buffers free, or is refused") {
  SlotFixture clinic;
  clinic.AddControl();
  const auto plain = clinic.Book(
      clinic.caller, clinic.Payload("2026-12-31T09:00:00-05:00", "2026-12-31T09:20:00-05:00"));
  REQUIRE(plain.ok());
  const auto id = plain->id.ToString();
  const auto next = clinic.Book(
      clinic.caller, clinic.Payload("2026-12-31T09:20:00-05:00", "2026-12-31T09:40:00-05:00"));
  REQUIRE(next.ok());
  const auto change = [&](AppointmentPatch patch) {
    return Outcome(clinic.Change(clinic.caller, id, std::move(patch)).status());
  };
  CHECK(change({.appointment_type = "CONTROL"}) == "SLOT_TAKEN");
  CHECK(*clinic.bookings.Get(clinic.caller, id) == *plain);

  REQUIRE(clinic.bookings.Cancel(clinic.caller, next->id.ToString(), "").ok());
  CHECK(change({.appointment_type = "control"}) == "OK");
  const auto book = [&] {
    return Outcome(clinic
                       .Book(clinic.caller, clinic.Payload("2026-12-31T09:20:00-05:00",
                                                           "2026-12-31T09:40:00-05:00"))
                       .status());
  };
  CHECK(book() == "SLOT_TAKEN");
  // The same type again changes nothing, whatever its buffers are now.
  clinic.Sql("UPDATE appointment_types SET buffer_after_minutes = 0");
  CHECK(change({.appointment_type = "control", .comment = "llega antes"}) == "OK");
  CHECK(book() == "SLOT_TAKEN");
  CHECK(change({.clear_fields = {"appointmentType"}}) == "OK");
  CHECK(book() == "OK");
}

TEST_CASE("a held offer is nobody else's, until it is booked, released or over") {
  SlotFixture clinic;
  const auto slot = clinic.Search(clinic.caller)->offers.at(0);
  const auto offer = clinic.OfferOf(slot);
  const auto held = clinic.holds.Hold(clinic.caller, {.offer_id = offer});
  REQUIRE(held.ok());
  CHECK(held->time_zone == "America/Bogota");
  CHECK(clinic.holds.Hold(clinic.caller, {.offer_id = offer})->id == held->id);
  CHECK(clinic.Search(clinic.caller)->offers.at(0).start == slot.end);
  CHECK(ReasonOf(clinic.BookOffer(clinic.caller, clinic.OfferOf(slot)).status()) == "SLOT_TAKEN");
  CHECK(
      ReasonOf(clinic.holds.Hold(clinic.Another(), {.offer_id = clinic.OfferOf(slot)}).status()) ==
      "SLOT_TAKEN");

  SECTION("booked") {
    REQUIRE(clinic.BookOffer(clinic.caller, offer).ok());
    CHECK(clinic.Count("busy_times") == 1);
    CHECK(ReasonOf(clinic.holds.Hold(clinic.caller, {.offer_id = offer}).status()) == "OFFER_USED");
  }
  SECTION("released") {
    const auto id = held->id.ToString();
    CHECK(absl::IsNotFound(clinic.holds.Release(clinic.Another(), id)));
    CHECK(absl::IsNotFound(clinic.holds.Release(clinic.CallerOf(clinic.beta), id)));
    REQUIRE(clinic.holds.Release(clinic.caller, id).ok());
    CHECK(absl::IsNotFound(clinic.holds.Release(clinic.caller, id)));
    CHECK(absl::IsNotFound(clinic.holds.Release(clinic.caller, "x")));
    CHECK(clinic.BookOffer(clinic.caller, clinic.OfferOf(slot)).ok());
  }
  SECTION("over") {
    clinic.Sql("UPDATE busy_times SET held_until = now()");
    clinic.Sql("UPDATE slot_holds SET expires_at = now()");
    CHECK(clinic.Search(clinic.caller)->offers.at(0).start == slot.start);
    CHECK(absl::IsNotFound(clinic.holds.Release(clinic.caller, held->id.ToString())));
    CHECK(clinic.BookOffer(clinic.Another(), clinic.OfferOf(slot)).ok());
    CHECK(clinic.Count("busy_times") == 1);
  }
  SECTION("over, and another's") {
    clinic.Sql("UPDATE busy_times SET held_until = now()");
    clinic.Sql("UPDATE slot_holds SET expires_at = now()");
    REQUIRE(clinic.holds.Hold(clinic.Another(), {.offer_id = clinic.OfferOf(slot)}).ok());
    CHECK(ReasonOf(clinic.BookOffer(clinic.caller, offer).status()) == "SLOT_TAKEN");
  }
}

TEST_CASE("what no room is free for is not offered") {
  SlotFixture clinic;
  const auto room = clinic.rooms.Create(
      clinic.caller, {.clinic_id = clinic.site.id.ToString(), .name = "Consultorio 1"});
  REQUIRE(room.ok());
  const auto other = clinic.AddDoctor(clinic.caller, "79555112");
  clinic.Attend(clinic.caller, other, clinic.site);
  const auto first_of = [&](const Practitioner& doctor, const std::string& modality = "") {
    return clinic.Search(clinic.caller, {.doctor_id = doctor.id.ToString(), .modality = modality})
        ->offers.at(0);
  };
  const auto first = first_of(clinic.doctor);
  CHECK(first_of(other).start == first.start);
  const auto offer = clinic.OfferOf(first);
  REQUIRE(clinic.holds.Hold(clinic.caller, {.offer_id = offer}).ok());
  CHECK(first_of(other).start == first.end);
  auto theirs = first;
  theirs.at.practitioner_id = other.id;
  CHECK(Outcome(clinic.holds.Hold(clinic.caller, {.offer_id = clinic.OfferOf(theirs)}).status()) ==
        "ROOM_TAKEN");
  CHECK(first_of(other, "TELEMEDICINE_INTERACTIVE").start == first.start);

  REQUIRE(clinic.BookOffer(clinic.caller, offer).ok());
  CHECK(clinic.Count("appointments WHERE room_id IS NOT NULL") == 1);
  CHECK(first_of(other).start == first.end);
  const auto second = first_of(other);
  CHECK(clinic.BookOffer(clinic.caller, clinic.OfferOf(second)).ok());
  const auto none =
      clinic.Search(clinic.caller, {.doctor_id = clinic.doctor.id.ToString(),
                                    .latest = absl::FormatTime(first.start + absl::Seconds(1))});
  REQUIRE(none.ok());
  CHECK(none->explanation->count.removed[static_cast<std::size_t>(Removal::kTaken)] == 1);
  const auto full =
      clinic.Search(clinic.caller, {.doctor_id = other.id.ToString(),
                                    .latest = absl::FormatTime(first.start + absl::Seconds(1))});
  REQUIRE(full.ok());
  CHECK(full->explanation->count.removed[static_cast<std::size_t>(Removal::kRoom)] == 1);
  REQUIRE(clinic.rooms.Update(clinic.caller, room->id.ToString(), {.active = false}).ok());
  CHECK(first_of(other).start == first.start);
}

TEST_CASE("nobody hoards") {
  SlotFixture clinic(16);
  const auto slots = clinic.Search(clinic.caller, {.mode = "ALL"})->offers;
  REQUIRE(slots.size() > 40);
  SECTION("for a patient") {
    std::vector<std::string> offers;
    for (const auto& slot : slots) offers.push_back(clinic.OfferOf(slot));
    const auto hold = [&](std::size_t slot, const Caller& own, const std::string& number) {
      return Outcome(clinic.holds
                         .Hold(own, {.offer_id = offers[slot],
                                     .patient_doc_type_id = "CC",
                                     .patient_doc_number = number})
                         .status());
    };
    CHECK(hold(0, clinic.caller, "1032456789") == "OK");
    CHECK(hold(1, clinic.Another(), "1032456789") == "OK");
    CHECK(hold(2, clinic.caller, "1032456789") == "TOO_MANY_HOLDS");
    CHECK(hold(3, clinic.caller, "52111222") == "OK");
    REQUIRE(clinic.BookOffer(clinic.caller, offers[0]).ok());
    CHECK(clinic.Count("busy_times WHERE held_until IS NOT NULL") == 2);
    CHECK(hold(2, clinic.caller, "1032456789") == "OK");
  }
  SECTION("with a credential, by racing calls") {
    std::vector<std::thread> racers;
    std::vector<absl::Status> results(40);
    for (std::size_t i = 0; i < results.size(); ++i) {
      racers.emplace_back([&, i] {
        results[i] =
            clinic.holds.Hold(clinic.CallerOf(clinic.alpha), {.offer_id = clinic.OfferOf(slots[i])})
                .status();
      });
    }
    for (auto& racer : racers) racer.join();
    int held = 0;
    for (const auto& result : results) {
      held += result.ok();
      CHECK((result.ok() || ReasonOf(result) == "TOO_MANY_HOLDS"));
    }
    CHECK(held == kHoldsOfCredential);
    CHECK(clinic.holds.Hold(clinic.Another(), {.offer_id = clinic.OfferOf(slots[40])}).ok());
  }
}

TEST_CASE("of bookings and holds that race for one time one has it") {
  SlotFixture clinic(16);
  for (int round = 0; round < 5; ++round) {
    const auto slot = clinic.Search(clinic.caller)->offers.at(0);
    std::vector<std::thread> racers;
    std::vector<absl::Status> results(24);
    for (std::size_t i = 0; i < results.size(); ++i) {
      racers.emplace_back([&, i] {
        const auto own = clinic.CallerOf(clinic.alpha);
        const auto offer = clinic.OfferOf(slot);
        results[i] = i % 2 ? clinic.holds.Hold(own, {.offer_id = offer}).status()
                           : clinic.BookOffer(own, offer).status();
      });
    }
    for (auto& racer : racers) racer.join();
    int won = 0;
    for (const auto& result : results) {
      won += result.ok();
      CHECK((result.ok() || ReasonOf(result) == "SLOT_TAKEN"));
    }
    CHECK(won == 1);
  }
  CHECK(clinic.Count("busy_times") == 5);
}

}  // namespace
}  // namespace enlace::appointment::storage

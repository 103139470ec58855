#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/domain/holds.h"
#include "services/appointment/domain/waitlist.h"
#include "services/appointment/domain/waitlist_offers.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/freed_times.h"
#include "services/appointment/storage/hold_repository.h"
#include "services/appointment/storage/slot_repository.h"
#include "services/appointment/storage/waitlist_repository.h"

namespace enlace::appointment::storage {
namespace {

std::string Outcome(const absl::Status& status) { return status.ok() ? "OK" : ReasonOf(status); }

constexpr absl::Duration kDay = absl::Hours(24);

// A clinic whose doctor has one appointment a day, at eight. Patients are numbers.
struct WaitlistFixture : ClinicFixture {
  explicit WaitlistFixture(int pool_size = 8)
      : ClinicFixture(pool_size), caller(CallerOf(alpha)), site(AddSite(caller)) {
    doctor = AddDoctor(caller);
    Sql("INSERT INTO practitioner_roles (tenant_id, id, practitioner_id, location_id,"
        " available_times) VALUES ('" +
        alpha.ToUuid() + "', gen_random_uuid(), '" + doctor.id.ToUuid() + "', '" +
        site.id.ToUuid() +
        "', '[{\"daysOfWeek\": [\"MON\",\"TUE\",\"WED\",\"THU\",\"FRI\",\"SAT\",\"SUN\"],"
        " \"startTime\": \"08:00\", \"endTime\": \"08:30\", \"onHolidays\": true}]')");
    for (int i = 0; i < 9; ++i) patients.ids[Number(i)] = core::Ulid::Generate(absl::Now());
  }

  // As somebody: no write without an actor.
  void Sql(const std::string& sql) {
    testing::RunSql(test_database.AdminUrl() + " options='-c app.actor_id=test'", sql);
  }

  static std::string Number(int patient) { return std::to_string(80'000'000 + patient); }
  static std::string Text(absl::Time time) {
    return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
  }

  // Eight o'clock, so many days from tomorrow on.
  static absl::Time At(int day = 0) {
    const auto bogota = absl::FixedTimeZone(-5 * 60 * 60);
    const auto civil = absl::ToCivilDay(absl::Now(), bogota) + 1 + day;
    return absl::FromCivil(absl::CivilSecond(civil.year(), civil.month(), civil.day(), 8), bogota);
  }

  // Waits for the appointments of `days` days from tomorrow on.
  absl::StatusOr<WaitlistEntry> Wait(int patient, int days = 1, SlotDraft wish = {}) {
    if (wish.earliest.empty()) wish.earliest = Text(At() - absl::Hours(1));
    if (wish.latest.empty()) wish.latest = Text(At() + days * kDay - absl::Hours(1));
    auto joined = waitlist.Create(caller, patients,
                                  {.patient_doc_type_id = "CC",
                                   .patient_doc_number = Number(patient),
                                   .wish = std::move(wish)});
    if (!joined.ok()) return joined.status();
    return std::move(joined->entry);
  }

  absl::StatusOr<Appointment> BookAt(absl::Time start, int patient) {
    auto draft = Payload(Text(start), Text(start + absl::Minutes(30)));
    draft.patient_doc_number = Number(patient);
    draft.appointment_type = "";
    return Book(caller, draft);
  }

  absl::StatusOr<Appointment> BookOffer(const Caller& own, const std::string& offer_id,
                                        int patient) {
    return Book(own, {.event_type = "APPOINTMENT",
                      .action_type = "CREATE",
                      .offer_id = offer_id,
                      .patient_doc_type_id = "CC",
                      .patient_doc_number = Number(patient)});
  }

  // A caller with another credential.
  Caller Another() const {
    auto own = CallerOf(alpha);
    own.context.actor_id = "01ARZ3NDEKTSV4RRFFQ69G5FAZ";
    return own;
  }

  WaitlistEntry Get(const WaitlistEntry& entry) {
    return *waitlist.Get(caller, entry.id.ToString());
  }

  // Until nothing is due.
  void Work() {
    while (*offers.WorkOff()) continue;
  }

  // "OFFERED WAITING …" in the order of the queue.
  std::string Statuses() {
    std::string text;
    const auto listed = waitlist.List(caller, patients, {}, {});
    for (const auto& entry : listed->entries) {
      text += (text.empty() ? "" : " ") + entry.status;
    }
    return text;
  }

  // The offers and holds of now have ended.
  void LetHoldsEnd() {
    Sql("UPDATE slot_holds SET expires_at = now() WHERE expires_at > now()");
    Sql("UPDATE busy_times SET held_until = now() WHERE held_until > now()");
    Sql("UPDATE freed_times SET due_at = now() WHERE practitioner_id IS NOT NULL");
  }

  const Caller caller;
  const Location site;
  Practitioner doctor;
  PgSlotRepository slot_rows{*database};
  SlotFinder finder{slot_rows, appointments, catalogs, clock};
  PgHoldRepository hold_rows{*database};
  Holds holds{hold_rows, offer_ids, catalogs, clock};
  const std::unique_ptr<db::PlatformDatabase> platform =
      *db::PlatformDatabase::Open({.url = test_database.RelayUrl(), .pool_size = 4});
  PgWaitlistRepository waitlist_rows{*database};
  PgFreedTimes freed{*database, *platform};
  Waitlist waitlist{waitlist_rows, finder, catalogs, clock};
  WaitlistOffers offers{freed, waitlist_rows, finder, slot_rows, offer_ids, clock};
};

TEST_CASE("a cancelled booking is offered in order, and booked by whichever credential") {
  WaitlistFixture clinic;
  const auto booked = clinic.BookAt(clinic.At(), 0);
  REQUIRE(booked.ok());
  std::vector<WaitlistEntry> waiting;
  for (int i = 1; i <= 3; ++i) waiting.push_back(*clinic.Wait(i));
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING WAITING WAITING");

  REQUIRE(clinic.bookings.Cancel(clinic.caller, booked->id.ToString(), "").ok());
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED WAITING WAITING");
  const auto first = clinic.Get(waiting[0]);
  REQUIRE(first.offer);
  CHECK(first.offer->start == clinic.At());
  CHECK(first.offer->doctor_name == "Ana Gómez");
  CHECK(first.offer->expires_at > absl::Now() + absl::Minutes(14));
  CHECK(clinic.Count("outbox WHERE resource_type = 'WaitlistEntry' AND action = 'UPDATE' AND"
                     " after_row ->> 'status' = 'OFFERED' AND actor_type = 'SERVICE'") == 1);

  const auto other = first.offer->offer_id + "x";
  CHECK(Outcome(clinic.waitlist.Decline(clinic.caller, first.id.ToString(), other).status()) ==
        core::reason::kNoOpenOffer);
  const auto held = clinic.holds.Hold(clinic.caller, {.offer_id = first.offer->offer_id});
  REQUIRE(held.ok());
  CHECK(held->expires_at == first.offer->expires_at);
  CHECK(clinic.waitlist.Decline(clinic.caller, first.id.ToString(), first.offer->offer_id).ok());
  CHECK(Outcome(clinic.holds.Hold(clinic.caller, {.offer_id = first.offer->offer_id}).status()) ==
        "offerId OFFER_EXPIRED");
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING OFFERED WAITING");
  CHECK(Outcome(clinic.BookOffer(clinic.caller, first.offer->offer_id, 1).status()) ==
        "offerId OFFER_EXPIRED");

  const auto second = clinic.Get(waiting[1]);
  CHECK(second.offer->offer_id != first.offer->offer_id);
  CHECK(Outcome(clinic.BookAt(clinic.At(), 4).status()) == core::reason::kSlotTaken);
  CHECK(Outcome(clinic.BookOffer(clinic.caller, second.offer->offer_id, 3).status()) ==
        "offerId OFFER_PATIENT");
  const auto taken = clinic.BookOffer(clinic.Another(), second.offer->offer_id, 2);
  REQUIRE(taken.ok());
  CHECK(clinic.Statuses() == "WAITING BOOKED WAITING");
  CHECK(clinic.Get(waiting[1]).appointment_id == taken->id);
  CHECK(Outcome(clinic.BookOffer(clinic.Another(), second.offer->offer_id, 2).status()) ==
        core::reason::kOfferUsed);
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING BOOKED WAITING");
}

TEST_CASE("one gap and five who wait for it give one booking, whoever races") {
  WaitlistFixture clinic(24);
  const auto booked = clinic.BookAt(clinic.At(), 0);
  std::vector<WaitlistEntry> waiting;
  for (int i = 1; i <= 5; ++i) waiting.push_back(*clinic.Wait(i));
  clinic.Work();

  // Two workers race with those who book at once what they are offered, or the time itself.
  std::atomic<int> booked_offers = 0, booked_times = 0;
  std::atomic<bool> over = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      while (!over) clinic.offers.WorkOff().IgnoreError();
    });
  }
  REQUIRE(clinic.bookings.Cancel(clinic.caller, booked->id.ToString(), "").ok());
  std::vector<std::thread> people;
  for (int i = 1; i <= 5; ++i) {
    people.emplace_back([&, i] {
      while (booked_offers + booked_times == 0) {
        const auto entry = clinic.waitlist.Get(clinic.caller, waiting[i - 1].id.ToString());
        if (entry.ok() && entry->offer &&
            clinic.BookOffer(clinic.caller, entry->offer->offer_id, i).ok()) {
          ++booked_offers;
        }
        if (i == 5 && clinic.BookAt(clinic.At(), i).ok()) ++booked_times;
      }
    });
  }
  for (auto& person : people) person.join();
  over = true;
  for (auto& thread : threads) thread.join();
  CHECK(booked_offers + booked_times == 1);
  CHECK(clinic.Count("appointments WHERE state = 'SCHEDULED'") == 1);
  CHECK(clinic.Count("waitlist_entries WHERE status = 'BOOKED'") == booked_offers.load());
  CHECK(clinic.Count("waitlist_entries WHERE status = 'WAITING'") == 5 - booked_offers.load());
}

TEST_CASE("an offer that is not taken goes to the next, and not back") {
  WaitlistFixture clinic;
  const auto first = *clinic.Wait(1), second = *clinic.Wait(2);
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED WAITING");
  const auto missed = clinic.Get(first).offer->offer_id;
  clinic.LetHoldsEnd();
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING OFFERED");
  CHECK(Outcome(clinic.BookOffer(clinic.caller, missed, 1).status()) == "offerId OFFER_EXPIRED");
  clinic.LetHoldsEnd();
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING WAITING");
  // The time itself is anybody's again, and they wait on for others.
  const auto booked = clinic.BookAt(clinic.At(), 3);
  REQUIRE(booked.ok());
}

TEST_CASE("who missed one time is the first for the next") {
  WaitlistFixture clinic;
  const auto tomorrow = *clinic.BookAt(clinic.At(), 0), later = *clinic.BookAt(clinic.At(1), 0);
  const auto first = *clinic.Wait(1, 2), second = *clinic.Wait(2, 2);
  clinic.Work();
  REQUIRE(clinic.bookings.Delete(clinic.caller, tomorrow.id.ToString()).ok());
  clinic.Work();
  REQUIRE(clinic.waitlist.Decline(clinic.caller, first.id.ToString(), "").ok());
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING OFFERED");
  REQUIRE(
      clinic.Change(clinic.caller, later.id.ToString(), {.start = clinic.Text(clinic.At(5))}).ok());
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED OFFERED");
  CHECK(clinic.Get(first).offer->start == clinic.At(1));
  CHECK(clinic.Get(second).offer->start == clinic.At());
}

TEST_CASE("a hold that is given up or runs out frees its time") {
  WaitlistFixture clinic;
  const auto offer_of = [&] {
    return clinic.offer_ids.Make(clinic.alpha, {.practitioner_id = clinic.doctor.id,
                                                .location_id = clinic.site.id,
                                                .start = clinic.At(),
                                                .end = clinic.At() + absl::Minutes(30),
                                                .modality = "IN_PERSON",
                                                .expires_at = absl::Now() + absl::Minutes(9)});
  };
  const auto held = clinic.holds.Hold(clinic.caller, {.offer_id = offer_of()});
  REQUIRE(held.ok());
  const auto first = *clinic.Wait(1);
  clinic.Work();
  CHECK(clinic.Statuses() == "WAITING");
  SECTION("given up") { REQUIRE(clinic.holds.Release(clinic.caller, held->id.ToString()).ok()); }
  SECTION("run out") { clinic.LetHoldsEnd(); }
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED");
}

TEST_CASE("time that is free already is offered at once, to the first who wants it") {
  WaitlistFixture clinic;
  const auto booked = *clinic.BookAt(clinic.At(), 0);
  const auto first = *clinic.Wait(1);
  clinic.Work();
  // Free without a notice, as by new hours.
  REQUIRE(clinic.bookings.Cancel(clinic.caller, booked.id.ToString(), "").ok());
  clinic.Sql("DELETE FROM freed_times WHERE practitioner_id IS NOT NULL");
  REQUIRE(clinic.Wait(2).ok());
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED WAITING");
  CHECK(clinic.Count("freed_times WHERE entry_id IS NOT NULL AND due_at > now()") == 2);
}

TEST_CASE("what a killed process was at is done by the next, and by one at a time") {
  WaitlistFixture clinic;
  const auto first = *clinic.Wait(1);
  {
    const auto claimed = clinic.freed.Claim(clinic.caller);
    REQUIRE(claimed.ok());
    REQUIRE(*claimed != nullptr);
    CHECK((*claimed)->times().size() == 1);
    CHECK(*clinic.freed.Claim(clinic.caller) == nullptr);
    CHECK(!*clinic.offers.WorkOff());
    (*claimed)->Settle((*claimed)->times()[0], true);
  }
  CHECK(clinic.Statuses() == "WAITING");
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED");
  // Killed after the offer, before the queue knew.
  clinic.Sql("UPDATE freed_times SET due_at = now()");
  clinic.Work();
  CHECK(clinic.Statuses() == "OFFERED");
  CHECK(clinic.Count("waitlist_offers") == 1);
}

TEST_CASE("who leaves passes the offer on; what is over can't be left") {
  WaitlistFixture clinic;
  const auto first = *clinic.Wait(1), second = *clinic.Wait(2);
  clinic.Work();
  const auto id = first.id.ToString();
  CHECK(clinic.waitlist.Leave(clinic.caller, id).ok());
  clinic.Work();
  CHECK(clinic.Statuses() == "CANCELLED OFFERED");
  const auto absent = core::refusal::NotFoundWaitlistEntry();
  CHECK(clinic.waitlist.Leave(clinic.caller, id) == absent);
  const auto beta = clinic.CallerOf(clinic.beta);
  for (const auto& foreign : {second.id.ToString(), std::string("42")}) {
    CHECK(clinic.waitlist.Get(beta, foreign).status() == absent);
    CHECK(clinic.waitlist.Leave(beta, foreign) == absent);
    CHECK(clinic.waitlist.Decline(beta, foreign, "").status() == absent);
  }
  CHECK(clinic.waitlist.List(beta, clinic.patients, {}, {})->entries.empty());
}

TEST_CASE("a wish ends with its period") {
  WaitlistFixture clinic;
  REQUIRE(clinic.BookAt(clinic.At(), 0).ok());
  REQUIRE(clinic.Wait(1).ok());
  clinic.Work();
  CHECK(clinic.Count("freed_times WHERE entry_id IS NOT NULL") == 1);
  clinic.Sql(
      "UPDATE waitlist_entries SET earliest_at = now() - interval '2 days',"
      " latest_at = now()");
  clinic.Sql("UPDATE freed_times SET due_at = now()");
  clinic.Work();
  CHECK(clinic.Statuses() == "EXPIRED");
  CHECK(clinic.Count("freed_times WHERE entry_id IS NOT NULL") == 0);
}

TEST_CASE("a patient waits for a thing once, and for five things") {
  WaitlistFixture clinic;
  const auto first = *clinic.Wait(1);
  CHECK(clinic.Wait(1)->id == first.id);
  std::vector<std::thread> threads;
  std::atomic<int> refused = 0;
  const std::vector<std::string> days = {"MON", "TUE", "WED", "THU", "FRI", "SAT"};
  for (const auto& day : days) {
    threads.emplace_back([&clinic, &refused, &day] {
      const auto entry = clinic.Wait(1, 8, {.days = {day}});
      if (!entry.ok() && ReasonOf(entry.status()) == core::reason::kTooManyWaitlistEntries) {
        ++refused;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(refused == 2);
  CHECK(clinic.Count("waitlist_entries") == 5);
  CHECK(clinic.Wait(1)->id == first.id);
  REQUIRE(clinic.waitlist.Leave(clinic.caller, first.id.ToString()).ok());
  CHECK(clinic.Wait(1)->id != first.id);
}

TEST_CASE("a list is read page by page, by patient and by doctor") {
  WaitlistFixture clinic;
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(clinic.Wait(i, 1, {.doctor_doc_type_id = "CC", .doctor_doc_number = "79555111"}).ok());
  }
  const auto page = clinic.waitlist.List(clinic.caller, clinic.patients, {}, {.size = 2});
  CHECK(page->entries.size() == 2);
  REQUIRE(page->next);
  const auto rest =
      clinic.waitlist.List(clinic.caller, clinic.patients, {}, {.size = 2, .after = *page->next});
  CHECK(rest->entries.size() == 1);
  CHECK(!rest->next);
  const auto sizes = [&](const WaitlistQuery& query) {
    return clinic.waitlist.List(clinic.caller, clinic.patients, query, {})->entries.size();
  };
  CHECK(sizes({.doctor_id = clinic.doctor.id.ToString()}) == 3);
  CHECK(sizes({.doctor_id = clinic.site.id.ToString()}) == 0);
  CHECK(sizes({.patient_doc_type_id = "CC", .patient_doc_number = clinic.Number(2)}) == 1);
  CHECK(sizes({.status = "OFFERED"}) == 0);
  auto limited = clinic.caller;
  limited.may_list = false;
  CHECK(Outcome(clinic.waitlist.List(limited, clinic.patients, {}, {}).status()) ==
        core::reason::kScopeMissing);
}

TEST_CASE("to who is limited to workflows, other patients do not wait") {
  WaitlistFixture clinic;
  clinic.patients.workflow = "prior_auth";
  const auto entry = clinic.Wait(0);
  REQUIRE(entry.ok());
  auto limited = clinic.caller;
  limited.context.workflows = "intake";
  CHECK(absl::IsNotFound(clinic.waitlist.Get(limited, entry->id.ToString()).status()));
  CHECK(clinic.waitlist.List(limited, clinic.patients, {}, {})->entries.empty());
  limited.context.workflows = "intake,prior_auth";
  CHECK(clinic.waitlist.Get(limited, entry->id.ToString()).ok());
}

}  // namespace
}  // namespace enlace::appointment::storage

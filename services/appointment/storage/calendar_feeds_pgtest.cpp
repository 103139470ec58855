#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/core/reasons.h"
#include "services/appointment/domain/calendar_feeds.h"
#include "services/appointment/storage/calendar_feed_repository.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

// Names everyone the same, and remembers who was asked for.
class OneName final : public PatientNames {
 public:
  absl::Status Fill(const Caller&, std::vector<CalendarEvent>& events) override {
    if (!failure.ok()) return failure;
    for (auto& event : events) {
      if (event.patient_id) event.patient_name = "Luz";
    }
    return absl::OkStatus();
  }
  absl::Status failure;
};

struct Feeds : ClinicFixture {
  PgCalendarFeedRepository rows{*database};
  CalendarFeeds feeds{rows, clock};
  OneName names;

  std::string At(absl::Duration ahead) const {
    return absl::FormatTime("%Y-%m-%dT%H:%M:00Z", clock.Now() + ahead, absl::UTCTimeZone());
  }
  Appointment BookAt(const Caller& caller, absl::Duration ahead) {
    const auto booked = Book(caller, Payload(At(ahead), At(ahead + absl::Minutes(30))));
    REQUIRE(booked.ok());
    return *booked;
  }
  std::vector<core::Ulid> Shown(const Caller& caller, const CalendarSecret& secret) {
    const auto calendar = feeds.Show(caller, secret, names);
    REQUIRE(calendar.ok());
    std::vector<core::Ulid> ids;
    for (const auto& event : calendar->events) ids.push_back(event.id);
    return ids;
  }
};

TEST_CASE("a calendar shows the live appointments of its doctor or site around today") {
  Feeds clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(caller);
  const auto doctor = clinic.AddDoctor(caller);
  const auto late = clinic.BookAt(caller, kCalendarAhead + absl::Hours(1));
  const auto second = clinic.BookAt(caller, absl::Hours(30));
  const auto first = clinic.BookAt(caller, absl::Hours(-24 * 29));
  const auto old = clinic.BookAt(caller, -kCalendarBack - absl::Hours(1));
  const auto gone = clinic.BookAt(caller, absl::Hours(40));
  REQUIRE(clinic.bookings.Cancel(caller, gone.id.ToString(), "").ok());

  const auto of_doctor = clinic.feeds.Create(caller, doctor.id.ToString(), "");
  const auto of_site = clinic.feeds.Create(caller, "", first.location_id.ToString());
  REQUIRE(of_doctor.ok());
  REQUIRE(of_site.ok());
  for (const auto& secret : {of_doctor->secret, of_site->secret}) {
    CHECK(clinic.Shown(caller, secret) == std::vector<core::Ulid>{first.id, second.id});
  }
  const auto calendar = clinic.feeds.Show(caller, of_site->secret, clinic.names);
  CHECK(calendar->name == site.name);
  CHECK(calendar->events[1].start == second.start);
  CHECK(calendar->events[1].end == second.end);
  CHECK(calendar->events[1].version == 1);
  CHECK(!calendar->events[1].patient_id);
  CHECK(!calendar->events[1].patient_name);
}

TEST_CASE("of more appointments than a calendar may show it shows the earliest") {
  Feeds clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  clinic.BookAt(caller, absl::Hours(50));
  const auto second = clinic.BookAt(caller, absl::Hours(40));
  const auto first = clinic.BookAt(caller, absl::Hours(30));
  const auto now = clinic.clock.Now();
  const auto shown =
      clinic.rows.Show(caller, {.location_id = site.id}, now, now + absl::Hours(60), 2);
  REQUIRE(shown.ok());
  REQUIRE(shown->events.size() == 2);
  CHECK(shown->events[0].id == first.id);
  CHECK(shown->events[1].id == second.id);
}

TEST_CASE("patients are named only for a doctor who shows them") {
  Feeds clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  const auto doctor = clinic.AddDoctor(caller);
  const auto booked = clinic.BookAt(caller, absl::Hours(30));
  const auto made = clinic.feeds.Create(caller, "", booked.location_id.ToString());
  REQUIRE(made.ok());
  std::vector<core::Violation> warnings;
  CHECK(!doctor.calendar_shows_patients);
  const auto changed = clinic.directory.UpdatePractitioner(
      caller, doctor.id.ToString(), {.calendar_shows_patients = true}, warnings);
  REQUIRE(changed.ok());
  CHECK(changed->calendar_shows_patients);
  const auto calendar = clinic.feeds.Show(caller, made->secret, clinic.names);
  REQUIRE(calendar.ok());
  CHECK(calendar->events[0].patient_id == booked.patient_id);
  CHECK(calendar->events[0].patient_name == "Luz");
  // Without the names no calendar leaves: the next one would look changed.
  clinic.names.failure = core::refusal::UnavailablePatients();
  CHECK(clinic.feeds.Show(caller, made->secret, clinic.names).status() == clinic.names.failure);
}

TEST_CASE("a secret opens its own feed in its own tenant, until it is revoked") {
  Feeds clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha), beta = clinic.CallerOf(clinic.beta);
  const auto site = clinic.AddSite(alpha);
  const auto made = clinic.feeds.Create(alpha, "", site.id.ToString());
  const auto other = clinic.feeds.Create(alpha, "", site.id.ToString());
  REQUIRE(made.ok());
  REQUIRE(other.ok());
  const auto refused = [&](const Caller& caller, const CalendarSecret& secret) {
    return ReasonOf(clinic.feeds.Show(caller, secret, clinic.names).status());
  };
  CHECK(refused(beta, made->secret) == core::reason::kCredentialInvalid);
  auto forged = CalendarSecret::Generate(clinic.alpha, made->feed.id);
  CHECK(refused(alpha, forged) == core::reason::kCredentialInvalid);
  auto exchanged = made->secret;
  exchanged.feed_id = other->feed.id;
  CHECK(refused(alpha, exchanged) == core::reason::kCredentialInvalid);

  const auto id = made->feed.id.ToString();
  CHECK(clinic.feeds.Get(alpha, id)->location_id == site.id);
  CHECK(clinic.feeds.Get(beta, id).status() == core::refusal::NotFoundCalendarFeed());
  CHECK(clinic.feeds.Delete(beta, id) == core::refusal::NotFoundCalendarFeed());
  CHECK(clinic.feeds.List(beta, {})->feeds.empty());
  REQUIRE(clinic.feeds.Delete(alpha, id).ok());
  CHECK(refused(alpha, made->secret) == core::reason::kCredentialInvalid);
  CHECK(clinic.feeds.Delete(alpha, id) == core::refusal::NotFoundCalendarFeed());
  CHECK(clinic.feeds.List(alpha, {})->feeds.size() == 1);
  CHECK(clinic.Count("outbox WHERE resource_type = 'CalendarFeed'") == 3);
  CHECK(clinic.Count("outbox WHERE outbox::text LIKE '%" + made->feed.secret_hash + "%'") == 0);
}

TEST_CASE("a feed is of one live doctor or site of the tenant") {
  Feeds clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(alpha);
  const auto foreign = clinic.AddSite(clinic.CallerOf(clinic.beta));
  const auto refused = [&](const std::string& doctor, const std::string& site_id) {
    return ReasonOf(clinic.feeds.Create(alpha, doctor, site_id).status());
  };
  const auto nobody = core::Ulid::Generate(absl::Now()).ToString();
  CHECK(refused("", " ") == "doctorId REQUIRED");
  CHECK(refused(nobody, site.id.ToString()) == "clinicId FEED_SUBJECT");
  CHECK(refused(nobody, "") == "doctorId DOCTOR_NOT_FOUND");
  CHECK(refused("x", "y") ==
        "doctorId DOCTOR_NOT_FOUND, clinicId CLINIC_NOT_FOUND, clinicId FEED_SUBJECT");
  CHECK(refused("", foreign.id.ToString()) == "clinicId CLINIC_NOT_FOUND");
  CHECK(clinic.Count("calendar_feeds") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage

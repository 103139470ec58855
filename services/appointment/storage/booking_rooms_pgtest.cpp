#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

constexpr const char* kTen = "2031-01-06T10:00:00-05:00";
constexpr const char* kHalfPast = "2031-01-06T10:30:00-05:00";
constexpr const char* kEleven = "2031-01-06T11:00:00-05:00";

// A clinic with a site and three doctors there; its rooms are added by the tests.
struct RoomFixture : ClinicFixture {
  RoomFixture() : ClinicFixture(16), caller(CallerOf(alpha)), site(AddSite(caller)) {
    caller.may_overbook = true;
    for (const char* number : {"79555111", "79555112", "79555113"}) AddDoctor(caller, number);
  }

  Room AddRoom(const std::string& name) {
    return *rooms.Create(caller, {.clinic_id = site.id.ToString(), .name = name});
  }

  absl::StatusOr<Appointment> At(const char* start, const char* end, const std::string& doctor,
                                 const std::string& room = "", const std::string& reason = "",
                                 const std::string& modality = "IN_PERSON") {
    auto draft = Payload(start, end, doctor);
    draft.room_id = room;
    draft.overbook_reason = reason;
    draft.modality = modality;
    return Book(caller, draft);
  }

  Caller caller;
  const Location site;
};

std::string Outcome(const absl::StatusOr<Appointment>& booked) {
  return booked.ok() ? "OK" : ReasonOf(booked.status());
}

TEST_CASE("a site without rooms books none") {
  RoomFixture clinic;
  CHECK_FALSE(clinic.At(kTen, kHalfPast, "79555111")->room_id);
}

TEST_CASE("each appointment in person has a room of its own") {
  RoomFixture clinic;
  const auto first = clinic.AddRoom("Consultorio 1");
  const auto one = clinic.At(kTen, kHalfPast, "79555111");
  REQUIRE(one.ok());
  CHECK(one->room_id == first.id);
  CHECK(Outcome(clinic.At(kTen, kHalfPast, "79555112")) == "ROOM_TAKEN");
  CHECK(Outcome(clinic.At(kTen, kHalfPast, "79555111")) == "SLOT_TAKEN");
  CHECK(Outcome(clinic.At(kTen, kHalfPast, "79555112", first.id.ToString())) == "ROOM_TAKEN");
  const auto remote = clinic.At(kTen, kHalfPast, "79555112", "", "", "TELEMEDICINE_INTERACTIVE");
  REQUIRE(remote.ok());
  CHECK_FALSE(remote->room_id);

  const auto second = clinic.AddRoom("Consultorio 2");
  const auto two = clinic.At(kTen, kHalfPast, "79555113");
  REQUIRE(two.ok());
  CHECK(two->room_id == second.id);

  SECTION("freed when it is cancelled") {
    REQUIRE(clinic.bookings.Cancel(clinic.caller, one->id.ToString(), "").ok());
    CHECK(clinic.Count("busy_times WHERE room_id IS NOT NULL") == 1);
  }
  SECTION("kept when it is moved and changed when it is taken") {
    const auto moved = clinic.Change(clinic.caller, two->id.ToString(), {.start = kHalfPast});
    REQUIRE(moved.ok());
    CHECK(moved->room_id == second.id);
    REQUIRE(clinic.At(kEleven, "2031-01-06T11:30:00-05:00", "79555111", second.id.ToString()).ok());
    const auto pushed = clinic.Change(clinic.caller, two->id.ToString(), {.start = kEleven});
    REQUIRE(pushed.ok());
    CHECK(pushed->room_id == first.id);
    CHECK(Outcome(clinic.Change(clinic.caller, two->id.ToString(),
                                {.room_id = second.id.ToString()})) == "ROOM_TAKEN");
  }
  SECTION("needed when a remote one becomes one in person") {
    CHECK(Outcome(clinic.Change(clinic.caller, remote->id.ToString(), {.modality = "IN_PERSON"})) ==
          "ROOM_TAKEN");
  }
  SECTION("one of its own site, that is active") {
    const auto away = clinic.AddSite(clinic.caller, "Sede Sur");
    const auto other = *clinic.rooms.Create(
        clinic.caller, {.clinic_id = away.id.ToString(), .name = "Consultorio 1"});
    for (const auto& room :
         {other.id.ToString(), core::Ulid::Generate(absl::Now()).ToString(), std::string("x")}) {
      CHECK(Outcome(clinic.At(kHalfPast, kEleven, "79555112", room)) == "roomId ROOM_NOT_FOUND");
      CHECK(Outcome(clinic.Change(clinic.caller, one->id.ToString(), {.room_id = room})) ==
            "roomId ROOM_NOT_FOUND");
    }
    REQUIRE(clinic.rooms.Update(clinic.caller, second.id.ToString(), {.active = false}).ok());
    CHECK(Outcome(clinic.At(kHalfPast, kEleven, "79555112", second.id.ToString())) ==
          "roomId ROOM_NOT_FOUND");
    CHECK(clinic.At(kHalfPast, kEleven, "79555112")->room_id == first.id);
  }
}

TEST_CASE("a room with appointments to come is not deleted and not moved, by whomever they are") {
  RoomFixture clinic;
  const auto room = clinic.AddRoom("Consultorio 1");
  const auto id = room.id.ToString();
  auto other = clinic.caller;
  other.owner_id = "somebody@example.com";
  auto draft = clinic.Payload(kTen, kHalfPast);
  const auto booked = clinic.Book(other, draft);
  REQUIRE(booked.ok());
  auto limited = clinic.caller;
  limited.context.owner_scope = "bot@example.com";
  const auto away = clinic.AddSite(clinic.caller, "Sede Sur");
  CHECK(ReasonOf(clinic.rooms.Delete(limited, id)) == "HAS_APPOINTMENTS");
  CHECK(ReasonOf(clinic.rooms.Update(limited, id, {.clinic_id = away.id.ToString()}).status()) ==
        "HAS_APPOINTMENTS");
  CHECK(clinic.rooms.Update(limited, id, {.name = "1"}).ok());
  REQUIRE(clinic.bookings.Cancel(other, booked->id.ToString(), "").ok());
  CHECK(clinic.rooms.Update(limited, id, {.clinic_id = away.id.ToString()}).ok());
  CHECK(clinic.rooms.Delete(limited, id).ok());
}

TEST_CASE("of a booking and a deletion of its room that race one comes first") {
  RoomFixture clinic;
  for (int round = 0; round < 10; ++round) {
    const auto room = clinic.AddRoom(absl::StrCat("Consultorio ", round));
    const auto start = absl::StrCat("2031-02-", 10 + round, "T10:00:00-05:00");
    const auto end = absl::StrCat("2031-02-", 10 + round, "T10:30:00-05:00");
    absl::StatusOr<Appointment> booked = absl::UnknownError("");
    absl::Status deleted;
    std::thread booking(
        [&] { booked = clinic.At(start.c_str(), end.c_str(), "79555111", room.id.ToString()); });
    std::thread deletion(
        [&] { deleted = clinic.rooms.Delete(clinic.CallerOf(clinic.alpha), room.id.ToString()); });
    booking.join();
    deletion.join();
    CHECK(booked.ok() != deleted.ok());
    if (booked.ok()) {
      CHECK(ReasonOf(deleted) == "HAS_APPOINTMENTS");
      REQUIRE(clinic.bookings.Cancel(clinic.caller, booked->id.ToString(), "").ok());
    } else {
      CHECK(ReasonOf(booked.status()) == "roomId ROOM_NOT_FOUND");
    }
  }
}

TEST_CASE("of doctors that race for the rooms of a site as many are booked as there are rooms") {
  RoomFixture clinic;
  clinic.AddRoom("1");
  clinic.AddRoom("2");
  std::vector<std::string> doctors;
  for (int i = 0; i < 12; ++i) {
    doctors.push_back(std::to_string(80000000 + i));
    clinic.AddDoctor(clinic.caller, doctors.back());
  }
  for (int round = 0; round < 3; ++round) {
    const auto start = absl::StrCat("2031-01-0", 7 + round, "T10:00:00-05:00");
    const auto end = absl::StrCat("2031-01-0", 7 + round, "T10:30:00-05:00");
    std::vector<std::thread> racers;
    std::vector<absl::StatusOr<Appointment>> results(doctors.size(), absl::UnknownError(""));
    for (std::size_t i = 0; i < doctors.size(); ++i) {
      racers.emplace_back(
          [&, i] { results[i] = clinic.At(start.c_str(), end.c_str(), doctors[i]); });
    }
    for (auto& racer : racers) racer.join();
    std::set<core::Ulid> rooms;
    for (const auto& result : results) {
      if (result.ok()) {
        CHECK(rooms.insert(*result->room_id).second);
      } else {
        CHECK(ReasonOf(result.status()) == "ROOM_TAKEN");
      }
    }
    CHECK(rooms.size() == 2);
  }
}

TEST_CASE("who may overbooks a doctor, with a reason that is kept while it overlaps") {
  RoomFixture clinic;
  const auto first = clinic.At(kTen, kHalfPast, "79555111");
  REQUIRE(first.ok());
  auto refused = clinic.Payload(kTen, kHalfPast);
  refused.overbook_reason = "urgencia";
  CHECK(Outcome(clinic.Book(clinic.CallerOf(clinic.alpha), refused)) == "SCOPE_MISSING");

  const auto free = clinic.At(kEleven, "2031-01-06T11:30:00-05:00", "79555111", "", "urgencia");
  REQUIRE(free.ok());
  CHECK_FALSE(free->overbook_reason);
  const auto over = clinic.At("2031-01-06T10:15:00-05:00", "2031-01-06T10:45:00-05:00", "79555111",
                              "", "urgencia");
  REQUIRE(over.ok());
  CHECK(over->overbook_reason == "urgencia");
  CHECK(clinic.Count("outbox WHERE after_row ->> 'overbook_reason' = 'urgencia'") == 1);

  // Its own time is taken too, the more so when the other one is gone.
  CHECK(Outcome(clinic.At(kHalfPast, "2031-01-06T10:45:00-05:00", "79555111")) == "SLOT_TAKEN");
  REQUIRE(clinic.bookings.Cancel(clinic.caller, first->id.ToString(), "").ok());
  CHECK(Outcome(clinic.At(kTen, kHalfPast, "79555111")) == "SLOT_TAKEN");

  const auto id = over->id.ToString();
  CHECK(Outcome(clinic.Change(clinic.caller, id, {.start = kEleven})) == "SLOT_TAKEN");
  CHECK(Outcome(clinic.Change(clinic.caller, id, {.overbook_reason = "x"})) ==
        "startAppointment REQUIRED");
  CHECK(Outcome(clinic.Change(clinic.CallerOf(clinic.alpha), id,
                              {.start = kEleven, .overbook_reason = "x"})) == "SCOPE_MISSING");
  CHECK(clinic.Change(clinic.caller, id, {.start = kEleven, .overbook_reason = "x"})
            ->overbook_reason == "x");
  CHECK_FALSE(clinic.Change(clinic.caller, id, {.start = kTen})->overbook_reason);
}

}  // namespace
}  // namespace enlace::appointment::storage

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

using AllRooms = std::vector<Room>;

RoomInput InputOf(const Location& site, const std::string& name = "Consultorio 1") {
  return {.clinic_id = site.id.ToString(), .name = name};
}

// As lists are: ids of one millisecond are in no order of their making.
AllRooms ById(AllRooms rooms) {
  std::sort(rooms.begin(), rooms.end(),
            [](const Room& one, const Room& other) { return one.id < other.id; });
  return rooms;
}

Caller IfMatch(Caller caller, const std::string& etag) {
  caller.if_match = *core::VersionMatch::Parse(etag);
  return caller;
}

void RemoveSite(const ClinicFixture& clinic, const Location& site) {
  testing::RunSql(clinic.test_database.AdminUrl(),
                  "UPDATE locations SET deleted_at = now() "
                  "FROM set_config('app.actor_id', 'test', true) WHERE id = '" +
                      site.id.ToUuid() + "'");
}

TEST_CASE("a room is kept, changed, deactivated and deleted") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto north = clinic.AddSite(caller), south = clinic.AddSite(caller, "Sede Sur");
  const auto made = clinic.rooms.Create(caller, InputOf(north));
  REQUIRE(made.ok());
  CHECK(made->location_id == north.id);
  CHECK(made->active);
  const auto id = made->id.ToString();
  CHECK(*clinic.rooms.Get(caller, id) == *made);

  const auto changed = clinic.rooms.Update(caller, id, {.name = "Consultorio 2", .active = false});
  REQUIRE(changed.ok());
  CHECK(changed->name == "Consultorio 2");
  CHECK(!changed->active);
  CHECK(changed->version == 2);
  CHECK(*clinic.rooms.Update(caller, id, {.clinic_id = north.id.ToString()}) == *changed);
  CHECK(clinic.rooms.Update(caller, id, {.clinic_id = south.id.ToString()})->location_id ==
        south.id);
  CHECK(ReasonOf(clinic.rooms.Update(IfMatch(caller, "\"1\""), id, {.name = ""}).status()) ==
        core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.rooms.Delete(IfMatch(caller, "\"1\""), id)) == core::reason::kEtagMismatch);
  CHECK(clinic.rooms.Delete(IfMatch(caller, "\"3\""), id).ok());
  CHECK(clinic.rooms.Get(caller, id).status() == core::refusal::NotFoundRoom());
  CHECK(clinic.rooms.Delete(caller, id) == core::refusal::NotFoundRoom());
  CHECK(clinic.Count("outbox WHERE resource_type = 'Room'") == 4);
}

TEST_CASE("a name names one live room of a site") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto north = clinic.AddSite(caller), south = clinic.AddSite(caller, "Sede Sur");
  const auto made = clinic.rooms.Create(caller, InputOf(north));
  const auto elsewhere = clinic.rooms.Create(caller, InputOf(south));
  REQUIRE(elsewhere.ok());
  const auto twice = clinic.rooms.Create(caller, InputOf(north, " Consultorio 1 "));
  CHECK(twice.status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(twice.status()) == core::reason::kRoomExists);
  const RoomInput move{.clinic_id = north.id.ToString()};
  CHECK(ReasonOf(clinic.rooms.Update(caller, elsewhere->id.ToString(), move).status()) ==
        core::reason::kRoomExists);
  REQUIRE(clinic.rooms.Delete(caller, made->id.ToString()).ok());
  CHECK(clinic.rooms.Update(caller, elsewhere->id.ToString(), move).ok());
}

TEST_CASE("all that is wrong with a room is named at once") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(caller), gone = clinic.AddSite(caller, "Sede Sur");
  const auto foreign = clinic.AddSite(clinic.CallerOf(clinic.beta));
  RemoveSite(clinic, gone);
  const auto faults = [&](const RoomInput& input) {
    return ReasonOf(clinic.rooms.Create(caller, input).status());
  };
  CHECK(faults({}) == "clinicId REQUIRED, name REQUIRED");
  CHECK(faults({.clinic_id = "42", .name = std::string(101, 'x')}) ==
        "clinicId CLINIC_NOT_FOUND, name TEXT_LENGTH");
  for (const auto& absent : {core::Ulid::Generate(absl::Now()), foreign.id, gone.id}) {
    CHECK(faults({.clinic_id = absent.ToString(), .name = "a\nb"}) ==
          "name TEXT_CONTROL, clinicId CLINIC_NOT_FOUND");
    CHECK(faults({.clinic_id = absent.ToString(), .name = "x"}) == "clinicId CLINIC_NOT_FOUND");
  }

  const auto made = clinic.rooms.Create(caller, InputOf(site));
  const auto id = made->id.ToString();
  const auto refused = [&](const RoomInput& input) {
    return ReasonOf(clinic.rooms.Update(caller, id, input).status());
  };
  CHECK(refused({.clinic_id = foreign.id.ToString(), .name = " "}) ==
        "name EMPTY, clinicId CLINIC_NOT_FOUND");
  CHECK(refused({.clear_fields = {"active", "clinicId", "name", "price"}}) ==
        "clinicId CLEAR_FIELD, name CLEAR_FIELD, active CLEAR_FIELD, clearFields CLEAR_FIELD");
  CHECK(*clinic.rooms.Get(caller, id) == *made);
  // A room whose site has gone can be changed still.
  RemoveSite(clinic, site);
  CHECK(clinic.rooms.Update(caller, id, InputOf(site, "x")).ok());
}

TEST_CASE("rooms are listed by site and activity, page by page") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto north = clinic.AddSite(caller), south = clinic.AddSite(caller, "Sede Sur");
  const auto one = *clinic.rooms.Create(caller, InputOf(north, "1"));
  const auto two = *clinic.rooms.Create(caller, InputOf(south, "2"));
  auto input = InputOf(north, "3");
  input.active = false;
  const auto three = *clinic.rooms.Create(caller, input);
  const auto list = [&](const RoomQuery& query) {
    return clinic.rooms.List(caller, query, {})->rooms;
  };
  CHECK(list({}) == ById({one, two, three}));
  CHECK(list({.clinic_id = north.id.ToString()}) == ById({one, three}));
  CHECK(list({.clinic_id = north.id.ToString(), .active = true}) == AllRooms{one});
  CHECK(list({.active = false}) == AllRooms{three});
  CHECK(list({.clinic_id = core::Ulid::Generate(absl::Now()).ToString()}).empty());
  const auto first = clinic.rooms.List(caller, {.clinic_id = north.id.ToString()}, {.size = 1});
  REQUIRE(first->next);
  REQUIRE(first->rooms.size() == 1);
  const auto second = clinic.rooms.List(caller, {.clinic_id = north.id.ToString()},
                                        {.size = 1, .after = *first->next});
  REQUIRE(second->rooms.size() == 1);
  CHECK(AllRooms{first->rooms[0], second->rooms[0]} == ById({one, three}));
  CHECK(!second->next);
  CHECK(ReasonOf(clinic.rooms.List(caller, {.clinic_id = "42"}, {.after = "42"}).status()) ==
        "pageToken PAGE_TOKEN_INVALID, clinicId ID_FORMAT");
}

TEST_CASE("foreign, absent and malformed ids of rooms get one answer") {
  ClinicFixture clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha), beta = clinic.CallerOf(clinic.beta);
  const auto site = clinic.AddSite(alpha);
  const auto made = clinic.rooms.Create(alpha, InputOf(site));
  const auto absent = core::refusal::NotFoundRoom();
  for (const std::string& id :
       {made->id.ToString(), core::Ulid::Generate(absl::Now()).ToString(), std::string("42")}) {
    CHECK(clinic.rooms.Get(beta, id).status() == absent);
    CHECK(clinic.rooms.Update(beta, id, {.name = "x"}).status() == absent);
    CHECK(clinic.rooms.Update(beta, id, InputOf(site, "")).status() == absent);
    CHECK(clinic.rooms.Delete(beta, id) == absent);
  }
  CHECK(*clinic.rooms.Get(alpha, made->id.ToString()) == *made);
  CHECK(clinic.rooms.List(beta, {.clinic_id = site.id.ToString()}, {})->rooms.empty());
  CHECK(
      testing::RunSql(clinic.test_database.RuntimeUrl(), "SELECT count(*) AS n FROM rooms")[0].Int(
          "n") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage

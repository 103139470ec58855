#include "services/appointment/domain/rooms.h"

#include <utility>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/sent_fields.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

constexpr clinical::TextRule kName{.max_characters = 100};

// What was sent, as far as it could be read.
struct Change {
  std::string name;
  std::optional<core::Ulid> location_id;
  std::optional<bool> active;
};

Change Read(const RoomInput& input, SentFields& fields) {
  Change change;
  if (const auto* sent = fields.Sent("clinicId", input.clinic_id)) {
    change.location_id = core::Ulid::Parse(clinical::Trim(*sent));
    if (!change.location_id) fields.violations().push_back(ClinicNotFound());
  }
  fields.Text("name", input.name, kName, change.name);
  bool active = true;
  fields.Flag("active", input.active, active);
  if (input.active) change.active = active;
  return change;
}

Room Apply(const Change& change, Room room) {
  if (change.location_id) room.location_id = *change.location_id;
  if (!change.name.empty()) room.name = change.name;
  room.active = change.active.value_or(room.active);
  return room;
}

absl::Status SiteAbsent(Violations violations = {}) {
  violations.push_back(ClinicNotFound());
  return core::InvalidFields(std::move(violations));
}

}  // namespace

Rooms::Rooms(RoomRepository& repository, const core::Clock& clock)
    : repository_(repository), clock_(clock) {}

absl::StatusOr<Room> Rooms::Create(const Caller& caller, const RoomInput& input) {
  SentFields fields(input.clear_fields);
  fields.Require("clinicId", input.clinic_id.has_value());
  fields.Require("name", input.name.has_value());
  const auto change = Read(input, fields);
  auto violations = std::move(fields).Finish();
  if (!violations.empty()) {
    // Refused in any case; a caller should learn all that is wrong, as far as it can be found out.
    if (!change.location_id) return core::InvalidFields(std::move(violations));
    const auto found = repository_.HasSite(caller, *change.location_id);
    const bool absent = found.ok() && !*found;
    return absent ? SiteAbsent(std::move(violations)) : core::InvalidFields(std::move(violations));
  }
  Room fresh;
  fresh.id = core::Ulid::Generate(clock_.Now());
  auto made = repository_.Insert(caller, Apply(change, fresh));
  if (!made.ok()) return made.status();
  if (!made->has_value()) return SiteAbsent();
  return **std::move(made);
}

absl::StatusOr<Room> Rooms::Get(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundRoom();
  auto found = repository_.Find(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return core::refusal::NotFoundRoom();
  return **std::move(found);
}

absl::StatusOr<RoomPage> Rooms::List(const Caller& caller, const RoomQuery& query,
                                     PageRequest page) {
  const auto after = ReadCursor(page);
  RoomFilter filter{.active = query.active};
  if (!query.clinic_id.empty()) {
    filter.location_id = core::Ulid::Parse(query.clinic_id);
    if (!filter.location_id) page.violations.push_back(core::violation::IdFormat("clinicId"));
  }
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.List(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  RoomPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.rooms, page.size);
  return answer;
}

absl::StatusOr<Room> Rooms::Update(const Caller& caller, std::string_view id,
                                   const RoomInput& input) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundRoom();
  SentFields fields(input.clear_fields);
  const auto change = Read(input, fields);
  const auto violations = std::move(fields).Finish();
  return repository_.Update(caller, *key, change.location_id,
                            [&](const Room& current, bool site_found) -> absl::StatusOr<Room> {
                              const bool absent = change.location_id && !site_found &&
                                                  *change.location_id != current.location_id;
                              if (absent) return SiteAbsent(violations);
                              if (!violations.empty()) return core::InvalidFields(violations);
                              return Apply(change, current);
                            });
}

absl::Status Rooms::Delete(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundRoom();
  return repository_.Delete(caller, *key);
}

}  // namespace enlace::appointment

#include "services/appointment/storage/rooms.h"

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/appointments_to_come.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// The foreign key does not see a soft deletion; the lock keeps one off until the room is stored.
constexpr db::Statement kHoldSite{"room_hold_site", R"sql(
SELECT id FROM locations
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR SHARE)sql"};

constexpr db::Statement kInsert{"room_insert", R"sql(
WITH site AS MATERIALIZED (
  SELECT l.id FROM locations AS l
   WHERE l.tenant_id = $1::uuid AND l.id = $3::uuid AND l.deleted_at IS NULL
     FOR SHARE OF l
)
INSERT INTO rooms (tenant_id, id, location_id, name, active)
SELECT $1::uuid, $2::uuid, site.id, $4::text, $5::boolean FROM site
RETURNING id, location_id, name, active, created_at, updated_at, version)sql"};

constexpr db::Statement kFind{"room_find", R"sql(
SELECT id, location_id, name, active, created_at, updated_at, version
  FROM rooms
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"room_list", R"sql(
SELECT id, location_id, name, active, created_at, updated_at, version
  FROM rooms
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kListBySite{"room_list_by_site", R"sql(
SELECT id, location_id, name, active, created_at, updated_at, version
  FROM rooms
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
   AND location_id = $5
 ORDER BY id LIMIT $3::int)sql"};

// FOR UPDATE: a booking holds its room with KEY SHARE until it is committed, so that the look for
// appointments, a statement of its own, comes after it.
constexpr db::Statement kLock{"room_lock", R"sql(
SELECT id, location_id, name, active, created_at, updated_at, version
  FROM rooms
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR UPDATE)sql"};

constexpr db::Statement kStore{"room_store", R"sql(
UPDATE rooms SET location_id = $3, name = $4, active = $5
 WHERE tenant_id = $1 AND id = $2
RETURNING id, location_id, name, active, created_at, updated_at, version)sql"};

constexpr db::Statement kDelete{"room_delete", R"sql(
UPDATE rooms SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

Room Read(const db::Row& row) {
  Room room;
  room.id = row.Id("id");
  room.location_id = row.Id("location_id");
  room.name = row.Text("name");
  room.active = row.Bool("active");
  room.created_at = row.Time("created_at");
  room.updated_at = row.Time("updated_at");
  room.version = row.Int("version");
  return room;
}

db::Params Key(const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  return params;
}

db::Params Values(const Caller& caller, const Room& room) {
  auto params = Key(caller, room.id);
  params.Id(room.location_id).Text(room.name).Bool(room.active);
  return params;
}

absl::Status Refusal(const absl::Status& status) {
  if (db::ConstraintOf(status) == "rooms_name_unique") return core::refusal::RoomExists();
  return status;
}

// The locked room, of a version that the caller asks for.
absl::StatusOr<Room> Lock(db::Transaction& transaction, const Caller& caller,
                          const core::Ulid& id) {
  const auto rows = transaction.Run(kLock, Key(caller, id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundRoom();
  auto room = Read((*rows)[0]);
  if (auto status = caller.if_match.Check(room.version); !status.ok()) return status;
  return room;
}

absl::Status CheckNoAppointments(db::Transaction& transaction, const Caller& caller,
                                 const core::Ulid& id) {
  const auto found = Asked(transaction, kAppointmentsOfRoom, Key(caller, id));
  if (!found.ok()) return found.status();
  return *found ? core::refusal::HasAppointmentsRoom() : absl::OkStatus();
}

}  // namespace

absl::StatusOr<db::Rows> PgRoomRepository::RunAlone(const Caller& caller,
                                                    const db::Statement& statement,
                                                    const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<bool> PgRoomRepository::HasSite(const Caller& caller, const core::Ulid& id) {
  const auto rows = RunAlone(caller, kHoldSite, Key(caller, id));
  if (!rows.ok()) return rows.status();
  return !rows->empty();
}

absl::StatusOr<std::optional<Room>> PgRoomRepository::Insert(const Caller& caller,
                                                             const Room& room) {
  const auto params = Values(caller, room);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); });
  if (!rows.ok()) return Refusal(rows.status());
  if (rows->empty()) return std::optional<Room>();
  return std::optional(Read((*rows)[0]));
}

absl::StatusOr<std::optional<Room>> PgRoomRepository::Find(const Caller& caller,
                                                           const core::Ulid& id) {
  const auto rows = database_.Read(caller.context, kFind, Key(caller, id), caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Room>();
  return std::optional(Read((*rows)[0]));
}

absl::StatusOr<std::vector<Room>> PgRoomRepository::List(const Caller& caller,
                                                         const RoomFilter& filter,
                                                         const std::optional<core::Ulid>& after,
                                                         int limit) {
  auto params = Key(caller, after.value_or(core::Ulid()));
  params.Int(limit);
  if (filter.active) {
    params.Bool(*filter.active);
  } else {
    params.Null();
  }
  if (filter.location_id) params.Id(*filter.location_id);
  const auto rows = RunAlone(caller, filter.location_id ? kListBySite : kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<Room> rooms;
  rooms.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) rooms.push_back(Read((*rows)[i]));
  return rooms;
}

absl::StatusOr<Room> PgRoomRepository::Update(const Caller& caller, const core::Ulid& id,
                                              const std::optional<core::Ulid>& site,
                                              const Worker& worker) {
  return RetryAborted(caller.deadline, [&] { return UpdateOnce(caller, id, site, worker); });
}

absl::StatusOr<Room> PgRoomRepository::UpdateOnce(const Caller& caller, const core::Ulid& id,
                                                  const std::optional<core::Ulid>& site,
                                                  const Worker& worker) {
  auto transaction = database_.Begin(OfEveryOwner(caller), caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto current = Lock(*transaction, caller, id);
  if (!current.ok()) return current;
  bool site_found = false;
  if (site) {
    const auto held = transaction->Run(kHoldSite, Key(caller, *site));
    if (!held.ok()) return held.status();
    site_found = !held->empty();
  }
  const auto next = worker(*current, site_found);
  if (!next.ok() || *next == *current) return next;
  // They take place at its site.
  if (next->location_id != current->location_id) {
    if (auto status = CheckNoAppointments(*transaction, caller, id); !status.ok()) return status;
  }
  const auto rows = transaction->RunAndCommit(kStore, Values(caller, *next));
  if (!rows.ok()) return Refusal(rows.status());
  return Read((*rows)[0]);
}

absl::Status PgRoomRepository::Delete(const Caller& caller, const core::Ulid& id) {
  return RetryAborted(caller.deadline,
                      [&]() -> absl::StatusOr<db::Rows> {
                        auto transaction = database_.Begin(OfEveryOwner(caller), caller.deadline);
                        if (!transaction.ok()) return transaction.status();
                        const auto current = Lock(*transaction, caller, id);
                        if (!current.ok()) return current.status();
                        const auto status = CheckNoAppointments(*transaction, caller, id);
                        if (!status.ok()) return status;
                        return transaction->RunAndCommit(kDelete, Key(caller, id));
                      })
      .status();
}

}  // namespace enlace::appointment::storage

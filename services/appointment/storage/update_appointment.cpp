#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/appointment_repository.h"
#include "services/appointment/storage/appointment_row.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// $1 tenant, $2 appointment, $3 the site that the change names or NULL. The appointment's own site
// is not joined: who waited for the lock would miss a row whose site was changed meanwhile.
constexpr std::string_view kLockedFrom = R"sql(,
       (SELECT l.time_zone FROM locations AS l
         WHERE l.tenant_id = $1::uuid AND l.id = a.location_id) AS time_zone,
       EXISTS (SELECT FROM locations AS l
                WHERE l.tenant_id = $1::uuid AND l.id = a.location_id
                  AND l.deleted_at IS NOT NULL) AS site_deleted,
       named.id AS site_id, named.time_zone AS site_zone, named.active AS site_active
  FROM appointments AS a
  LEFT JOIN locations AS named
    ON named.tenant_id = $1::uuid AND named.id = $3::uuid AND named.deleted_at IS NULL
 WHERE a.tenant_id = $1::uuid AND a.id = $2::uuid AND a.deleted_at IS NULL)sql";

// Two reschedules of one doctor that cross each other would each wait for the other's constraint
// check: the doctor's row makes them queue up. The lock lets bookings pass, whose foreign key asks
// for KEY SHARE only.
constexpr std::string_view kDoctorFirst = R"sql(
WITH doctor AS MATERIALIZED (
  SELECT p.id, p.deleted_at IS NOT NULL AS deleted
    FROM practitioners AS p
   WHERE p.tenant_id = $1::uuid AND p.id = (
     SELECT b.practitioner_id FROM appointments AS b
      WHERE b.tenant_id = $1::uuid AND b.id = $2::uuid)
     FOR NO KEY UPDATE OF p
)
)sql";

const db::Statement& LockStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat("SELECT", core::Absl(kAppointmentColumns), ", false AS doctor_deleted",
                   core::Absl(kLockedFrom), " FOR NO KEY UPDATE OF a"));
  static const db::Statement kStatement{"appointment_lock", sql.c_str()};
  return kStatement;
}

const db::Statement& LockWithDoctorStatement() {
  static const auto& sql = *new std::string(absl::StrCat(
      core::Absl(kDoctorFirst), "SELECT", core::Absl(kAppointmentColumns),
      ", (SELECT d.deleted FROM doctor AS d) AS doctor_deleted", core::Absl(kLockedFrom),
      " AND EXISTS (SELECT FROM doctor) FOR NO KEY UPDATE OF a"));
  static const db::Statement kStatement{"appointment_lock_with_doctor", sql.c_str()};
  return kStatement;
}

// $13: whether the appointment comes to another site or time. The site must be there then, and is
// held until the appointment is stored. $16: whether it becomes one of another type, whose buffers
// it keeps free from then on.
const db::Statement& StoreStatement() {
  static const auto& sql =
      *new std::string(absl::StrCat(R"sql(
WITH held AS MATERIALIZED (
  SELECT h.id
    FROM locations AS h
   WHERE $13::boolean AND h.tenant_id = $1::uuid AND h.id = $5::uuid AND h.deleted_at IS NULL
     FOR KEY SHARE
), type AS (
  SELECT t.buffer_before_minutes, t.buffer_after_minutes
    FROM appointment_types AS t
   WHERE $16::boolean AND t.tenant_id = $1::uuid AND t.code = upper($9::text)
     AND t.deleted_at IS NULL
)
UPDATE appointments AS a
   SET start_at = $3::timestamptz, end_at = $4::timestamptz, location_id = $5::uuid,
       modality = $6::text, state = $7::text, notification_state = $8::text,
       appointment_type = $9::text, comment = $10::text, custom_fields = $11::jsonb,
       deleted_at = CASE WHEN $12::boolean THEN now() END, room_id = $14::uuid,
       overbook_reason = $15::text,
       buffer_before_minutes = CASE WHEN $16::boolean
         THEN coalesce((SELECT b.buffer_before_minutes FROM type AS b), 0)
         ELSE a.buffer_before_minutes END,
       buffer_after_minutes = CASE WHEN $16::boolean
         THEN coalesce((SELECT b.buffer_after_minutes FROM type AS b), 0)
         ELSE a.buffer_after_minutes END
  FROM locations AS l
 WHERE a.tenant_id = $1::uuid AND a.id = $2::uuid
   AND l.tenant_id = $1::uuid AND l.id = $5::uuid
   AND (NOT $13::boolean OR EXISTS (SELECT FROM held))
RETURNING)sql",
                                    core::Absl(kAppointmentColumns), ", l.time_zone"));
  static const db::Statement kStatement{"appointment_store", sql.c_str()};
  return kStatement;
}

db::Params StoreParams(const Caller& caller, const Appointment& current, const Appointment& next) {
  const bool moved = next.location_id != current.location_id || next.start != current.start ||
                     next.end != current.end;
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(next.id)
      .Time(next.start)
      .Time(next.end)
      .Id(next.location_id)
      .Text(next.modality)
      .Text(StateName(next.state))
      .Text(next.notification_state)
      .Text(next.appointment_type)
      .Text(next.comment)
      .Text(next.custom_fields.dump())
      .Bool(next.deleted)
      .Bool(moved)
      .Id(next.room_id)
      .Text(next.overbook_reason)
      .Bool(next.appointment_type != current.appointment_type);
  return params;
}

AppointmentRepository::Locked ReadLocked(const db::Row& row) {
  AppointmentRepository::Locked locked{.appointment = ReadAppointment(row),
                                       .doctor_deleted = row.Bool("doctor_deleted"),
                                       .site_deleted = row.Bool("site_deleted")};
  if (!row.IsNull("site_id")) {
    locked.site = Site{.id = row.Id("site_id"),
                       .time_zone = std::string(row.Text("site_zone")),
                       .active = row.Bool("site_active")};
  }
  return locked;
}

// `named`: the change names a room.
absl::Status Refusal(const absl::Status& failed, bool named) {
  const auto constraint = db::ConstraintOf(failed);
  if (constraint == "busy_times_no_overlap") return SlotTaken();
  if (constraint == "busy_times_room_free") return RoomTaken(named);
  if (constraint == "appointments_room") {
    return core::InvalidFields({core::violation::RoomNotFound("roomId")});
  }
  return failed;
}

}  // namespace

absl::StatusOr<Appointment> PgAppointmentRepository::Update(const Caller& caller,
                                                            const core::Ulid& id,
                                                            const Needs& needs,
                                                            const Worker& worker) {
  return RetryAborted(caller.deadline, [&] { return UpdateOnce(caller, id, needs, worker); });
}

absl::StatusOr<Appointment> PgAppointmentRepository::UpdateOnce(const Caller& caller,
                                                                const core::Ulid& id,
                                                                const Needs& needs,
                                                                const Worker& worker) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id).Id(needs.site);
  const auto rows =
      transaction->Run(needs.takes_time ? LockWithDoctorStatement() : LockStatement(), params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundAppointment();

  const Locked locked = ReadLocked((*rows)[0]);
  if (auto status = caller.if_match.Check(locked.appointment.version); !status.ok()) return status;
  const auto next = worker(locked);
  if (!next.ok()) return next.status();
  if (*next == locked.appointment) return next;
  const auto stored =
      transaction->RunAndCommit(StoreStatement(), StoreParams(caller, locked.appointment, *next));
  if (!stored.ok()) {
    return Refusal(stored.status(), next->room_id && next->room_id != locked.appointment.room_id);
  }
  // The site was deleted meanwhile: seen by the next attempt.
  if (stored->empty()) return core::refusal::ConcurrentChange();
  return ReadAppointment((*stored)[0]);
}

}  // namespace enlace::appointment::storage

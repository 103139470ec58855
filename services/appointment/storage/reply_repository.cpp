#include "services/appointment/storage/reply_repository.h"

#include <string>

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kFind{"reply_find", R"sql(
SELECT a.state, a.start_at, l.time_zone,
       concat_ws(' ', d.first_name, d.second_name, d.last_name, d.second_last_name) AS doctor,
       l.name AS site, nullif(concat_ws(', ', l.address, l.city), '') AS address
  FROM appointments AS a
  JOIN practitioners AS d ON d.tenant_id = $1 AND d.id = a.practitioner_id
  JOIN locations AS l ON l.tenant_id = $1 AND l.id = a.location_id
 WHERE a.tenant_id = $1 AND a.id = $2 AND a.deleted_at IS NULL)sql"};

}  // namespace

absl::StatusOr<std::optional<ReplyView>> PgReplyRepository::Find(const Caller& caller,
                                                                 const core::Ulid& appointment_id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(appointment_id);
  const auto rows = database_.Read(caller.context, kFind, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<ReplyView>();
  const auto row = (*rows)[0];
  return std::optional(ReplyView{.state = ParseState(row.Text("state")).value_or(State::kRequested),
                                 .start = row.Time("start_at"),
                                 .time_zone = std::string(row.Text("time_zone")),
                                 .doctor_name = std::string(row.Text("doctor")),
                                 .site_name = std::string(row.Text("site")),
                                 .site_address = row.OptionalText("address")});
}

}  // namespace enlace::appointment::storage

#include "services/appointment/storage/availability_repository.h"

#include "libs/clinical/date.h"
#include "libs/core/error.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kFindDoctorAndSite{"availability_find_doctor_and_site", R"sql(
SELECT EXISTS (SELECT FROM practitioners
                WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL) AS doctor,
       EXISTS (SELECT FROM locations
                WHERE tenant_id = $1 AND id = $3 AND deleted_at IS NULL) AS site)sql"};

constexpr db::Statement kHolidays{"holiday_list", R"sql(
SELECT to_char(day, 'YYYY-MM-DD') AS day, name_es, name_en
  FROM holidays
 WHERE country = $1 AND day BETWEEN $2::date AND $3::date
 ORDER BY day)sql"};

}  // namespace

absl::StatusOr<db::Rows> PgAvailabilityRepository::RunAlone(const Caller& caller,
                                                            const db::Statement& statement,
                                                            const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<AvailabilityRepository::DoctorAndSite> PgAvailabilityRepository::FindDoctorAndSite(
    const Caller& caller, const std::optional<core::Ulid>& practitioner_id,
    const std::optional<core::Ulid>& location_id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(practitioner_id).Id(location_id);
  const auto rows = database_.Read(caller.context, kFindDoctorAndSite, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  return DoctorAndSite{.doctor = (*rows)[0].Bool("doctor"), .site = (*rows)[0].Bool("site")};
}

absl::Status PgAvailabilityRepository::Delete(const Caller& caller, const core::Ulid& id,
                                              const db::Statement& lock,
                                              const db::Statement& remove,
                                              const absl::Status& absent) {
  db::Params key;
  key.Id(caller.context.tenant_id).Id(id);
  return RetryAborted(caller.deadline,
                      [&]() -> absl::StatusOr<db::Rows> {
                        auto transaction = database_.Begin(caller.context, caller.deadline);
                        if (!transaction.ok()) return transaction.status();
                        const auto rows = transaction->Run(lock, key);
                        if (!rows.ok()) return rows.status();
                        if (rows->empty()) return absent;
                        if (auto status = caller.if_match.Check((*rows)[0].Int("version"));
                            !status.ok()) {
                          return status;
                        }
                        return transaction->RunAndCommit(remove, key);
                      })
      .status();
}

absl::StatusOr<std::vector<Holiday>> PgAvailabilityRepository::ListHolidays(
    const Caller& caller, const std::string& country, absl::CivilDay from, absl::CivilDay to) {
  db::Params params;
  params.Text(country).Text(clinical::FormatDate(from)).Text(clinical::FormatDate(to));
  const auto rows = database_.Read(caller.context, kHolidays, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  std::vector<Holiday> holidays;
  holidays.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    const auto row = (*rows)[i];
    holidays.push_back({.day = *clinical::ParseDate(row.Text("day")),
                        .name_es = std::string(row.Text("name_es")),
                        .name_en = std::string(row.Text("name_en")),
                        .country = country});
  }
  return holidays;
}

}  // namespace enlace::appointment::storage

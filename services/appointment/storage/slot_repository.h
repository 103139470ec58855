#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/db/database.h"
#include "services/appointment/domain/slot_repository.h"

namespace enlace::appointment::storage {

// What a search reads, from PostgreSQL.
class PgSlotRepository final : public SlotRepository {
 public:
  // `database` must outlive the object.
  explicit PgSlotRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<std::optional<AppointmentType>> FindType(const Caller& caller,
                                                          const std::string& code) override;
  absl::StatusOr<std::vector<std::string>> TypeCodes(const Caller& caller) override;
  absl::StatusOr<std::vector<std::string>> SpecialtiesBut(const Caller& caller,
                                                          const std::string& wished) override;
  absl::StatusOr<std::vector<DoctorAtSite>> DoctorsAtSites(
      const Caller& caller, const SlotWish& wish,
      const std::vector<std::string>& specialties) override;
  absl::StatusOr<std::vector<ScheduleException>> Exceptions(const Caller& caller, absl::Time from,
                                                            absl::Time to) override;
  absl::StatusOr<std::map<std::string, std::vector<absl::CivilDay>>> Holidays(
      const Caller& caller, absl::CivilDay first, absl::CivilDay last) override;
  absl::StatusOr<std::map<core::Ulid, std::vector<Span>>> BusyTimes(
      const Caller& caller, const std::vector<core::Ulid>& doctors, absl::Time from,
      absl::Time to) override;
  absl::StatusOr<std::map<core::Ulid, std::vector<std::vector<Span>>>> RoomTimes(
      const Caller& caller, const std::vector<core::Ulid>& sites, absl::Time from,
      absl::Time to) override;

 private:
  absl::StatusOr<db::Rows> Run(const Caller& caller, const db::Statement& statement,
                               const db::Params& params);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage

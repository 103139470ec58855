#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/calendar_feeds.h"

namespace enlace::appointment::storage {

// Calendar feeds in PostgreSQL.
class PgCalendarFeedRepository final : public CalendarFeedRepository {
 public:
  // `database` must outlive the object.
  explicit PgCalendarFeedRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<std::optional<CalendarFeed>> Insert(const Caller& caller,
                                                     const CalendarFeed& feed) override;
  absl::StatusOr<std::optional<CalendarFeed>> Find(const Caller& caller,
                                                   const core::Ulid& id) override;
  absl::StatusOr<std::vector<CalendarFeed>> List(const Caller& caller,
                                                 const std::optional<core::Ulid>& after,
                                                 int limit) override;
  absl::Status Delete(const Caller& caller, const core::Ulid& id) override;
  absl::StatusOr<Calendar> Show(const Caller& caller, const CalendarFeed& feed, absl::Time from,
                                absl::Time until, int limit) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage

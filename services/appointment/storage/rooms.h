#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/room_repository.h"

namespace enlace::appointment::storage {

// Rooms in PostgreSQL. A change costs two round trips, three when it names a site; any other call
// one.
class PgRoomRepository final : public RoomRepository {
 public:
  // `database` must outlive the repository.
  explicit PgRoomRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<bool> HasSite(const Caller& caller, const core::Ulid& id) override;
  absl::StatusOr<std::optional<Room>> Insert(const Caller& caller, const Room& room) override;
  absl::StatusOr<std::optional<Room>> Find(const Caller& caller, const core::Ulid& id) override;
  absl::StatusOr<std::vector<Room>> List(const Caller& caller, const RoomFilter& filter,
                                         const std::optional<core::Ulid>& after,
                                         int limit) override;
  absl::StatusOr<Room> Update(const Caller& caller, const core::Ulid& id,
                              const std::optional<core::Ulid>& site, const Worker& worker) override;
  absl::Status Delete(const Caller& caller, const core::Ulid& id) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);
  absl::StatusOr<Room> UpdateOnce(const Caller& caller, const core::Ulid& id,
                                  const std::optional<core::Ulid>& site, const Worker& worker);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage

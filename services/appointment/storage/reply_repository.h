#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/replies.h"

namespace enlace::appointment::storage {

// What reply links show, from PostgreSQL.
class PgReplyRepository final : public ReplyRepository {
 public:
  // `database` must outlive the object.
  explicit PgReplyRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<std::optional<ReplyView>> Find(const Caller& caller,
                                                const core::Ulid& appointment_id) override;

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage

#include "services/auth/storage/insert_user.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kInsert = {"insert_user", R"(
  INSERT INTO users (id, email, first_name, last_name, phone, password_hash, created_at, updated_at,
                     email_verified_at, password_expires_at)
  VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7, $7, $8, $9)
  ON CONFLICT (email) DO NOTHING
  RETURNING id)"};

}  // namespace

absl::StatusOr<bool> InsertUser(db::Transaction& transaction, const User& user,
                                const std::string& password_hash,
                                const std::optional<absl::Time>& password_expires_at) {
  const auto inserted = transaction.Run(kInsert, db::Params()
                                                     .Id(user.id)
                                                     .Text(user.email)
                                                     .Text(user.first_name)
                                                     .Text(user.last_name)
                                                     .Text(user.phone)
                                                     .Text(password_hash)
                                                     .Time(user.created_at)
                                                     .Time(user.email_verified_at)
                                                     .Time(password_expires_at));
  if (!inserted.ok()) return inserted.status();
  return !inserted->empty();
}

}  // namespace enlace::auth::storage

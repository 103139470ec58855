#pragma once

#include <memory>
#include <string>

#include "libs/db/database.h"
#include "libs/testing/database.h"

namespace enlace::db {

// For the tests of libs/db: a database with the foundation and one tenant table of its own,
//   notes (tenant_id, id, body UNIQUE per tenant, follows → notes, slot EXCLUDE per tenant,
//          rank CHECK (rank > 0), secret)
// audited as "Note" but for the column `secret`. Two tenants, alpha and beta.
class NotesFixture {
 public:
  NotesFixture();

  // Opens the runtime role's database; fails the test when it can't.
  std::unique_ptr<TenantDatabase> OpenTenants(int pool_size = 1) const;
  // The relay's.
  std::unique_ptr<PlatformDatabase> OpenRelay(int pool_size = 1) const;

  static TenantContext ContextOf(const core::Ulid& tenant);
  // Far enough for any statement that is not meant to wait.
  static absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

  // Inserts a note under the runtime role and commits; its id.
  static core::Ulid AddNote(TenantDatabase& database, const core::Ulid& tenant,
                            const std::string& body);

  // As the superuser, whom no policy holds.
  std::int64_t CountAll(const std::string& table) const;

  const core::Ulid alpha = core::Ulid::Generate(absl::Now());
  const core::Ulid beta = core::Ulid::Generate(absl::Now());
  const testing::TestDatabase server{"patient"};
};

inline constexpr Statement kInsertNote{
    "test_insert_note", "INSERT INTO notes (tenant_id, id, body) VALUES ($1, $2, $3)"};
inline constexpr Statement kAllNotes{"test_all_notes", "SELECT * FROM notes ORDER BY body"};
inline constexpr Statement kBackend{"test_backend", "SELECT pg_backend_pid() AS pid"};

}  // namespace enlace::db

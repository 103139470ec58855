#include "libs/db/notes_fixture.h"

#include <stdexcept>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

template <typename Database>
std::unique_ptr<Database> Opened(const std::string& url, int pool_size) {
  auto database = Database::Open({.url = url, .pool_size = pool_size});
  if (!database.ok()) throw std::runtime_error(core::DetailsOf(database.status()).internal);
  return *std::move(database);
}

}  // namespace

NotesFixture::NotesFixture() {
  testing::RunSqlScript(
      server.OwnerUrl(),
      {"CREATE EXTENSION IF NOT EXISTS btree_gist",
       "CREATE TABLE notes (tenant_id uuid NOT NULL, id uuid NOT NULL, body text NOT NULL,"
       " follows uuid, slot tstzrange, rank int NOT NULL DEFAULT 1, secret text,"
       " version bigint NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT now(),"
       " updated_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz,"
       " PRIMARY KEY (tenant_id, id), CONSTRAINT notes_body_once UNIQUE (tenant_id, body),"
       " CONSTRAINT notes_follow FOREIGN KEY (tenant_id, follows) REFERENCES notes,"
       " CONSTRAINT notes_slot EXCLUDE USING gist (tenant_id WITH =, slot WITH &&),"
       " CONSTRAINT notes_rank CHECK (rank > 0))",
       "ALTER TABLE notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
       "CREATE POLICY notes_of_tenant ON notes TO enlace_patient_runtime"
       " USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)"
       " WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)",
       "GRANT SELECT, INSERT, UPDATE ON notes TO enlace_patient_runtime",
       "CREATE TRIGGER notes_version BEFORE INSERT OR UPDATE ON notes"
       " FOR EACH ROW EXECUTE FUNCTION set_row_version()",
       "CREATE TRIGGER notes_audit AFTER INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION"
       " audit_row_change('Note', 'id', 'body', 'rank', 'version', 'deleted_at')"});
}

std::unique_ptr<TenantDatabase> NotesFixture::OpenTenants(int pool_size) const {
  return Opened<TenantDatabase>(server.RuntimeUrl(), pool_size);
}

std::unique_ptr<PlatformDatabase> NotesFixture::OpenRelay(int pool_size) const {
  return Opened<PlatformDatabase>(server.RelayUrl(), pool_size);
}

TenantContext NotesFixture::ContextOf(const core::Ulid& tenant) {
  TenantContext context;
  context.tenant_id = tenant;
  context.actor_id = "01JTESTACTOR00000000000000";
  context.actor_type = "API_KEY";
  context.actor_email = "bot@clinic.test";
  context.request_id = "request-of-the-test";
  context.ip = "192.0.2.7";
  context.user_agent = "test/1";
  return context;
}

core::Ulid NotesFixture::AddNote(TenantDatabase& database, const core::Ulid& tenant,
                                 const std::string& body) {
  const auto id = core::Ulid::Generate(absl::Now());
  auto transaction = database.Begin(ContextOf(tenant), Soon());
  if (!transaction.ok()) throw std::runtime_error(transaction.status().ToString());
  const auto added = transaction->RunAndCommit(kInsertNote, Params().Id(tenant).Id(id).Text(body));
  if (!added.ok()) throw std::runtime_error(core::DetailsOf(added.status()).internal);
  return id;
}

std::int64_t NotesFixture::CountAll(const std::string& table) const {
  return testing::RunSql(server.AdminUrl(), "SELECT count(*) AS count FROM " + table)[0].Int(
      "count");
}

}  // namespace enlace::db

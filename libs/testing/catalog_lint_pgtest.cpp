#include "libs/testing/catalog_lint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_vector.hpp>

#include "libs/testing/database.h"
#include "libs/testing/sql.h"

namespace enlace::testing {
namespace {

TEST_CASE("the catalogues of every service keep the rules of tenant isolation") {
  const std::string service = GENERATE("auth", "patient", "appointment", "audit");
  CAPTURE(service);
  const TestDatabase database(service);
  CHECK_THAT(
      LintCatalog(database.AdminUrl(), "enlace_" + service + "_runtime", AllowancesOf(service)),
      Catch::Matchers::Equals(std::vector<std::string>{}));
}

struct Fault {
  std::string statement;
  std::string violation;
};

TEST_CASE("a planted fault is found and named") {
  const auto fault = GENERATE(
      Fault{"ALTER TABLE outbox DISABLE ROW LEVEL SECURITY",
            "table public.outbox: row-level security is not enabled and forced"},
      Fault{"ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY",
            "table public.outbox: row-level security is not enabled and forced"},
      Fault{"DROP POLICY outbox_of_tenant ON outbox",
            "table public.outbox: enlace_patient_runtime may use it, but has no policy"},
      Fault{"CREATE POLICY everything ON outbox FOR SELECT TO enlace_patient_runtime USING (true)",
            "policy everything on public.outbox: USING does not hold the tenant"},
      Fault{"CREATE POLICY insertable ON outbox FOR INSERT WITH CHECK (true)",
            "policy insertable on public.outbox: WITH CHECK does not hold the tenant"},
      Fault{"CREATE POLICY alternative ON outbox USING (tenant_id = "
            "nullif(current_setting('app.tenant_id', true), '')::uuid OR action = 'READ')",
            "policy alternative on public.outbox: USING does not hold the tenant"},
      Fault{"CREATE TABLE stray (id uuid PRIMARY KEY)",
            "table public.stray has no tenant_id and is not on the allow-list"},
      Fault{"GRANT INSERT ON goose_db_version TO enlace_patient_runtime",
            "role enlace_patient_runtime may change public.goose_db_version, which has no tenant"},
      Fault{"ALTER TABLE outbox ADD CONSTRAINT short UNIQUE (event_id)",
            "constraint short on public.outbox does not lead with tenant_id"},
      Fault{"ALTER TABLE outbox ADD CONSTRAINT apart EXCLUDE USING btree (seq WITH =)",
            "constraint apart on public.outbox does not lead with tenant_id"},
      Fault{"CREATE UNIQUE INDEX expressed ON outbox (lower(actor_email))",
            "unique index expressed on public.outbox does not lead with tenant_id"},
      Fault{"CREATE TABLE child (tenant_id uuid NOT NULL, id uuid, event_id uuid, PRIMARY KEY "
            "(tenant_id, id), CONSTRAINT crossed FOREIGN KEY (id, tenant_id) REFERENCES outbox)",
            "constraint crossed on public.child does not lead with tenant_id"},
      Fault{"CREATE VIEW overview AS SELECT * FROM outbox",
            "view public.overview is not security_invoker"},
      Fault{"CREATE MATERIALIZED VIEW snapshot AS SELECT * FROM outbox",
            "materialized view public.snapshot would copy rows out of their policies"},
      Fault{"CREATE FUNCTION shortcut() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            "function shortcut() is SECURITY DEFINER and not on the allow-list"},
      Fault{"GRANT TRUNCATE ON outbox TO enlace_patient_runtime",
            "role enlace_patient_runtime may TRUNCATE public.outbox"},
      Fault{"GRANT USAGE ON SEQUENCE outbox_seq_seq TO enlace_patient_runtime",
            "role enlace_patient_runtime has a privilege on sequence public.outbox_seq_seq"},
      Fault{"ALTER TABLE goose_db_version OWNER TO enlace_patient_runtime",
            "role enlace_patient_runtime owns public.goose_db_version"},
      Fault{"GRANT CREATE ON SCHEMA public TO enlace_patient_runtime",
            "role enlace_patient_runtime may create objects in schema public"},
      Fault{"GRANT SELECT ON outbox TO PUBLIC", "everybody has a privilege on public.outbox"});
  CAPTURE(fault.statement);
  const TestDatabase database("patient");
  RunSql(database.AdminUrl(), fault.statement);

  const auto violations = LintCatalog(database.AdminUrl(), "enlace_patient_runtime");

  CHECK_THAT(violations, Catch::Matchers::VectorContains(fault.violation));
}

TEST_CASE("a partition without row-level security of its own is found") {
  const TestDatabase database("patient");
  RunSqlScript(database.AdminUrl(),
               {"CREATE TABLE parted (tenant_id uuid NOT NULL, day date NOT NULL,"
                " PRIMARY KEY (tenant_id, day)) PARTITION BY RANGE (day)",
                "ALTER TABLE parted ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
                "CREATE TABLE parted_rest PARTITION OF parted DEFAULT"});

  CHECK(LintCatalog(database.AdminUrl(), "enlace_patient_runtime") ==
        std::vector<std::string>{
            "table public.parted_rest: row-level security is not enabled and forced"});
}

TEST_CASE("a letterbox that can be read, changed or filled with anything is found") {
  const auto fault = GENERATE(
      Fault{"GRANT SELECT (id) ON letters TO enlace_patient_runtime",
            "letterbox public.letters is open: enlace_patient_runtime may read it, or no policy "
            "judges its rows"},
      Fault{"ALTER TABLE letters NO FORCE ROW LEVEL SECURITY",
            "letterbox public.letters is open: enlace_patient_runtime may read it, or no policy "
            "judges its rows"},
      Fault{"GRANT UPDATE (id) ON letters TO enlace_patient_runtime",
            "role enlace_patient_runtime may change public.letters, which has no tenant"});
  CAPTURE(fault.statement);
  const TestDatabase database("patient");
  const CatalogAllowances allowances{.letterboxes = {"letters"}};
  const auto lint = [&] {
    return LintCatalog(database.AdminUrl(), "enlace_patient_runtime", allowances);
  };
  RunSqlScript(database.AdminUrl(),
               {"CREATE TABLE letters (id uuid PRIMARY KEY)",
                "ALTER TABLE letters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
                "GRANT INSERT ON letters TO enlace_patient_runtime"});
  REQUIRE(lint() == std::vector<std::string>{});

  RunSql(database.AdminUrl(), fault.statement);

  CHECK(lint() == std::vector<std::string>{fault.violation});
}

TEST_CASE("an allowed definer function must pin its search_path") {
  const TestDatabase database("patient");
  const CatalogAllowances allowances{.definer_functions = {"narrow"}};
  RunSql(database.AdminUrl(),
         "CREATE FUNCTION narrow() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'");

  CHECK(LintCatalog(database.AdminUrl(), "enlace_patient_runtime", allowances) ==
        std::vector<std::string>{
            "function narrow() is SECURITY DEFINER without a pinned search_path"});

  RunSql(database.AdminUrl(), "ALTER FUNCTION narrow() SET search_path = pg_catalog");
  CHECK(LintCatalog(database.AdminUrl(), "enlace_patient_runtime", allowances).empty());
}

TEST_CASE("a role that does not exist is a violation, not a clean bill") {
  const TestDatabase database("patient");
  CHECK(LintCatalog(database.AdminUrl(), "enlace_nobody") ==
        std::vector<std::string>{"role enlace_nobody does not exist"});
}

}  // namespace
}  // namespace enlace::testing

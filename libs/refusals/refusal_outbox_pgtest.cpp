#include "libs/refusals/refusal_outbox.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "libs/testing/database.h"
#include "libs/testing/sql.h"

namespace enlace::refusals {
namespace {

Refusal OfTenant(const core::Ulid& tenant_id) {
  Refusal refusal{.event_id = core::Ulid::Generate(absl::Now()),
                  .occurred_at = absl::Now(),
                  .action = kAuthorize,
                  .endpoint = "enlace.patient.v1.PatientService/GetPatient",
                  .reason = "SCOPE_MISSING",
                  .calls = 4};
  refusal.context = {.tenant_id = tenant_id,
                     .actor_id = "key-1",
                     .actor_type = "API_KEY",
                     .request_id = "request-1",
                     .ip = "192.0.2.1",
                     .user_agent = "a bot"};
  return refusal;
}

struct Fixture {
  explicit Fixture(const std::string& service = "patient") : files(service) {}
  absl::Status Store(const std::vector<Refusal>& refusals) {
    return outbox.Store(refusals, absl::Now() + absl::Seconds(30));
  }
  std::string Value(const std::string& sql) {
    return std::string(testing::RunSql(files.AdminUrl(), sql)[0].Text("value"));
  }

  testing::TestDatabase files;
  std::unique_ptr<db::PlatformDatabase> relay =
      *db::PlatformDatabase::Open({.url = files.RelayUrl(), .pool_size = 1});
  RefusalOutbox outbox{*relay};
  core::Ulid alpha = core::Ulid::Generate(absl::Now());
  core::Ulid beta = core::Ulid::Generate(absl::Now());
};

TEST_CASE("every service with an outbox keeps refusals of many tenants and of none in it") {
  Fixture f(GENERATE("auth", "patient", "appointment"));
  auto tried = OfTenant(core::Ulid());
  tried.subject = {.resource_type = "ApiKey", .id = f.beta};
  REQUIRE(f.Store({OfTenant(f.alpha), OfTenant(f.beta), tried}).ok());
  CHECK(f.Value("SELECT string_agg(event_type || action || resource_type || reason || calls"
                " || cardinality(resource_ids), ' ' ORDER BY seq) AS value FROM outbox") ==
        "REFUSALAUTHORIZECallSCOPE_MISSING40 REFUSALAUTHORIZECallSCOPE_MISSING40 "
        "REFUSALAUTHORIZEApiKeySCOPE_MISSING41");
}

TEST_CASE("a refusal that is stored again is kept once") {
  Fixture f;
  const auto refusal = OfTenant(f.alpha);
  REQUIRE(f.Store({refusal}).ok());
  REQUIRE(f.Store({refusal, OfTenant(f.beta)}).ok());
  CHECK(f.Value("SELECT count(*)::text AS value FROM outbox") == "2");
}

TEST_CASE("what callers send is stored as far as it is text") {
  Fixture f;
  auto refusal = OfTenant(f.alpha);
  refusal.context.user_agent = std::string("a\0b\xff", 4);
  REQUIRE(f.Store({refusal}).ok());
  CHECK(f.Value("SELECT user_agent AS value FROM outbox") == "ab\xEF\xBF\xBD");
}

}  // namespace
}  // namespace enlace::refusals

#pragma once

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/db/database.h"
#include "libs/testing/database.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/sql.h"
#include "services/auth/domain/api_key_service.h"
#include "services/auth/domain/credential_service.h"
#include "services/auth/domain/tenant_service.h"
#include "services/auth/domain/token_keys.h"
#include "services/auth/storage/api_key_repository.h"
#include "services/auth/storage/credential_repository.h"
#include "services/auth/storage/tenant_repository.h"

namespace enlace::auth {

// The auth service's parts over a fresh database, with a clock that stands still.
struct AuthFixture {
  testing::TestDatabase files{"auth"};
  testing::FakeClock clock{absl::FromUnixSeconds(1'800'000'000)};
  std::unique_ptr<db::TenantDatabase> own =
      *db::TenantDatabase::Open({.url = files.RuntimeUrl(), .pool_size = 4});
  std::unique_ptr<db::PlatformDatabase> platform =
      *db::PlatformDatabase::Open({.url = files.PlatformUrl(), .pool_size = 4});
  storage::PostgresTenantRepository tenant_rows{*own, *platform};
  storage::PostgresApiKeyRepository key_rows{*own};
  storage::PostgresCredentialRepository credentials{*platform};
  KeyHasher hasher = *KeyHasher::FromHex(std::string(64, 'a'));
  TokenKeys token_keys = MakeTokenKeys(*core::DataKeys::FromHex(std::string(64, 'b')));
  TenantService tenants{tenant_rows, clock};
  ApiKeyService keys{key_rows, hasher, "test", clock};

  static absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

  static authn::Principal Admin() {
    authn::Principal admin;
    admin.id = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    admin.role = authn::Role::kPlatformAdmin;
    return admin;
  }

  static db::TenantContext ContextOf(const core::Ulid& tenant_id) {
    return {.tenant_id = tenant_id,
            .actor_id = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            .actor_type = "PLATFORM",
            .request_id = "request-1"};
  }

  Tenant MakeTenant(const std::string& name) {
    const auto tenant = tenants.Create(ContextOf(core::Ulid()), {.name = name}, {}, Deadline());
    INFO(tenant.status().ToString());
    REQUIRE(tenant.ok());
    return *tenant;
  }

  IssuedApiKey MakeKey(const Tenant& tenant, const std::string& expires_at = "") {
    const auto key = keys.Create(Admin(), ContextOf(tenant.id),
                                 {.name = "bot",
                                  .scopes = {"patients:read", "api-keys:write"},
                                  .expires_at = expires_at,
                                  .owner = "ana@example.com"},
                                 {}, Deadline());
    INFO(key.status().ToString());
    REQUIRE(key.ok());
    return *key;
  }

  // What the key stands for now.
  absl::StatusOr<authn::Principal> Resolve(const std::string& plaintext) {
    KeyUse uses(credentials, clock);
    return CredentialService(credentials, uses, hasher, token_keys.published, clock)
        .Resolve(plaintext, Deadline());
  }

  // As a superuser, who sees through every policy.
  db::Rows Sql(const std::string& sql, const db::Params& params = {}) {
    return testing::RunSql(files.AdminUrl(), sql, params);
  }
};

// What of an error the caller is told; its record may say more.
inline absl::Status AsTold(const absl::Status& error) {
  return core::MakeError(error.code(), core::Std(error.message()), core::DetailsOf(error));
}

}  // namespace enlace::auth

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::catalog {
struct TenantRules;
}  // namespace enlace::catalog

namespace enlace::authn {

// Same values as enlace.common.v1.Role.
enum class Role {
  kUnspecified = 0,
  kPlatformAdmin = 1,
  kInternalService = 2,
  kServiceAccount = 3,
  kOrganizationAdmin = 4,
  kProvider = 5,
  kClinicalStaff = 6,
  kAdministrativeStaff = 7,
  kAuditor = 8,
  kPatient = 9,
  kProxy = 10,
};

// A bucket of calls: full after a pause, refilled steadily. Zeros: none is set.
struct RequestLimit {
  std::int64_t per_second = 0;
  std::int64_t burst = 0;
};

// Who calls, after its credential was verified.
struct Principal {
  core::Ulid id;
  Role role = Role::kUnspecified;
  // Nil for the platform's own roles.
  core::Ulid tenant_id;
  std::string tenant_slug;
  std::vector<std::string> scopes;
  // Owner of what it creates: an e-mail; personal data.
  std::string owner_id;
  // Names of the workflows to whose patients it is limited; empty: it is not limited.
  std::vector<std::string> workflows;
  // Grows with every change of the tenant's workflows.
  std::int64_t workflows_version = 0;
  // IANA time zone of the tenant.
  std::string time_zone;
  // What of the tenant's settings services judge by, as JSON (an object with `country` and
  // `catalogs`, as far as they are set), and as libs/catalog reads it. Null or empty: nothing.
  std::string settings;
  std::shared_ptr<const catalog::TenantRules> rules;
  std::optional<absl::Time> expires_at;
  // From then on the tenant can only be read.
  std::optional<absl::Time> writable_until;
  // What the gateway lets through, of this credential and of all of its tenant, by the tenant's
  // plan. Known to the auth service alone.
  RequestLimit key_limit;
  RequestLimit tenant_limit;
  // The session of the access token, nil for keys. Known to the auth service alone.
  core::Ulid session_id;

  bool HasScope(std::string_view scope) const;
};

}  // namespace enlace::authn

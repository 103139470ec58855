#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A clinic or an organization: the owner of every other row.
struct Tenant {
  core::Ulid id;
  std::string name;
  // Unique over the platform, as are the tenant code and each host name.
  std::string slug;
  std::string tenant_code;
  std::vector<std::string> host_names;
  std::string tax_id;
  // IANA name.
  std::string time_zone;
  nlohmann::json branding = nlohmann::json::object();
  nlohmann::json settings = nlohmann::json::object();
  nlohmann::json offices = nlohmann::json::array();
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;
};

// What a platform admin sends to make a tenant. An empty slug is made from the tenant code, an
// empty time zone is America/Bogota.
struct NewTenant {
  std::string name;
  std::string slug;
  std::vector<std::string> host_names;
  std::string tax_id;
  std::string time_zone;
  nlohmann::json branding = nlohmann::json::object();
  nlohmann::json settings = nlohmann::json::object();
  nlohmann::json offices = nlohmann::json::array();
  // Code of the plan that it begins on.
  std::string plan = "basic";
};

// What is to change; what is absent stays. An empty tax id clears it.
struct TenantChanges {
  std::optional<std::string> name;
  std::optional<std::string> tax_id;
  std::optional<std::string> time_zone;
  std::optional<bool> active;
  std::optional<nlohmann::json> branding;
  std::optional<nlohmann::json> settings;

  bool empty() const { return !name && !tax_id && !time_zone && !active && !branding && !settings; }
};

}  // namespace enlace::auth

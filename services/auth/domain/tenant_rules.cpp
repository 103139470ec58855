#include "services/auth/domain/tenant_rules.h"

#include <set>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/catalog/tenant_rules.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "libs/core/time_zone.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kDefaultTimeZone = "America/Bogota";
constexpr std::size_t kMaxHostNames = 20;
constexpr std::size_t kMaxOffices = 200;

using Violations = std::vector<core::Violation>;

// A DNS label: 1 to 63 lower-case letters, digits and hyphens, no hyphen at the ends (RFC 1123).
bool IsLabel(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool IsHostName(const std::string& text) {
  if (text.size() > 253 || text.find('.') == std::string::npos) return false;
  for (const auto label : absl::StrSplit(text, '.')) {
    if (!IsLabel(std::string(label))) return false;
  }
  return true;
}

std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(std::string(clinical::Trim(text)));
}

std::string CheckName(std::string_view name, Violations& violations) {
  const auto before = violations.size();
  auto checked =
      clinical::CheckText(name, "name", {.max_characters = 120, .required = true}, violations);
  if (violations.size() == before && checked.size() < 2) {
    violations.push_back(core::violation::TextLengthShort("name", 2));
  }
  return checked;
}

std::string CheckTaxId(std::string_view tax_id, Violations& violations) {
  return clinical::CheckText(tax_id, "taxId", {.max_characters = 40}, violations);
}

void CheckTimeZone(std::string_view time_zone, Violations& violations) {
  if (core::IsTimeZone(time_zone)) return;
  violations.push_back(core::violation::TimeZone("timeZone"));
}

void CheckSlug(std::string& slug, Violations& violations) {
  slug = Lower(slug);
  if (slug.empty() || IsLabel(slug)) return;
  violations.push_back(core::violation::SlugFormat("slug"));
}

void CheckHostNames(std::vector<std::string>& host_names, Violations& violations) {
  if (host_names.size() > kMaxHostNames) {
    violations.push_back(core::violation::ListLength("hostNames", kMaxHostNames));
    return;
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < host_names.size(); ++i) {
    host_names[i] = Lower(host_names[i]);
    const auto field = absl::StrCat("hostNames[", i, "]");
    if (!IsHostName(host_names[i])) {
      violations.push_back(core::violation::HostNameFormat(field));
    } else if (!seen.insert(host_names[i]).second) {
      violations.push_back(core::violation::Repeated(field));
    }
  }
}

void CheckSettings(const nlohmann::json& settings, Violations& violations) {
  if (settings.is_object() && settings.contains("mfaRequired") &&
      !settings["mfaRequired"].is_boolean()) {
    violations.push_back(core::violation::SettingChoice("settings.mfaRequired", "true, false"));
  }
  const auto before = violations.size();
  const auto rules = catalog::ReadTenantRules(settings, "settings", violations);
  if (violations.size() == before && !clinical::IsRegion(rules.country)) {
    violations.push_back(core::violation::Country("settings.country"));
  }
}

}  // namespace

void CheckNewTenant(NewTenant& tenant, Violations& violations) {
  tenant.name = CheckName(tenant.name, violations);
  CheckSlug(tenant.slug, violations);
  CheckHostNames(tenant.host_names, violations);
  tenant.tax_id = CheckTaxId(tenant.tax_id, violations);
  if (tenant.time_zone.empty()) tenant.time_zone = kDefaultTimeZone;
  CheckTimeZone(tenant.time_zone, violations);
  CheckSettings(tenant.settings, violations);
  if (tenant.offices.size() > kMaxOffices) {
    violations.push_back(core::violation::ListLength("offices", kMaxOffices));
  }
}

void CheckTenantChanges(TenantChanges& changes, Violations& violations) {
  if (changes.name) changes.name = CheckName(*changes.name, violations);
  if (changes.tax_id) changes.tax_id = CheckTaxId(*changes.tax_id, violations);
  if (changes.time_zone) CheckTimeZone(*changes.time_zone, violations);
  if (changes.settings) CheckSettings(*changes.settings, violations);
}

}  // namespace enlace::auth

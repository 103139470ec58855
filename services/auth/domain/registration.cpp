#include "services/auth/domain/registration.h"

#include <utility>

#include "libs/clinical/email.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/password_rules.h"
#include "services/auth/domain/tenant_rules.h"

namespace enlace::auth {
namespace {

using Violations = std::vector<core::Violation>;

constexpr std::size_t kMostAddressCharacters = 200;
constexpr std::string_view kTrial = "trial";

std::string CheckPhone(std::string_view phone, std::string_view field, Violations& violations) {
  if (clinical::Trim(phone).empty()) return "";
  return clinical::ReadPhone(phone, field, violations).value_or("");
}

// The clinic's rules, in the words of this request.
NewTenant CheckClinic(const RegistrationRequest& request, Violations& violations) {
  NewTenant tenant;
  tenant.name = request.clinic_name;
  tenant.plan = kTrial;
  Violations found;
  CheckNewTenant(tenant, found);
  for (auto& violation : found) {
    if (violation.field == "name") violation.field = "clinicName";
    violations.push_back(std::move(violation));
  }
  auto phone = CheckPhone(request.clinic_phone, "clinicPhone", violations);
  auto address = clinical::CheckText(request.clinic_address, "clinicAddress",
                                     {.max_characters = kMostAddressCharacters}, violations);
  nlohmann::json office = nlohmann::json::object();
  if (!phone.empty()) office["phone"] = std::move(phone);
  if (!address.empty()) office["address"] = std::move(address);
  if (!office.empty()) tenant.offices.push_back(std::move(office));
  return tenant;
}

}  // namespace

Registration CheckRegistration(const RegistrationRequest& request, Violations& violations) {
  Registration registration;
  registration.tenant = CheckClinic(request, violations);
  auto& owner = registration.owner;
  const clinical::TextRule name{.max_characters = kMostNameCharacters, .required = true};
  owner.first_name =
      clinical::CheckText(request.owner_first_name, "ownerFirstName", name, violations);
  owner.last_name = clinical::CheckText(request.owner_last_name, "ownerLastName", name, violations);
  owner.email = CheckUserEmail(request.owner_email, "ownerEmail", violations);
  owner.phone = CheckPhone(request.owner_phone, "ownerPhone", violations);
  CheckNewPassword(request.password, "password", {.email = owner.email}, violations);
  if (!request.role.empty() && request.role != "admin") {
    violations.push_back(core::violation::EnumValue("role", "admin"));
  }
  return registration;
}

std::string CheckUserEmail(std::string_view email, std::string_view field, Violations& violations) {
  if (clinical::Trim(email).empty()) {
    violations.push_back(core::violation::Required(field));
    return "";
  }
  return clinical::LowerEmail(clinical::ReadEmail(email, field, violations).value_or(""));
}

}  // namespace enlace::auth

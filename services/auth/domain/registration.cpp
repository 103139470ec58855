#include "services/auth/domain/registration.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/catalog/tenant_rules.h"
#include "libs/clinical/email.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/password_rules.h"
#include "services/auth/domain/tenant_rules.h"

namespace enlace::auth {
namespace {

using Violations = std::vector<core::Violation>;

constexpr std::size_t kMostAddressCharacters = 200;
constexpr std::string_view kTrial = "trial";
constexpr std::string_view kAdminRole = "admin";
constexpr std::string_view kDoctorRole = "admin_doctor";

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

// A part of a document, without the rules of its type.
std::string CheckDocumentPart(std::string_view part, std::string_view field, std::size_t most,
                              Violations& violations) {
  auto text = absl::AsciiStrToUpper(core::Absl(clinical::Trim(part)));
  if (text.empty()) {
    violations.push_back(core::violation::Required(field));
  } else if (text.size() > most || !std::all_of(text.begin(), text.end(), absl::ascii_isalnum)) {
    violations.push_back(core::violation::DocumentCharacters(field, most));
  }
  return text;
}

std::optional<DoctorOrder> CheckDoctor(const RegistrationRequest& request, Violations& violations) {
  if (request.role == kDoctorRole) {
    DoctorOrder doctor;
    doctor.doc_type_id =
        CheckDocumentPart(request.owner_doc_type_id, "ownerDocTypeId", 10, violations);
    doctor.doc_number =
        CheckDocumentPart(request.owner_doc_number, "ownerDocNumber", 50, violations);
    doctor.licence_number = clinical::CheckText(request.license_number, "licenseNumber",
                                                {.max_characters = 50}, violations);
    // A registry of the whole country.
    if (!doctor.licence_number.empty()) doctor.licence_state = catalog::TenantRules().country;
    doctor.specialty = clinical::CheckText(request.specialization, "specialization",
                                           {.max_characters = 100}, violations);
    return doctor;
  }
  if (!request.role.empty() && request.role != kAdminRole) {
    violations.push_back(core::violation::EnumValue(
        "role", absl::StrCat(core::Absl(kAdminRole), ", ", core::Absl(kDoctorRole))));
  }
  const std::pair<std::string_view, const std::string&> of_doctors[] = {
      {"licenseNumber", request.license_number},
      {"specialization", request.specialization},
      {"ownerDocTypeId", request.owner_doc_type_id},
      {"ownerDocNumber", request.owner_doc_number}};
  for (const auto& [field, value] : of_doctors) {
    if (!value.empty()) violations.push_back(core::violation::DoctorField(field));
  }
  return std::nullopt;
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
  registration.doctor = CheckDoctor(request, violations);
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

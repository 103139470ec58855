#include "services/patient/domain/field_reader.h"

#include <algorithm>
#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/clinical/custom_fields.h"
#include "libs/clinical/date.h"
#include "libs/clinical/email.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/text.h"
#include "libs/clinical/workflow_name.h"
#include "libs/core/reasons.h"

namespace enlace::patient {
namespace {

namespace violation = core::violation;

constexpr std::size_t kMaxPhones = 10;

}  // namespace

FieldReader::FieldReader(const catalog::Codes& codes, const std::vector<std::string>& clear_fields,
                         std::vector<core::Violation> violations)
    : codes_(codes),
      clear_(clear_fields.begin(), clear_fields.end()),
      violations_(std::move(violations)) {}

void FieldReader::Refuse(core::Violation violation) { violations_.push_back(std::move(violation)); }

bool FieldReader::Cleared(std::string_view field, bool sent) {
  const auto found = clear_.find(field);
  if (found == clear_.end()) return false;
  clear_.erase(found);
  if (sent) Refuse(violation::ClearFieldSent(field));
  return true;
}

template <typename Target>
const std::string* FieldReader::Sent(std::string_view field, const Text& sent, Target& target) {
  if (Cleared(field, sent.has_value())) {
    target = Target();
    return nullptr;
  }
  if (!sent) return nullptr;
  if (clinical::Trim(*sent).empty()) {
    Refuse(violation::EmptyClearable(field));
    return nullptr;
  }
  return &*sent;
}

void FieldReader::Name(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  std::string text = clinical::CheckText(*value, field, {.max_characters = 100}, violations_);
  if (!text.empty()) target = std::move(text);
}

void FieldReader::Code(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  std::string text = clinical::CheckText(*value, field, {.max_characters = 50}, violations_);
  if (!text.empty()) target = std::move(text);
}

void FieldReader::Date(std::string_view field, const Text& sent, absl::CivilDay latest,
                       std::optional<absl::CivilDay>& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  if (const auto day = clinical::ReadDate(*value, field, latest, violations_)) target = day;
}

void FieldReader::Gender(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  auto code = catalog::ReadCode(codes_, catalog::kGenders, *value, field, violation::Gender,
                                violations_, warnings_);
  if (code) target = std::move(code);
}

void FieldReader::GenderIdentity(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  auto code = catalog::ReadCode(codes_, catalog::kGenderIdentities, *value, field,
                                violation::GenderIdentity, violations_, warnings_);
  if (code) target = std::move(code);
}

void FieldReader::Document(const Text& type, const Text& number,
                           std::optional<clinical::IdentityDocument>& target) {
  const bool clear_type = Cleared("docTypeId", type.has_value());
  const bool clear_number = Cleared("docNumber", number.has_value());
  if (clear_type && clear_number) {
    target.reset();
    return;
  }
  if (clear_type || clear_number) {
    Refuse(violation::ClearFieldTogether(clear_type ? "docTypeId" : "docNumber", "docTypeId",
                                         "docNumber"));
    return;
  }
  if (!type && !number) return;
  const auto document = catalog::ReadIdentityDocument(
      codes_, type ? *type : (target ? target->type : ""),
      number ? *number : (target ? target->number : ""), "docTypeId", "docNumber", violations_);
  if (!document) return;
  // What was accepted before is not refused now.
  std::vector<core::Violation> of_unchanged;
  catalog::CheckNewDocument(codes_, *document, "docTypeId", "docNumber",
                            document == target ? of_unchanged : violations_, warnings_);
  target = document;
}

void FieldReader::Phones(std::string_view field,
                         const std::optional<std::vector<std::string>>& sent,
                         std::vector<std::string>& target) {
  if (Cleared(field, sent.has_value())) target.clear();
  if (!sent) return;
  if (sent->size() > kMaxPhones) {
    Refuse(violation::ListLength(field, kMaxPhones));
    return;
  }
  std::vector<std::string> phones;
  const std::size_t before = violations_.size();
  for (std::size_t i = 0; i < sent->size(); ++i) {
    const std::string element = std::string(field) + "[" + std::to_string(i) + "]";
    const auto phone =
        clinical::ReadPhone((*sent)[i], element, violations_, codes_.rules().country);
    if (phone && std::find(phones.begin(), phones.end(), *phone) == phones.end()) {
      phones.push_back(*phone);
    }
  }
  if (violations_.size() == before) target = std::move(phones);
}

void FieldReader::Email(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  if (auto email = clinical::ReadEmail(*value, field, violations_)) target = std::move(email);
}

void FieldReader::Eps(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  auto code = catalog::ReadEps(codes_, *value, field, violations_, warnings_);
  if (code) target = std::move(code);
}

void FieldReader::Flag(std::string_view field, const std::optional<bool>& sent, bool& target) {
  if (Cleared(field, sent.has_value())) {
    target = false;
  } else if (sent) {
    target = *sent;
  }
}

void FieldReader::CustomFields(std::string_view field, const std::optional<nlohmann::json>& sent,
                               nlohmann::json& target) {
  if (Cleared(field, sent.has_value())) target = nlohmann::json::object();
  if (!sent) return;
  clinical::MergeCustomFields(*sent, field, target, violations_);
}

void FieldReader::Workflow(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  const std::string_view name = clinical::Trim(*value);
  if (clinical::IsWorkflowName(name)) {
    target = std::string(name);
  } else {
    Refuse(violation::WorkflowFormat(field, clinical::kMaxWorkflowName));
  }
}

void FieldReader::Age(const PatientInput& input,
                      const std::optional<clinical::IdentityDocument>& document,
                      std::optional<absl::CivilDay> birth_date) {
  const bool sent = input.birth_date || input.doc_type_id || input.doc_number;
  if (!sent || !document || !birth_date || Refused("birthDate") || Refused("docTypeId")) return;
  catalog::CheckBearersAge(codes_, *document, *birth_date, "docTypeId", warnings_);
}

bool FieldReader::Refused(std::string_view field) const {
  return std::any_of(violations_.begin(), violations_.end(),
                     [&](const auto& violation) { return violation.field == field; });
}

void FieldReader::Require(std::string_view field) {
  if (!Refused(field)) Refuse(violation::Required(field));
}

void FieldReader::Add(const std::vector<core::Violation>& violations) {
  violations_.insert(violations_.end(), violations.begin(), violations.end());
}

std::vector<core::Violation> FieldReader::Finish() && {
  for (std::size_t i = 0; i < clear_.size(); ++i) {
    // The name comes from the caller: it is not repeated.
    Refuse(violation::ClearFieldUnknown("clearFields"));
  }
  return std::move(violations_);
}

}  // namespace enlace::patient

#include "services/patient/domain/field_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "libs/clinical/custom_fields.h"
#include "libs/clinical/date.h"
#include "libs/clinical/email.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/text.h"

namespace enlace::patient {
namespace {

constexpr std::size_t kMaxPhones = 10;
std::string Upper(std::string_view text) {
  std::string upper(clinical::Trim(text));
  absl::AsciiStrToUpper(&upper);
  return upper;
}

bool IsEps(std::string_view code) {
  return code.size() >= 4 && code.size() <= 10 && absl::ascii_isalpha(code[0]) &&
         std::all_of(code.begin(), code.end(), absl::ascii_isalnum);
}

bool IsWorkflow(std::string_view name) {
  return name.size() <= 64 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-';
         });
}

}  // namespace

FieldReader::FieldReader(const std::vector<std::string>& clear_fields,
                         std::vector<core::Violation> violations)
    : clear_(clear_fields.begin(), clear_fields.end()), violations_(std::move(violations)) {}

void FieldReader::Refuse(std::string_view field, std::string_view reason, std::string message) {
  violations_.push_back({std::string(field), std::string(reason), std::move(message)});
}

bool FieldReader::Cleared(std::string_view field, bool sent) {
  const auto found = clear_.find(field);
  if (found == clear_.end()) return false;
  clear_.erase(found);
  if (sent) Refuse(field, "CLEAR_FIELD", "must not be sent and cleared at once");
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
    Refuse(field, "EMPTY", "must not be empty; null clears it");
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
  const std::string code = Upper(*value);
  if (code == "M" || code == "01") {
    target = "M";
  } else if (code == "F" || code == "02") {
    target = "F";
  } else if (code == "I" || code == "03") {
    target = "I";
  } else {
    Refuse(field, "GENDER", "must be M, F or I (or 01, 02, 03)");
  }
}

void FieldReader::GenderIdentity(std::string_view field, const Text& sent, Text& target) {
  const std::string* value = Sent(field, sent, target);
  if (value == nullptr) return;
  const std::string_view code = clinical::Trim(*value);
  if (code.size() == 2 && code[0] == '0' && code[1] >= '1' && code[1] <= '5') {
    target = std::string(code);
  } else {
    Refuse(field, "GENDER_IDENTITY", "must be 01, 02, 03, 04 or 05");
  }
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
    Refuse(clear_type ? "docTypeId" : "docNumber", "CLEAR_FIELD",
           "docTypeId and docNumber can only be cleared together");
    return;
  }
  if (!type && !number) return;
  const auto document = clinical::ReadIdentityDocument(
      type ? *type : (target ? target->type : ""),
      number ? *number : (target ? target->number : ""), "docTypeId", "docNumber", violations_);
  if (document) target = document;
}

void FieldReader::Phones(std::string_view field,
                         const std::optional<std::vector<std::string>>& sent,
                         std::vector<std::string>& target) {
  if (Cleared(field, sent.has_value())) target.clear();
  if (!sent) return;
  if (sent->size() > kMaxPhones) {
    Refuse(field, "PHONES_COUNT", "must hold at most 10 numbers");
    return;
  }
  std::vector<std::string> phones;
  const std::size_t before = violations_.size();
  for (std::size_t i = 0; i < sent->size(); ++i) {
    const std::string element = std::string(field) + "[" + std::to_string(i) + "]";
    const auto phone = clinical::ReadPhone((*sent)[i], element, violations_);
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
  std::string code = Upper(*value);
  if (IsEps(code)) {
    target = std::move(code);
  } else {
    Refuse(field, "EPS_FORMAT", "must be the code of an EPS, for example EPS005");
  }
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
  if (IsWorkflow(name)) {
    target = std::string(name);
  } else {
    Refuse(field, "WORKFLOW_FORMAT",
           "must be a workflow's name: letters, digits, _ and -, at most 64");
  }
}

bool FieldReader::Refused(std::string_view field) const {
  return std::any_of(violations_.begin(), violations_.end(),
                     [&](const auto& violation) { return violation.field == field; });
}

void FieldReader::Require(std::string_view field) {
  if (!Refused(field)) Refuse(field, "REQUIRED", "is required");
}

void FieldReader::Add(const std::vector<core::Violation>& violations) {
  violations_.insert(violations_.end(), violations.begin(), violations.end());
}

std::vector<core::Violation> FieldReader::Finish() && {
  for (std::size_t i = 0; i < clear_.size(); ++i) {
    // The name comes from the caller: it is not repeated.
    Refuse("clearFields", "CLEAR_FIELD", "names a field that can't be cleared");
  }
  return std::move(violations_);
}

}  // namespace enlace::patient

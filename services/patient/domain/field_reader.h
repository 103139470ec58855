#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "absl/time/civil_time.h"
#include "libs/catalog/codes.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/error.h"
#include "services/patient/domain/patient_input.h"

namespace enlace::patient {

// Applies one sent field after the other to its target, puts it into canonical form and collects
// what is wrong. A target changes only when its field was sent well-formed or is cleared. An empty
// text is a violation (EMPTY): null clears. Not thread-safe.
class FieldReader {
 public:
  using Text = std::optional<std::string>;

  // `codes` must outlive the reader.
  FieldReader(const catalog::Codes& codes, const std::vector<std::string>& clear_fields,
              std::vector<core::Violation> violations);

  // A person's name: at most 100 characters.
  void Name(std::string_view field, const Text& sent, Text& target);
  // An identifier without inner meaning: at most 50 characters.
  void Code(std::string_view field, const Text& sent, Text& target);
  void Date(std::string_view field, const Text& sent, absl::CivilDay latest,
            std::optional<absl::CivilDay>& target);
  // A code or national code of the catalogue (GENDER); kept as the code.
  void Gender(std::string_view field, const Text& sent, Text& target);
  // A code of the catalogue (GENDER_IDENTITY).
  void GenderIdentity(std::string_view field, const Text& sent, Text& target);
  // Fields docTypeId and docNumber; the part that is not sent stays as it is. A document that was
  // there before is not judged anew.
  void Document(const Text& type, const Text& number,
                std::optional<clinical::IdentityDocument>& target);
  // At most 10 (LIST_LENGTH), in E.164, repetitions dropped; national numbers are those of the
  // tenant's country.
  void Phones(std::string_view field, const std::optional<std::vector<std::string>>& sent,
              std::vector<std::string>& target);
  void Email(std::string_view field, const Text& sent, Text& target);
  // A health insurer's code: see catalog::ReadEps.
  void Eps(std::string_view field, const Text& sent, Text& target);
  void Flag(std::string_view field, const std::optional<bool>& sent, bool& target);
  // Merges by key, null removes; at most 1,000 keys remain (CUSTOM_FIELDS_COUNT).
  void CustomFields(std::string_view field, const std::optional<nlohmann::json>& sent,
                    nlohmann::json& target);
  // A workflow's name: letters, digits, `_` and `-`, at most 64 (WORKFLOW_FORMAT).
  void Workflow(std::string_view field, const Text& sent, Text& target);

  // Warns when the bearer's age does not suit the document, if one of both was sent.
  void Age(const PatientInput& input, const std::optional<clinical::IdentityDocument>& document,
           std::optional<absl::CivilDay> birth_date);

  // Whether something is wrong with the field.
  bool Refused(std::string_view field) const;
  // Adds REQUIRED unless something else is wrong with the field already.
  void Require(std::string_view field);
  void Add(const std::vector<core::Violation>& violations);

  // All violations; names to be cleared that no field bears are among them (CLEAR_FIELD).
  std::vector<core::Violation> Finish() &&;
  // What is unusual about the fields.
  const std::vector<core::Violation>& warnings() const { return warnings_; }

 private:
  void Refuse(core::Violation violation);
  // Whether the field is to be cleared; a violation when it was sent as well.
  bool Cleared(std::string_view field, bool sent);
  // The sent text, unless there is none, it is empty, or it is cleared: then the target is done
  // with.
  template <typename Target>
  const std::string* Sent(std::string_view field, const Text& sent, Target& target);

  const catalog::Codes& codes_;
  std::set<std::string, std::less<>> clear_;
  std::vector<core::Violation> violations_;
  std::vector<core::Violation> warnings_;
};

}  // namespace enlace::patient

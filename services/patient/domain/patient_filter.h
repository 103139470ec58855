#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/catalog/codes.h"
#include "libs/clinical/custom_fields.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/error.h"

namespace enlace::patient {

// The filters of a list as a caller sent them; an empty text is no filter.
struct PatientQuery {
  std::string doc_type_id;
  std::string doc_number;
  std::string email;
  std::string phone;
  std::string name;
  std::string workflow;
  std::string owner_id;
  // Key and value, compared with the text form of a string, number or boolean.
  clinical::CustomFieldFilter custom_fields;
  // createdAt or createdAt desc; empty: the former.
  std::string order_by;
};

// The same in canonical form; all conditions must hold.
struct PatientFilter {
  std::optional<clinical::IdentityDocument> document;
  // The type alone, without a number.
  std::optional<std::string> doc_type_id;
  // Lower case.
  std::optional<std::string> email;
  // E.164.
  std::optional<std::string> phone;
  // Beginning of the full name or of the family names; case and accents do not matter.
  std::optional<std::string> name;
  std::optional<std::string> workflow;
  std::optional<std::string> owner_id;
  clinical::CustomFieldFilter custom_fields;
  // The order of registration, backwards.
  bool newest_first = false;

  // Whether it names a person by document, e-mail or phone.
  bool IdentifiesPerson() const { return document || email || phone; }
};

// Adds what is wrong: docNumber needs docTypeId, documents, e-mail and phone must be well-formed,
// texts have at most 200 characters, there are at most 20 custom fields, the order is known.
PatientFilter ReadFilter(const PatientQuery& query, const catalog::Codes& codes,
                         std::vector<core::Violation>& violations);

}  // namespace enlace::patient

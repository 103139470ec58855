#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// An identity document in canonical form: upper case, no surrounding white space.
struct IdentityDocument {
  // CC, TI, CE, …
  std::string type;
  std::string number;

  friend bool operator==(const IdentityDocument&, const IdentityDocument&) = default;
};

// The types that are known: Colombia's 17 (Ministerio de Salud, registry of document types) and
// Peru's DNI.
const std::vector<std::string_view>& DocumentTypes();

// Reads a document, both parts present; parts are compared after trimming and upper-casing.
//   DOCUMENT_TYPE    a type that is not known; the message lists the known ones
//   DOCUMENT_FORMAT  CC and TI: digits only; DNI: 8 digits; others: letters A-Z and digits; and
//                    always 4 to 20 characters
//   REQUIRED         a part that is empty
// `type_field`, `number_field`: the fields as JSON names them (docTypeId, patientDocNumber, …).
std::optional<IdentityDocument> ReadIdentityDocument(std::string_view type, std::string_view number,
                                                     std::string_view type_field,
                                                     std::string_view number_field,
                                                     std::vector<core::Violation>& violations);

}  // namespace enlace::clinical

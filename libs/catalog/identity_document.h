#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "libs/catalog/codes.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/error.h"

namespace enlace::catalog {

// Reads a document, both parts present; parts are compared after trimming and upper-casing.
//   DOCUMENT_TYPE    a type that is not known; the message lists the known ones
//   DOCUMENT_FORMAT  not the characters that the type asks for (digits, or letters A-Z and digits
//                    without separators), not its exact number of them, or more than 50
//   REQUIRED         a part that is empty
// A type that is not valid any more is read: patients who had it are still found.
// `type_field`, `number_field`: the fields as JSON names them (docTypeId, patientDocNumber, …).
std::optional<clinical::IdentityDocument> ReadIdentityDocument(
    const Codes& codes, std::string_view type, std::string_view number, std::string_view type_field,
    std::string_view number_field, std::vector<core::Violation>& violations);

// The type alone; adds DOCUMENT_TYPE.
std::optional<std::string> ReadDocumentType(const Codes& codes, std::string_view type,
                                            std::string_view type_field,
                                            std::vector<core::Violation>& violations);

// Judges a document that is about to be written: DOCUMENT_TYPE_ENDED is a violation, for a type
// outside of its validity; DOCUMENT_LENGTH a warning, for an unusual number of characters.
void CheckNewDocument(const Codes& codes, const clinical::IdentityDocument& document,
                      std::string_view type_field, std::string_view number_field,
                      std::vector<core::Violation>& violations,
                      std::vector<core::Violation>& warnings);

// Adds DOCUMENT_AGE when the bearer's age on the day is not one that the type is made for.
void CheckBearersAge(const Codes& codes, const clinical::IdentityDocument& document,
                     absl::CivilDay birth_date, std::string_view type_field,
                     std::vector<core::Violation>& warnings);

// Years completed on `day`; someone born on 29 February completes one on 1 March of other years.
int AgeOn(absl::CivilDay day, absl::CivilDay birth_date);

}  // namespace enlace::catalog

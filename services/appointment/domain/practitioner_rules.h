#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "services/appointment/domain/practitioner.h"

namespace enlace::appointment {

// The site that the input names; nullopt where it names none, or none that could be an id.
std::optional<core::Ulid> NamedSite(const PractitionerInput& input);

// The doctor after what was sent: of a new one, `current` has the id alone. `site_found`: whether
// there is a live site of that name. `warnings`: replaced by what is unusual although it is
// accepted. INVALID_ARGUMENT with all violations:
//   REQUIRED          a name or a document that is missing
//   EMPTY             a field sent empty: null clears it
//   CLEAR_FIELD       a field that can't be cleared, or is sent and cleared at once
//   TEXT_…            see libs/clinical/text.h
//   DOCUMENT_…        see libs/catalog/identity_document.h; one that was there is not judged anew
//   CLINIC_NOT_FOUND  no such site
//   NPI, DEA_NUMBER, LANGUAGE_TAG   see libs/clinical
//   LICENCE_STATE, DATE_…, REPEATED   of a licence: "licences[1].state"
//   LIST_LENGTH       more than 60 licences or 20 languages
absl::StatusOr<Practitioner> ApplyInput(const Practitioner& current, const PractitionerInput& input,
                                        bool site_found, const catalog::Codes& codes,
                                        std::vector<core::Violation>& warnings);

}  // namespace enlace::appointment

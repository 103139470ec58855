#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "services/appointment/domain/location.h"

namespace enlace::appointment {

// The site after what was sent: of a new one, `current` has what is taken for what was left out.
// `others_active`: whether the tenant has another site that is active. `warnings`: replaced by what
// is unusual although it is accepted. INVALID_ARGUMENT with all violations:
//   REQUIRED          a name that is missing
//   EMPTY             a field sent empty: null clears it
//   CLEAR_FIELD       a field that can't be cleared, or is sent and cleared at once
//   TEXT_…            see libs/clinical/text.h
//   COUNTRY           no country of ISO 3166
//   TIME_ZONE         no IANA name
//   EPS_…             an insurer: see catalog::ReadEps; LIST_LENGTH above 200
//   CLINIC_INACTIVE   an inactive site that is to be the main one
// otherwise FAILED_PRECONDITION (MAIN_SITE) for a main site that is no longer to be it, and for one
// that is to be deactivated while others are active.
absl::StatusOr<Location> ApplyInput(const Location& current, const LocationInput& input,
                                    bool others_active, const catalog::Codes& codes,
                                    std::vector<core::Violation>& warnings);

}  // namespace enlace::appointment

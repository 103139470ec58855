#pragma once

#include <optional>

#include "libs/clinical/identity_document.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// Names a patient or a doctor: by id, by document, or by both, which must agree then.
struct PersonName {
  std::optional<core::Ulid> id;
  std::optional<clinical::IdentityDocument> document;
};

}  // namespace enlace::appointment

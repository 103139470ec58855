#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace enlace::auth {

// `grant-super-admin EMAIL` and `revoke-super-admin EMAIL`: lets a person act in the name of any
// clinic, or no longer. Recorded in the audit of a clinic that it belongs to. `arguments` are those
// with the command's name. INVALID_ARGUMENT, with the usage, for wrong ones and for wrong
// configuration; NOT_FOUND when nobody signs in with that e-mail.
absl::Status ChangeSuperAdmin(const std::vector<std::string>& arguments);

}  // namespace enlace::auth

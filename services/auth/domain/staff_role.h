#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/authn/principal.h"

namespace enlace::auth {

// The roles of people in a tenant, as they are kept.
std::string_view StaffRoleName(authn::Role role);

// kUnspecified for a text that is none: such a membership lets nobody do anything.
authn::Role ReadStaffRole(std::string_view name);

// What a person of that role may do beyond what the contracts say of the role: services judge by
// scopes what differs within one RPC. An API key can be given no scope that its maker lacks.
std::vector<std::string> ScopesOf(authn::Role role);

}  // namespace enlace::auth

#pragma once

#include <array>
#include <string_view>

namespace enlace::auth {

// What a tenant's API key may be allowed; the contracts' access rules name the same words.
inline constexpr std::array<std::string_view, 14> kScopes = {
    "patients:read",     "patients:list",      "patients:write",        "appointments:read",
    "appointments:list", "appointments:write", "appointments:overbook", "directory:read",
    "directory:write",   "audit:read",         "api-keys:read",         "api-keys:write",
    "tenant:read",       "workflows:write"};

bool IsScope(std::string_view text);

// All scopes in one line, for messages.
std::string_view ScopeList();

}  // namespace enlace::auth

#pragma once

#include <optional>
#include <string_view>

#include "libs/core/ulid.h"

namespace enlace::rpc {

// The tenant that a request names; none for text that is no id, and for the nil id, which no tenant
// has: a transaction under it would be one without a tenant.
inline std::optional<core::Ulid> TenantIdOf(std::string_view text) {
  const auto id = core::Ulid::Parse(text);
  return id && !id->IsNil() ? id : std::nullopt;
}

}  // namespace enlace::rpc

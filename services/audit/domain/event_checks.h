#pragma once

#include <string>
#include <vector>

#include "libs/core/error.h"
#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

inline constexpr std::size_t kMaxResourceIds = 10'000;
inline constexpr std::size_t kMaxText = 8'192;

// Adds everything that is wrong with an event that a relay sent; `field` is its place in the
// request ("events[3]"). A good event can be stored: nothing that passes is refused by the tables.
// Source of the times' range: the project's limit for all times, 1900 to 2200.
void CheckEvent(const AuditEvent& event, const std::string& field,
                std::vector<core::Violation>& violations);

}  // namespace enlace::audit

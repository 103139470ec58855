#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

// What an access says beyond whom it concerns. It is kept as the row "after" of its event, so that
// it is sealed with what tells of a person.
struct AccessRow {
  // Which fields the answer could hold: CLINICAL, all of them; ADMINISTRATIVE, all but the clinical
  // ones, which it has none of or the caller may not see; MASKED, those that tell of nobody. Absent
  // in records from before it was kept.
  std::optional<std::string> fields_class;
  // Why, in the caller's own words (X-Purpose-Reason); absent where nothing was said.
  std::optional<std::string> purpose_reason;
};

// Empty for events that are no accesses.
AccessRow ReadAccessRow(const AuditEvent& event);

std::string WriteAccessRow(std::string_view fields_class, const std::string& purpose_reason);

}  // namespace enlace::audit

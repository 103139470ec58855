#include "services/audit/domain/purpose.h"

#include <nlohmann/json.hpp>

namespace enlace::audit {

std::optional<std::string> PurposeReasonOf(const AuditEvent& event) {
  if (event.event_type != "ACCESS" || event.after_json.empty()) return std::nullopt;
  const auto row = nlohmann::json::parse(event.after_json, nullptr, /*allow_exceptions=*/false);
  if (!row.is_object()) return std::nullopt;
  const auto found = row.find("purposeReason");
  if (found == row.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace enlace::audit

#include "services/audit/domain/purpose.h"

#include <nlohmann/json.hpp>

namespace enlace::audit {
namespace {

constexpr char kPurposeReason[] = "purposeReason";

}  // namespace

std::optional<std::string> PurposeReasonOf(const AuditEvent& event) {
  if (event.event_type != "ACCESS" || event.after_json.empty()) return std::nullopt;
  const auto row = nlohmann::json::parse(event.after_json, nullptr, /*allow_exceptions=*/false);
  if (!row.is_object()) return std::nullopt;
  const auto found = row.find(kPurposeReason);
  if (found == row.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::string PurposeRow(const std::string& reason) {
  if (reason.empty()) return {};
  return nlohmann::json{{kPurposeReason, reason}}.dump(-1, ' ', false,
                                                       nlohmann::json::error_handler_t::replace);
}

}  // namespace enlace::audit

#include "services/audit/domain/access_row.h"

#include <nlohmann/json.hpp>

namespace enlace::audit {
namespace {

using nlohmann::json;

constexpr char kFieldsClass[] = "fieldsClass";
constexpr char kPurposeReason[] = "purposeReason";

std::optional<std::string> TextOf(const json& row, const char* name) {
  const auto found = row.find(name);
  if (found == row.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace

AccessRow ReadAccessRow(const AuditEvent& event) {
  if (event.event_type != "ACCESS" || event.after_json.empty()) return {};
  const auto row = json::parse(event.after_json, nullptr, /*allow_exceptions=*/false);
  if (!row.is_object()) return {};
  return {.fields_class = TextOf(row, kFieldsClass), .purpose_reason = TextOf(row, kPurposeReason)};
}

std::string WriteAccessRow(std::string_view fields_class, const std::string& purpose_reason) {
  json row = {{kFieldsClass, fields_class}};
  if (!purpose_reason.empty()) row[kPurposeReason] = purpose_reason;
  return row.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace enlace::audit

#include "services/audit/domain/payload_text.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/raw_members.h"

namespace enlace::audit {
namespace {

// A text in which only what is no UTF-8 would be replaced; the intake takes none.
std::string Quoted(const std::string& text) {
  return text.empty()
             ? ""
             : nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string PayloadText(const AuditEvent& event) {
  std::string text;
  const auto add = [&text](const char* name, const std::string& value) {
    if (!value.empty()) absl::StrAppend(&text, text.empty() ? "{\"" : ",\"", name, "\":", value);
  };
  add("actorEmail", Quoted(event.actor.email));
  add("ip", Quoted(event.ip));
  add("userAgent", Quoted(event.user_agent));
  add("before", event.before_json);
  add("after", event.after_json);
  return text.empty() ? "{}" : text + "}";
}

bool ReadPayloadText(std::string_view text, AuditEvent& event) {
  const auto members = RawMembers(text);
  if (!members) return false;
  bool good = true;
  const auto string_of = [&](std::string_view name) -> std::string {
    const auto value = RawValueOf(*members, name);
    if (!value) return "";
    auto read = ReadString(*value);
    good = good && read.has_value();
    return std::move(read).value_or("");
  };
  auto email = string_of("actorEmail");
  auto ip = string_of("ip");
  auto user_agent = string_of("userAgent");
  if (!good) return false;
  event.actor.email = std::move(email);
  event.ip = std::move(ip);
  event.user_agent = std::move(user_agent);
  event.before_json = RawValueOf(*members, "before").value_or("");
  event.after_json = RawValueOf(*members, "after").value_or("");
  return true;
}

}  // namespace enlace::audit

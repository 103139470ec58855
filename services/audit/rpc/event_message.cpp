#include "services/audit/rpc/event_message.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "libs/rpc/struct_json.h"

namespace enlace::audit::rpc {
namespace {

using google::protobuf::Timestamp;
using nlohmann::json;

// InfinitePast, which is refused later, unless the message is a time that exists.
absl::Time ReadTime(const Timestamp& message) {
  constexpr std::int64_t kLimit = 253'402'300'800;  // the year 10000
  if (message.seconds() < -kLimit || message.seconds() > kLimit || message.nanos() < 0 ||
      message.nanos() > 999'999'999) {
    return absl::InfinitePast();
  }
  return absl::FromUnixMicros(absl::ToUnixMicros(absl::FromUnixSeconds(message.seconds()) +
                                                 absl::Nanoseconds(message.nanos())));
}

void WriteTime(absl::Time time, Timestamp* message) {
  message->set_seconds(absl::ToUnixSeconds(time));
  message->set_nanos(
      static_cast<int>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(message->seconds()))));
}

class IdReader {
 public:
  IdReader(std::size_t index, std::vector<core::Violation>& violations)
      : index_(index), violations_(violations) {}

  core::Ulid Read(const std::string& text, std::string_view name) {
    const auto id = core::Ulid::Parse(text);
    if (id) return *id;
    violations_.push_back(
        core::violation::IdFormat(absl::StrCat("events[", index_, "].", std::string(name))));
    return {};
  }

 private:
  const std::size_t index_;
  std::vector<core::Violation>& violations_;
};

// Messages that a Value of a row's column lies in: response, event, Struct's entry, Value.
constexpr int kDepthOfColumns = 4;
constexpr int kDeepest = 100;

void WriteDeepPartsAsText(json& value, int depth) {
  if (!value.is_structured()) return;
  // An object costs a Struct, an entry and a Value; a list costs a ListValue and a Value.
  const int inner = depth + (value.is_object() ? 3 : 2);
  if (inner > kDeepest) {
    value = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return;
  }
  for (auto& item : value) WriteDeepPartsAsText(item, inner);
}

// What the API calls a column by another name than the database does.
struct Renamed {
  std::string_view resource_type, column, name;
};
constexpr Renamed kRenamed[] = {
    {"Appointment", "start_at", "startAppointment"},
    {"Appointment", "end_at", "endAppointment"},
    {"Appointment", "practitioner_id", "doctorId"},
    {"Appointment", "practitioner_doc_type_id", "doctorDocTypeId"},
    {"Appointment", "practitioner_doc_number", "doctorDocNumber"},
    {"Appointment", "location_id", "clinicId"},
    {"Practitioner", "location_id", "clinicId"},
    {"Room", "location_id", "clinicId"},
    {"PractitionerRole", "practitioner_id", "doctorId"},
    {"PractitionerRole", "location_id", "clinicId"},
    {"ScheduleException", "practitioner_id", "doctorId"},
    {"ScheduleException", "location_id", "clinicId"},
    {"ScheduleException", "start_at", "start"},
    {"ScheduleException", "end_at", "end"},
    {"SlotHold", "practitioner_id", "doctorId"},
    {"SlotHold", "location_id", "clinicId"},
    {"SlotHold", "start_at", "startAppointment"},
    {"SlotHold", "end_at", "endAppointment"},
    {"CalendarFeed", "practitioner_id", "doctorId"},
    {"CalendarFeed", "location_id", "clinicId"},
    {"WaitlistEntry", "practitioner_id", "doctorId"},
    {"WaitlistEntry", "location_id", "clinicId"},
    {"WaitlistEntry", "earliest_at", "earliest"},
    {"WaitlistEntry", "latest_at", "latest"},
    {"ApiKey", "owner_email", "owner"},
};

// Otherwise a column is named as the API's JSON writes names: doc_number is docNumber.
std::string NameOf(const std::string& resource_type, const std::string& column) {
  for (const auto& renamed : kRenamed) {
    if (renamed.resource_type == resource_type && renamed.column == column) {
      return std::string(renamed.name);
    }
  }
  std::string name;
  bool upper = false;
  for (const char c : column) {
    if (c == '_') {
      upper = true;
      continue;
    }
    name.push_back(upper ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c);
    upper = false;
  }
  return name;
}

// The database writes ids as uuids, the API as ULIDs: one id has one spelling for callers.
void WriteIdAsUlid(const std::string& column, json& value) {
  if (!value.is_string() || (column != "id" && !column.ends_with("_id"))) return;
  const auto id = core::Ulid::FromUuid(value.get_ref<const std::string&>());
  if (id) value = id->ToString();
}

// UTC has one spelling as well.
void WriteTimeAsUtc(const std::string& column, json& value) {
  if (!value.is_string() || !column.ends_with("_at")) return;
  auto& text = value.get_ref<std::string&>();
  if (text.ends_with("+00:00")) text.replace(text.size() - 6, 6, "Z");
}

// What of a row tells nothing of a person; everything else might.
constexpr std::string_view kImpersonal[] = {
    "id",          "tenant_id", "user_id",    "patient_id",  "practitioner_id", "location_id",
    "version",     "active",    "enabled",    "state",       "status",          "role",
    "scopes",      "workflows", "created_at", "updated_at",  "deleted_at",      "expires_at",
    "revoked_at",  "ended_at",  "end_reason", "accepted_at", "years",           "effective_from",
    "fieldsClass", "size",      "root",       "head",        "signed_at",       "verified"};

constexpr char kMask[] = "***";

bool IsImpersonal(std::string_view column) {
  return std::find(std::begin(kImpersonal), std::end(kImpersonal), column) != std::end(kImpersonal);
}

// The row as the API would show it; what it does not hold is left out.
void WriteRow(const std::string& resource_type, const std::string& text, PersonalData personal_data,
              google::protobuf::Struct* message) {
  json row = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!row.is_object()) return;
  json shown = json::object();
  for (auto& [column, value] : row.items()) {
    if (value.is_null()) continue;
    if (personal_data == PersonalData::kMasked && !IsImpersonal(column)) value = kMask;
    WriteDeepPartsAsText(value, kDepthOfColumns);
    WriteIdAsUlid(column, value);
    WriteTimeAsUtc(column, value);
    shown[NameOf(resource_type, column)] = std::move(value);
  }
  enlace::rpc::ToStruct(shown, message);
}

}  // namespace

TenantEvent ReadEvent(const v1::TenantAuditEvent& message, std::size_t index,
                      std::vector<core::Violation>& violations) {
  IdReader ids(index, violations);
  const auto& from = message.event();
  TenantEvent read;
  read.tenant_id = ids.Read(message.tenant_id(), "tenantId");
  auto& event = read.event;
  event.id = ids.Read(from.id(), "id");
  event.occurred_at = from.has_occurred_at() ? ReadTime(from.occurred_at()) : absl::InfinitePast();
  event.event_type = from.event_type();
  event.action = from.action();
  event.resource_type = from.resource_type();
  for (const auto& id : from.resource_ids()) {
    event.resource_ids.push_back(ids.Read(id, "resourceIds"));
  }
  if (from.resource_ids().empty() && !from.resource_id().empty()) {
    event.resource_ids.push_back(ids.Read(from.resource_id(), "resourceId"));
  }
  event.resource_version = from.resource_version();
  event.actor = {
      .type = from.actor().type(), .id = from.actor().id(), .email = from.actor().email()};
  event.request_id = from.request_id();
  event.ip = from.ip();
  event.user_agent = from.user_agent();
  event.endpoint = from.endpoint();
  event.success = from.success();
  event.reason = from.reason();
  event.calls = from.has_calls() ? from.calls() : 1;
  event.before_json = message.before_json();
  event.after_json = message.after_json();
  return read;
}

void WriteEvent(const AuditEvent& event, PersonalData personal_data, v1::AuditEvent* message) {
  const bool shown = personal_data == PersonalData::kShown;
  message->set_id(event.id.ToString());
  WriteTime(event.occurred_at, message->mutable_occurred_at());
  message->set_event_type(event.event_type);
  message->set_action(event.action);
  message->set_resource_type(event.resource_type);
  if (event.resource_ids.size() == 1) {
    message->set_resource_id(event.resource_ids[0].ToString());
  }
  for (const auto& id : event.resource_ids) message->add_resource_ids(id.ToString());
  message->mutable_actor()->set_type(event.actor.type);
  message->mutable_actor()->set_id(event.actor.id);
  if (shown && !event.actor.email.empty()) message->mutable_actor()->set_email(event.actor.email);
  if (!event.before_json.empty()) {
    WriteRow(event.resource_type, event.before_json, personal_data, message->mutable_before());
  }
  if (!event.after_json.empty()) {
    WriteRow(event.resource_type, event.after_json, personal_data, message->mutable_after());
  }
  if (!event.request_id.empty()) message->set_request_id(event.request_id);
  if (shown && !event.ip.empty()) message->set_ip(event.ip);
  if (shown && !event.user_agent.empty()) message->set_user_agent(event.user_agent);
  message->set_success(event.success);
  if (event.resource_version > 0) message->set_resource_version(event.resource_version);
  if (!event.endpoint.empty()) message->set_endpoint(event.endpoint);
  const bool refusal = event.event_type == "REFUSAL";
  if (refusal || !event.reason.empty()) message->set_reason(event.reason);
  if (refusal || event.calls != 1) message->set_calls(event.calls);
  if (event.erased) message->set_erased(true);
}

}  // namespace enlace::audit::rpc

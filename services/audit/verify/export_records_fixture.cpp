#include <sodium.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/audit/domain/canonical_event.h"
#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

using nlohmann::json;

const unsigned char* Unsigned(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

core::Ulid NumberedId(int kind, std::size_t number) {
  return *core::Ulid::FromUuid(absl::StrFormat("019a7ec2-690b-7000-%04x-%012x", kind, number));
}

absl::Time TimeOf(std::size_t i) {
  // 2020-11-20 and 2026-11-20, 12:00:00 UTC.
  const auto day = absl::FromUnixSeconds(i < kOfOldMonth ? 1'605'873'600 : 1'795'176'000);
  return day + absl::Minutes(static_cast<int>(i)) + absl::Microseconds(123'456);
}

std::string KeyOf(const core::Ulid& person_id) {
  return std::string(BytesOf(Sha256({"key of ", IdBytes(person_id)})));
}

std::string Sealed(const SealedEvent& record, const ShownTexts& held, const std::string& key) {
  json members = {{"after", {{"first_name", "María"}}}};
  if (!held.actor_email.empty()) members["actorEmail"] = held.actor_email;
  if (!held.ip.empty()) members["ip"] = held.ip;
  if (!held.user_agent.empty()) members["userAgent"] = held.user_agent;
  const auto text = members.dump();
  const auto bound_to =
      IdBytes(record.tenant_id) + IdBytes(record.event.id) + IdBytes(record.person_id);
  const std::string nonce(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, 'n');
  std::string sealed(text.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()), nullptr, Unsigned(text), text.size(),
      Unsigned(bound_to), bound_to.size(), nullptr, Unsigned(nonce), Unsigned(key));
  return nonce + sealed;
}

// `writes`: how many there were before.
AuditEvent EventOf(std::size_t i, std::size_t writes) {
  constexpr std::size_t kPatients = 5;
  AuditEvent event;
  event.id = NumberedId(1, i);
  event.occurred_at = TimeOf(i);
  event.actor = {.type = "API_KEY", .id = "key-1"};
  event.request_id = absl::StrCat("request-", i);
  event.resource_type = "Patient";
  if (i % 4 == 3) {
    event.event_type = "ACCESS";
    event.action = "LIST";
    event.endpoint = "enlace.patient.v1.PatientService/ListPatients";
    event.resource_ids = {NumberedId(2, 0), NumberedId(2, 1)};
  } else {
    event.event_type = "WRITE";
    event.action = "UPDATE";
    event.resource_ids = {NumberedId(2, writes % kPatients)};
    event.resource_version = static_cast<std::int64_t>(writes / kPatients + 1);
  }
  return event;
}

AuditEvent Tombstone(std::size_t i) {
  AuditEvent event;
  event.id = NumberedId(1, i);
  event.occurred_at = TimeOf(i);
  event.event_type = "RETENTION";
  event.action = "DELETE";
  event.resource_type = "AuditEvent";
  event.actor = {.type = "SERVICE", .id = "enlace-audit"};
  event.reason = "YEARS_6_MONTH_2020_11";
  event.calls = kOfOldMonth;
  return event;
}

// Puts what tells of a person where a record of its time has it.
void AddPersonal(ExportLine& line, bool in_the_clear) {
  auto& record = line.record;
  line.shown = {.actor_email = "ana@example.com", .ip = "192.0.2.1", .user_agent = "agent/1.0"};
  if (in_the_clear) {
    record.event.actor.email = line.shown.actor_email;
    record.event.ip = line.shown.ip;
    record.event.user_agent = line.shown.user_agent;
    record.event.after_json = R"({"weight": 70.50, "first_name": "María"})";
    return;
  }
  record.person_id = record.event.resource_ids[0];
  line.payload_key = KeyOf(record.person_id);
  record.payload = Sealed(record, line.shown, line.payload_key);
}

}  // namespace

core::Ulid Clinic() { return NumberedId(3, 1); }
core::Ulid OtherClinic() { return NumberedId(3, 2); }

std::vector<ExportLine> Records(const core::Ulid& tenant_id) {
  std::vector<ExportLine> records;
  std::size_t writes = 0;
  for (std::size_t i = 0; i < kRecords; ++i) {
    ExportLine line;
    line.record.tenant_id = tenant_id;
    if (i == kTombstone) {
      line.record.event = Tombstone(i);
    } else {
      line.record.event = EventOf(i, writes);
      if (line.record.event.event_type == "WRITE") ++writes;
      AddPersonal(line, i < kInTheClear);
    }
    records.push_back(std::move(line));
  }
  return records;
}

ExportLine OtherAccess(std::size_t position) {
  ExportLine line;
  line.position = position;
  line.record.tenant_id = Clinic();
  line.record.event = EventOf(3, 0);
  line.record.event.id = NumberedId(4, position);
  line.record.event.occurred_at = TimeOf(position);
  AddPersonal(line, false);
  return line;
}

}  // namespace enlace::audit::verify::testing

#include "services/audit/domain/canonical_event.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <set>

#include "absl/strings/escaping.h"

namespace enlace::audit {
namespace {

core::Ulid Id(char last) {
  return *core::Ulid::Parse(std::string("01K9ZC4T8B000000000000000") + last);
}

SealedEvent Record() {
  SealedEvent record;
  record.tenant_id = *core::Ulid::Parse("01K9ZC4T8B7QJ5W2M3N4P5R6S7");
  record.event.id = Id('1');
  record.event.occurred_at = absl::FromUnixMicros(1'795'255'200'123'456);
  record.event.event_type = "WRITE";
  record.event.action = "UPDATE";
  record.event.resource_type = "Patient";
  record.event.resource_ids = {Id('2'), Id('4')};
  record.event.resource_version = 3;
  record.event.actor = {.type = "USER", .id = "u-1"};
  record.event.request_id = "request-1";
  record.event.endpoint = "a.B/C";
  record.event.reason = "TREAT";
  record.person_id = Id('3');
  record.payload = std::string("\x00\xff\x10", 3);
  return record;
}

// Written by hand from docs/audit-proof.md.
constexpr char kRecordInHex[] =
    "656e6c6163652d61756469742d76310a"  // enlace-audit-v1, a line feed
    "019a7ec2690b3de45e0a83a92c5c1b27"  // tenant
    "019a7ec2690b00000000000000000001"  // event
    "000660c66c7c0a40"                  // 2026-11-21T10:00:00.123456Z
    "000000055752495445"                // WRITE
    "00000006555044415445"              // UPDATE
    "0000000750617469656e74"            // Patient
    "00000002"                          // two resources
    "019a7ec2690b00000000000000000002"
    "019a7ec2690b00000000000000000004"
    "0000000000000003"  // version
    "0000000455534552"
    "00000003752d31"
    "00000000"                    // the actor: USER, u-1, no e-mail
    "00000009726571756573742d31"  // request-1
    "00000000"
    "00000000"            // no address, no user agent
    "00000005612e422f43"  // a.B/C
    "01"                  // success
    "000000055452454154"  // TREAT
    "0000000000000001"    // one call
    "00000000"
    "00000000"                          // no rows
    "019a7ec2690b00000000000000000003"  // person
    "0000000300ff10";                   // payload

std::string Hex(const Hash& hash) { return absl::BytesToHexString(std::string(BytesOf(hash))); }

TEST_CASE("a record has the bytes of the document") {
  CHECK(absl::BytesToHexString(CanonicalBytes(Record())) == kRecordInHex);
}

TEST_CASE(
    "a time before 1970 is a negative number, and what is finer than a microsecond is no part") {
  auto record = Record();
  record.event.occurred_at = absl::FromUnixMicros(-1) + absl::Nanoseconds(999);
  CHECK(CanonicalBytes(record).substr(48, 8) == std::string(8, '\xff'));
}

// Python: sha256(b"\0" + previous + pack(">Q", position) + canonical).
TEST_CASE("an entry hash is what another implementation computes") {
  const auto bytes = CanonicalBytes(Record());
  CHECK(Hex(EntryHash(Hash{}, 0, bytes)) ==
        "d933434830af275d3c2403715eee413a6bbae5511870b63985f2443ceb2ce955");
  CHECK(Hex(EntryHash(Sha256({"before"}), 7, bytes)) ==
        "393deb239ed54188fa1dfe6843f60d1c0b9fa0e47246bd6a658904ced380cec5");
}

TEST_CASE("an entry hash depends on the hash before and on the position") {
  const auto bytes = CanonicalBytes(Record());
  CHECK(EntryHash(Hash{}, 0, bytes) != EntryHash(Hash{}, 1, bytes));
  CHECK(EntryHash(Hash{}, 1, bytes) != EntryHash(Hash{1}, 1, bytes));
}

TEST_CASE("every field of a record changes its bytes, each in its own way") {
  struct Change {
    const char* field;
    std::function<void(SealedEvent&)> make;
  };
  const Change changes[] = {
      {"nothing", [](auto&) {}},
      {"tenant", [](auto& r) { r.tenant_id = Id('9'); }},
      {"id", [](auto& r) { r.event.id = Id('9'); }},
      {"time", [](auto& r) { r.event.occurred_at += absl::Microseconds(1); }},
      {"event type", [](auto& r) { r.event.event_type = "ACCESS"; }},
      {"action", [](auto& r) { r.event.action = "CREATE"; }},
      {"resource type", [](auto& r) { r.event.resource_type = "Room"; }},
      {"resource id", [](auto& r) { r.event.resource_ids[1] = Id('9'); }},
      {"order of resource ids",
       [](auto& r) { std::swap(r.event.resource_ids[0], r.event.resource_ids[1]); }},
      {"number of resource ids", [](auto& r) { r.event.resource_ids.pop_back(); }},
      {"version", [](auto& r) { r.event.resource_version = 4; }},
      {"actor's type", [](auto& r) { r.event.actor.type = "API_KEY"; }},
      {"actor's id", [](auto& r) { r.event.actor.id = "u-2"; }},
      {"actor's e-mail", [](auto& r) { r.event.actor.email = "ana@example.com"; }},
      {"request", [](auto& r) { r.event.request_id = "request-2"; }},
      {"address", [](auto& r) { r.event.ip = "192.0.2.1"; }},
      {"user agent", [](auto& r) { r.event.user_agent = "agent"; }},
      {"endpoint", [](auto& r) { r.event.endpoint = "a.B/D"; }},
      {"success", [](auto& r) { r.event.success = false; }},
      {"reason", [](auto& r) { r.event.reason = "ETREAT"; }},
      {"calls", [](auto& r) { r.event.calls = 2; }},
      {"row before", [](auto& r) { r.event.before_json = "{}"; }},
      {"row after", [](auto& r) { r.event.after_json = "{}"; }},
      {"person", [](auto& r) { r.person_id = Id('9'); }},
      {"payload", [](auto& r) { r.payload.push_back('x'); }},
  };
  std::set<std::string> seen;
  for (const auto& change : changes) {
    auto record = Record();
    change.make(record);
    INFO(change.field);
    CHECK(seen.insert(CanonicalBytes(record)).second);
  }
}

TEST_CASE("text that moves from a field to its neighbour changes the bytes") {
  std::string AuditEvent::*const fields[] = {
      &AuditEvent::event_type, &AuditEvent::action, &AuditEvent::resource_type,
      &AuditEvent::request_id, &AuditEvent::ip,     &AuditEvent::user_agent,
      &AuditEvent::endpoint,   &AuditEvent::reason, &AuditEvent::before_json,
      &AuditEvent::after_json};
  std::set<std::string> seen;
  for (const auto field : fields) {
    SealedEvent record;
    record.event.*field = "text";
    CHECK(seen.insert(CanonicalBytes(record)).second);
  }
  SealedEvent split;
  split.event.event_type = "te";
  split.event.action = "xt";
  CHECK(seen.insert(CanonicalBytes(split)).second);
  // What would be the number of ids and an id is no text's end.
  SealedEvent id_in_text;
  id_in_text.event.resource_type = std::string("\0\0\0\1", 4) + IdBytes(Id('2'));
  SealedEvent id;
  id.event.resource_ids = {Id('2')};
  CHECK(CanonicalBytes(id_in_text) != CanonicalBytes(id));
}

}  // namespace
}  // namespace enlace::audit

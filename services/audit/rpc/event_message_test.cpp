#include "services/audit/rpc/event_message.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "services/audit/testing/events.h"

namespace enlace::audit::rpc {
namespace {

std::string Nested(int objects) {
  std::string text = "1";
  for (int i = 0; i < objects; ++i) text = R"({"a":)" + text + "}";
  return text;
}

v1::TenantAuditEvent Message() {
  v1::TenantAuditEvent message;
  message.set_tenant_id("01JD8Z7K3H0000000000000TEN");
  auto* event = message.mutable_event();
  event->set_id("01JD8Z7K3H0000000000000ABC");
  event->mutable_occurred_at()->set_seconds(1'795'255'200);
  event->mutable_occurred_at()->set_nanos(123'456'789);
  event->add_resource_ids("01JD8Z7K3H0000000000000RES");
  message.set_before_json("{}");
  message.set_after_json(R"({"a": 1})");
  return message;
}

TEST_CASE("an event is read with microseconds and its rows as text") {
  std::vector<core::Violation> violations;
  const auto read = ReadEvent(Message(), 0, violations);
  CHECK(violations.empty());
  CHECK(read.tenant_id.ToString() == "01JD8Z7K3H0000000000000TEN");
  CHECK(read.event.id.ToString() == "01JD8Z7K3H0000000000000ABC");
  CHECK(read.event.occurred_at == absl::FromUnixMicros(1'795'255'200'123'456));
  CHECK(read.event.resource_ids.size() == 1);
  CHECK(read.event.before_json == "{}");
  CHECK(read.event.after_json == R"({"a": 1})");
}

TEST_CASE("a single resource may come as resource_id alone") {
  auto message = Message();
  message.mutable_event()->clear_resource_ids();
  message.mutable_event()->set_resource_id("01JD8Z7K3H0000000000000RES");
  std::vector<core::Violation> violations;
  CHECK(ReadEvent(message, 0, violations).event.resource_ids.size() == 1);
  CHECK(violations.empty());
}

TEST_CASE("ids that are no ULIDs are named by place and field") {
  auto message = Message();
  message.set_tenant_id("alpha");
  message.mutable_event()->set_id("");
  message.mutable_event()->add_resource_ids("01JD8Z7K3H0000000000000RE");
  std::vector<core::Violation> violations;

  ReadEvent(message, 7, violations);

  REQUIRE(violations.size() == 3);
  CHECK(violations[0].field == "events[7].tenantId");
  CHECK(violations[1].field == "events[7].id");
  CHECK(violations[2].field == "events[7].resourceIds");
}

TEST_CASE("a time that does not exist is left for the domain to refuse") {
  std::vector<core::Violation> violations;
  auto message = Message();
  message.mutable_event()->mutable_occurred_at()->set_nanos(1'000'000'000);
  CHECK(ReadEvent(message, 0, violations).event.occurred_at == absl::InfinitePast());
  message.mutable_event()->mutable_occurred_at()->set_seconds(9'000'000'000'000'000'000);
  CHECK(ReadEvent(message, 0, violations).event.occurred_at == absl::InfinitePast());
  message.mutable_event()->clear_occurred_at();
  CHECK(ReadEvent(message, 0, violations).event.occurred_at == absl::InfinitePast());
}

TEST_CASE("the API shows every field of an event") {
  const auto event = testing::Write(testing::Morning() + absl::Microseconds(1'500'000));
  v1::AuditEvent message;

  WriteEvent(event, PersonalData::kShown, &message);

  CHECK(message.id() == event.id.ToString());
  CHECK(message.occurred_at().seconds() == absl::ToUnixSeconds(testing::Morning()) + 1);
  CHECK(message.occurred_at().nanos() == 500'000'000);
  CHECK(message.event_type() == "WRITE");
  CHECK(message.action() == "UPDATE");
  CHECK(message.resource_type() == "Patient");
  CHECK(message.resource_id() == event.resource_ids[0].ToString());
  CHECK(message.resource_ids_size() == 1);
  CHECK(message.resource_version() == 2);
  CHECK(message.actor().type() == "API_KEY");
  CHECK(message.actor().id() == event.actor.id);
  CHECK(message.actor().email() == event.actor.email);
  CHECK(message.before().fields().at("firstName").string_value() == "María");
  CHECK(message.after().fields().at("firstName").string_value() == "María José");
  CHECK(message.request_id() == event.request_id);
  CHECK(message.ip() == event.ip);
  CHECK(message.user_agent() == event.user_agent);
  CHECK(message.success());
}

TEST_CASE("the API shows what an access was for, and why to who may see personal data") {
  auto access = testing::Access(1);
  access.reason = "ETREAT";
  access.after_json = R"({"fieldsClass": "CLINICAL", "purposeReason": "Inconsciente"})";
  v1::AuditEvent shown;
  WriteEvent(access, PersonalData::kShown, &shown);
  CHECK(shown.reason() == "ETREAT");
  CHECK_FALSE(shown.has_calls());
  CHECK(shown.after().fields().at("purposeReason").string_value() == "Inconsciente");
  v1::AuditEvent masked;
  WriteEvent(access, PersonalData::kMasked, &masked);
  CHECK(masked.reason() == "ETREAT");
  CHECK(masked.after().fields().at("purposeReason").string_value() == "***");
  CHECK(masked.after().fields().at("fieldsClass").string_value() == "CLINICAL");
  v1::AuditEvent silent;
  WriteEvent(testing::Access(1), PersonalData::kShown, &silent);
  CHECK_FALSE(silent.has_reason());
}

TEST_CASE("the API shows why calls were refused, and of writes no reason") {
  v1::AuditEvent shown;
  WriteEvent(testing::Refusal(), PersonalData::kShown, &shown);
  CHECK(shown.reason() == "SIGN_IN_REFUSED");
  CHECK(shown.calls() == 3);
  CHECK_FALSE(shown.success());
  v1::AuditEvent write;
  WriteEvent(testing::Write(), PersonalData::kShown, &write);
  CHECK_FALSE(write.has_reason());
  CHECK_FALSE(write.has_calls());
}

TEST_CASE("the API says of an erased person's event that it was") {
  auto event = testing::Access(1);
  v1::AuditEvent there;
  WriteEvent(event, PersonalData::kShown, &there);
  CHECK_FALSE(there.has_erased());
  event.erased = true;
  v1::AuditEvent gone;
  WriteEvent(event, PersonalData::kMasked, &gone);
  CHECK(gone.erased());
}

TEST_CASE("a list of several resources has no single one, and no rows") {
  v1::AuditEvent message;
  WriteEvent(testing::Access(3), PersonalData::kShown, &message);
  CHECK(message.resource_id().empty());
  CHECK(message.resource_ids_size() == 3);
  CHECK_FALSE(message.has_before());
  CHECK_FALSE(message.has_after());
  CHECK(message.endpoint() == "enlace.patient.v1.PatientService/ListPatients");
}

TEST_CASE("a row is shown as the API shows the resource, without what it does not hold") {
  AuditEvent event;
  event.resource_type = "Appointment";
  event.after_json = R"({"start_at": "2026-12-01T14:00:00+00:00", "comment": null, "version": 2,
                         "practitioner_doc_number": "79555111",
                         "location_id": "01563df3-6481-d2d2-1a6b-17c12025a2ff"})";
  v1::AuditEvent message;
  WriteEvent(event, PersonalData::kShown, &message);
  const auto& after = message.after().fields();
  CHECK(after.size() == 4);
  CHECK(after.at("startAppointment").string_value() == "2026-12-01T14:00:00Z");
  CHECK(after.at("doctorDocNumber").string_value() == "79555111");
  CHECK(after.at("clinicId").string_value() == "01ARYZ6S41TB91MTRQR4G2B8QZ");
  CHECK_FALSE(message.has_ip());
  CHECK_FALSE(message.actor().has_email());
}

TEST_CASE("a row is shown with the API's names and ids, its values as they are") {
  AuditEvent event;
  event.after_json = R"({"id": "01563df3-6481-d2d2-1a6b-17c12025a2ff", "doc_number": "1032",
                         "location_id": "01563df3-6481-d2d2-1a6b-17c12025a2ff", "gender_id": "F",
                         "custom_fields": {"old_id": "01563df3-6481-d2d2-1a6b-17c12025a2ff"}})";
  v1::AuditEvent message;
  WriteEvent(event, PersonalData::kShown, &message);
  const auto& after = message.after().fields();
  CHECK(after.at("id").string_value() == "01ARYZ6S41TB91MTRQR4G2B8QZ");
  CHECK(after.at("locationId").string_value() == "01ARYZ6S41TB91MTRQR4G2B8QZ");
  CHECK(after.at("docNumber").string_value() == "1032");
  CHECK(after.at("genderId").string_value() == "F");
  CHECK(after.at("customFields").struct_value().fields().at("old_id").string_value() ==
        "01563df3-6481-d2d2-1a6b-17c12025a2ff");
}

TEST_CASE("big numbers keep the digits that a double has") {
  auto event = testing::Write();
  event.after_json = R"({"exact": 9007199254740992, "rounded": 9007199254740993,
                         "unsigned": 18446744073709551615, "huge": 1000000000000000000000000000000,
                         "fraction": 0.1})";
  v1::AuditEvent message;

  WriteEvent(event, PersonalData::kShown, &message);

  const auto& fields = message.after().fields();
  CHECK(fields.at("exact").number_value() == 9007199254740992.0);
  CHECK(fields.at("rounded").number_value() == 9007199254740992.0);
  CHECK(fields.at("unsigned").number_value() == 18446744073709551615.0);
  CHECK(fields.at("huge").number_value() == 1e30);
  CHECK(fields.at("fraction").number_value() == 0.1);
}

TEST_CASE("rows with more keys than a request may have are shown whole") {
  auto event = testing::Write();
  nlohmann::json row;
  for (int i = 0; i < 5'000; ++i) row["key" + std::to_string(i)] = i;
  event.after_json = row.dump();
  v1::AuditEvent message;
  WriteEvent(event, PersonalData::kShown, &message);
  CHECK(message.after().fields().size() == 5'000);
}

TEST_CASE("a row that nests deeper than protobuf reads ends in JSON text") {
  auto event = testing::Write();
  event.after_json = Nested(100);
  v1::ListAuditEventsResponse response;

  WriteEvent(event, PersonalData::kShown, response.add_events());

  v1::ListAuditEventsResponse read;
  REQUIRE(read.ParseFromString(response.SerializeAsString()));
  const auto* value = &read.events(0).after().fields().at("a");
  int depth = 1;
  while (value->has_struct_value()) {
    value = &value->struct_value().fields().at("a");
    ++depth;
  }
  CHECK(depth == 33);
  CHECK(value->string_value() == Nested(100 - depth));
}

TEST_CASE("custom fields of the depth that requests may have stay objects to their end") {
  auto event = testing::Write();
  event.before_json.clear();
  event.after_json = Nested(33);
  v1::ListAuditEventsResponse response;
  WriteEvent(event, PersonalData::kShown, response.add_events());
  CHECK(response.DebugString().find("string_value") == std::string::npos);
}

TEST_CASE("an auditor sees of a row only what tells nothing of a person") {
  auto event = testing::Write();
  event.actor.email = "lucia@example.com";
  event.ip = "203.0.113.7";
  event.user_agent = "n8n";
  event.after_json = R"({"id": "01890a5d-ac96-774b-bcce-b302099a8057", "version": 3,
                         "first_name": "Luz", "custom_fields": {"plan": "gold"}, "state": "ARRIVED"})";
  v1::AuditEvent message;
  WriteEvent(event, PersonalData::kMasked, &message);
  const auto& row = message.after().fields();
  CHECK(row.at("version").number_value() == 3);
  CHECK(row.at("state").string_value() == "ARRIVED");
  CHECK(row.at("firstName").string_value() == "***");
  CHECK(row.at("customFields").string_value() == "***");
  CHECK(message.actor().id() == event.actor.id);
  CHECK_FALSE(message.actor().has_email());
  CHECK_FALSE(message.has_ip());
  CHECK_FALSE(message.has_user_agent());
}

}  // namespace
}  // namespace enlace::audit::rpc

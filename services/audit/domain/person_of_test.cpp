#include "services/audit/domain/person_of.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

using testing::NewId;

const core::Ulid kTenant = NewId();
const core::Ulid kPerson = NewId();

std::string RowWith(const std::string& column, const core::Ulid& id) {
  return R"({"id": 7, ")" + column + R"(": ")" + id.ToUuid() + R"(", "text": "x"})";
}

TEST_CASE("a write, a read and a refusal that name one person are that person's") {
  const std::string type = GENERATE("Patient", "User", "Practitioner");
  for (auto event : {testing::Write(), testing::Access(1), testing::Refusal()}) {
    event.resource_type = type;
    event.resource_ids = {kPerson};
    CHECK(PersonOf(kTenant, event) == kPerson);
  }
}

TEST_CASE("an access that names several persons, or none, is the tenant's") {
  CHECK(PersonOf(kTenant, testing::Access(2)) == kTenant);
  CHECK(PersonOf(kTenant, testing::Access(0)) == kTenant);
}

TEST_CASE("a row with a person's id is that person's") {
  struct Row {
    std::string type;
    std::string column;
  };
  const auto row = GENERATE(Row{"Appointment", "patient_id"}, Row{"WaitlistEntry", "patient_id"},
                            Row{"Membership", "user_id"}, Row{"Session", "user_id"},
                            Row{"TermsAcceptance", "user_id"});
  CAPTURE(row.type);
  auto event = testing::Write();
  event.resource_type = row.type;
  event.after_json = RowWith(row.column, kPerson);
  event.before_json = RowWith(row.column, NewId());
  CHECK(PersonOf(kTenant, event) == kPerson);
  event.before_json.clear();
  CHECK(PersonOf(kTenant, event) == kPerson);
  event.before_json = RowWith(row.column, kPerson);
  event.after_json.clear();
  CHECK(PersonOf(kTenant, event) == kPerson);
}

TEST_CASE("a person's own row is the person's, whoever else it names") {
  auto event = testing::Write();
  event.resource_type = "Practitioner";
  event.resource_ids = {kPerson};
  event.after_json = RowWith("user_id", NewId());
  CHECK(PersonOf(kTenant, event) == kPerson);
}

TEST_CASE("everything else is the tenant's") {
  auto event = testing::Write();
  event.resource_type = "Room";
  CHECK(PersonOf(kTenant, event) == kTenant);
  for (const auto* row :
       {R"({"patient_id": null})", R"({"patient_id": 7})", R"({"patient_id": "1032456789"})",
        R"({"patient_id": "00000000-0000-0000-0000-000000000000"})", "{", "",
        R"({"custom_fields": {"patient_id": "01890a5d-ac96-774b-bcce-b302099a8057"}})"}) {
    CAPTURE(row);
    event.after_json = row;
    CHECK(PersonOf(kTenant, event) == kTenant);
  }
  auto nameless = testing::Write();
  nameless.resource_ids = {core::Ulid()};
  CHECK(PersonOf(kTenant, nameless) == kTenant);
}

TEST_CASE("the record of an erasure is the tenant's, not that of whom it names") {
  auto event = testing::Write();
  event.resource_type = "AuditPersonKey";
  event.resource_ids = {kPerson};
  event.before_json.clear();
  event.after_json = R"({"reason": "asked for by the person"})";
  CHECK(PersonOf(kTenant, event) == kTenant);
}

}  // namespace
}  // namespace enlace::audit

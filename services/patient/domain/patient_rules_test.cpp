#include "services/patient/domain/patient_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "libs/catalog/testing/sample_catalogs.h"

namespace enlace::patient {
namespace {

using nlohmann::json;

const catalog::Codes& Today() {
  static const auto& codes =
      *new catalog::Codes(catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21)));
  return codes;
}

// What the last use of it was warned of.
std::vector<core::Violation> warned;

PatientInput Maria() {
  return {.first_name = "María",
          .second_name = "José",
          .last_name = "Rodríguez",
          .second_last_name = "Pérez",
          .birth_date = "1990-04-12",
          .gender_id = "F",
          .doc_type_id = "CC",
          .doc_number = "1032456789",
          .phones = {{"+573001234567"}},
          .email = "maria@example.com",
          .eps_id = "EPS005",
          .habeas_data = true,
          .custom_fields = json{{"preferredLanguage", "es"}, {"plan", "gold"}}};
}

// "field REASON" of each violation, in order.
std::vector<std::string> ViolationsOf(const absl::Status& status) {
  std::vector<std::string> found;
  for (const auto& violation : core::DetailsOf(status).violations) {
    found.push_back(violation.field + " " + violation.reason);
  }
  return found;
}

Patient Made(const PatientInput& input) {
  const auto patient = ApplyInput({}, input, Today(), warned);
  REQUIRE(patient.ok());
  return *patient;
}

TEST_CASE("the bot's payload becomes a patient in canonical form") {
  auto input = Maria();
  input.first_name = " María ";
  input.gender_id = "02";
  input.doc_type_id = "cc";
  input.phones = {{"300 123 4567", "+573001234567", "+57 601 555 1234"}};
  input.eps_id = "eps005";
  const auto patient = Made(input);
  CHECK(patient.first_name == "María");
  CHECK(patient.gender_id == "F");
  CHECK(patient.document == clinical::IdentityDocument{"CC", "1032456789"});
  CHECK(patient.phones == std::vector<std::string>{"+573001234567", "+576015551234"});
  CHECK(patient.eps_id == "EPS005");
  CHECK(patient.birth_date == absl::CivilDay(1990, 4, 12));
  CHECK(patient.habeas_data);
  CHECK(patient.custom_fields["plan"] == "gold");
}

TEST_CASE("each rule of a field refuses what breaks it and names the field") {
  using Spoil = std::function<void(PatientInput&)>;
  const struct {
    Spoil spoil;
    std::string expected;
  } cases[] = {
      {[](auto& in) { in.first_name.reset(); }, "firstName REQUIRED"},
      {[](auto& in) { in.last_name.reset(); }, "lastName REQUIRED"},
      {[](auto& in) { in.first_name = ""; }, "firstName EMPTY"},
      {[](auto& in) { in.second_name = std::string(101, 'a'); }, "secondName TEXT_LENGTH"},
      {[](auto& in) { in.last_name = std::string("a\0b", 3); }, "lastName TEXT_CONTROL"},
      {[](auto& in) { in.second_last_name = "\xff"; }, "secondLastName TEXT_ENCODING"},
      {[](auto& in) { in.birth_date = "12/04/1990"; }, "birthDate DATE_FORMAT"},
      {[](auto& in) { in.birth_date = "2026-11-22"; }, "birthDate DATE_RANGE"},
      {[](auto& in) { in.gender_id = "X"; }, "genderId GENDER"},
      {[](auto& in) { in.gender_id = "04"; }, "genderId GENDER"},
      {[](auto& in) { in.gender_identity_id = "06"; }, "genderIdentityId GENDER_IDENTITY"},
      {[](auto& in) { in.doc_type_id = "ZZ"; }, "docTypeId DOCUMENT_TYPE"},
      {[](auto& in) { in.doc_number = "10A"; }, "docNumber DOCUMENT_FORMAT"},
      {[](auto& in) { in.doc_number.reset(); }, "docNumber REQUIRED"},
      {[](auto& in) { in.doc_type_id.reset(); }, "docTypeId REQUIRED"},
      {[](auto& in) { in.mrn = std::string(51, '1'); }, "mrn TEXT_LENGTH"},
      {[](auto& in) { in.phones->push_back("12"); }, "phones[1] PHONE_FORMAT"},
      {[](auto& in) { in.phones->assign(11, "+573001234567"); }, "phones LIST_LENGTH"},
      {[](auto& in) { in.email = "maria"; }, "email EMAIL_FORMAT"},
      {[](auto& in) { in.eps_id = "5"; }, "epsId EPS_FORMAT"},
      {[](auto& in) { in.eps_id = "EPS-005"; }, "epsId EPS_FORMAT"},
      {[](auto& in) { in.custom_fields = json::array(); }, "customFields CUSTOM_FIELDS"},
      {[](auto& in) { in.workflow = "prior auth"; }, "workflow WORKFLOW_FORMAT"},
      {[](auto& in) { in.clear_fields = {"ownerId"}; }, "clearFields CLEAR_FIELD"},
      {[](auto& in) { in.clear_fields = {"email"}; }, "email CLEAR_FIELD"},
      {[](auto& in) {
         in.unreadable = {{"customFields.a", "DEPTH", "x"}};
       },
       "customFields.a DEPTH"},
  };
  for (const auto& item : cases) {
    INFO(item.expected);
    auto input = Maria();
    item.spoil(input);
    const auto patient = ApplyInput({}, input, Today(), warned);
    CHECK(patient.status().code() == absl::StatusCode::kInvalidArgument);
    CHECK(ViolationsOf(patient.status()) == std::vector{item.expected});
  }
}

TEST_CASE("all violations are named at once, and no value is repeated") {
  const PatientInput input{.first_name = "SECRET\x01",
                           .birth_date = "SECRET",
                           .doc_type_id = "SECRET",
                           .doc_number = "SECRET!",
                           .phones = {{"SECRET"}},
                           .email = "SECRET"};
  const auto status =
      ApplyInput({}, input, Today(), warned, {{"eventType", "EVENT_TYPE", "must be PATIENT"}})
          .status();
  CHECK(ViolationsOf(status) ==
        std::vector<std::string>{"eventType EVENT_TYPE", "firstName TEXT_CONTROL",
                                 "birthDate DATE_FORMAT", "docTypeId DOCUMENT_TYPE",
                                 "phones[0] PHONE_FORMAT", "email EMAIL_FORMAT",
                                 "lastName REQUIRED"});
  CHECK(status.message().find("SECRET") == absl::string_view::npos);
  CHECK(status.message().find("birthDate: must be") != absl::string_view::npos);
}

TEST_CASE("a patient of a workflow may lack names and document") {
  const auto patient = Made({.phones = {{"+573001234567"}}, .workflow = "prior_auth"});
  CHECK(!patient.document);
  CHECK(patient.workflow == "prior_auth");
  const auto leaves = ApplyInput(patient, {.clear_fields = {"workflow"}}, Today(), warned);
  CHECK(ViolationsOf(leaves.status()) ==
        std::vector<std::string>{"firstName REQUIRED", "lastName REQUIRED", "docTypeId REQUIRED",
                                 "docNumber REQUIRED"});
}

TEST_CASE("an update changes the sent fields alone") {
  const auto before = Made(Maria());
  const auto after = ApplyInput(before, {.email = "new@example.com"}, Today(), warned);
  REQUIRE(after.ok());
  auto expected = before;
  expected.email = "new@example.com";
  CHECK(*after == expected);
  CHECK(*ApplyInput(before, {}, Today(), warned) == before);
  CHECK(*ApplyInput(before, Maria(), Today(), warned) == before);
}

TEST_CASE("null clears what may be absent") {
  const auto before = Made(Maria());
  const auto after = ApplyInput(before,
                                {.clear_fields = {"secondName", "birthDate", "genderId", "phones",
                                                  "email", "epsId", "habeasData", "customFields"}},
                                Today(), warned);
  REQUIRE(after.ok());
  CHECK(!after->second_name);
  CHECK(!after->birth_date);
  CHECK(!after->gender_id);
  CHECK(after->phones.empty());
  CHECK(!after->email);
  CHECK(!after->eps_id);
  CHECK(!after->habeas_data);
  CHECK(after->custom_fields == json::object());

  CHECK(
      ViolationsOf(ApplyInput(before, {.clear_fields = {"firstName"}}, Today(), warned).status()) ==
      std::vector<std::string>{"firstName REQUIRED"});
  CHECK(
      ViolationsOf(ApplyInput(before, {.clear_fields = {"docNumber"}}, Today(), warned).status()) ==
      std::vector<std::string>{"docNumber CLEAR_FIELD"});
  CHECK(ViolationsOf(
            ApplyInput(before, {.clear_fields = {"docNumber", "docTypeId"}}, Today(), warned)
                .status()) == std::vector<std::string>{"docTypeId REQUIRED", "docNumber REQUIRED"});
}

TEST_CASE("one part of a document is judged beside the part that stays") {
  const auto before = Made(Maria());
  CHECK(ApplyInput(before, {.doc_number = "79555111"}, Today(), warned)->document ==
        clinical::IdentityDocument{"CC", "79555111"});
  CHECK(ViolationsOf(ApplyInput(before, {.doc_number = "AB123"}, Today(), warned).status()) ==
        std::vector<std::string>{"docNumber DOCUMENT_FORMAT"});
  CHECK(ApplyInput(before, {.doc_type_id = "PA"}, Today(), warned)->document ==
        clinical::IdentityDocument{"PA", "1032456789"});
}

TEST_CASE("custom fields merge by key and null removes one") {
  const auto before = Made(Maria());
  const auto after = ApplyInput(
      before, {.custom_fields = json{{"plan", nullptr}, {"visits", 3}, {"tags", {"a", "b"}}}},
      Today(), warned);
  REQUIRE(after.ok());
  CHECK(after->custom_fields ==
        json{{"preferredLanguage", "es"}, {"visits", 3}, {"tags", {"a", "b"}}});

  json many = json::object();
  for (int i = 0; i < 999; ++i) many["k" + std::to_string(i)] = i;
  CHECK(ViolationsOf(ApplyInput(before, {.custom_fields = many}, Today(), warned).status()) ==
        std::vector<std::string>{"customFields CUSTOM_FIELDS_COUNT"});
}

TEST_CASE("the envelope must announce the creation of a patient") {
  const struct {
    Envelope envelope;
    std::vector<std::string> expected;
  } cases[] = {
      {{"PATIENT", "CREATE"}, {}},
      {{"APPOINTMENT", "CREATE"}, {"EVENT_TYPE"}},
      {{"PATIENT", "UPDATE"}, {"ACTION_TYPE"}},
      {{"patient", "create"}, {"EVENT_TYPE", "ACTION_TYPE"}},
      {{"", ""}, {"EVENT_TYPE", "ACTION_TYPE"}},
  };
  for (const auto& item : cases) {
    INFO(item.envelope.event_type << "/" << item.envelope.action_type);
    std::vector<core::Violation> violations;
    CheckEnvelope(item.envelope, {"CREATE"}, violations);
    std::vector<std::string> reasons;
    reasons.reserve(violations.size());
    for (const auto& violation : violations) reasons.push_back(violation.reason);
    CHECK(reasons == item.expected);
  }
}

// "field REASON" of each warning of the last use, in order.
std::vector<std::string> WarningsOf() {
  std::vector<std::string> found;
  for (const auto& warning : warned) found.push_back(warning.field + " " + warning.reason);
  return found;
}

TEST_CASE("what is unusual is accepted with warnings") {
  auto input = Maria();
  Made(input);
  CHECK(warned.empty());
  input.birth_date = "2020-01-01";
  input.doc_number = "123";
  input.eps_id = "EPS777";
  Made(input);
  CHECK(WarningsOf() == std::vector<std::string>{"docNumber DOCUMENT_LENGTH", "epsId EPS_UNKNOWN",
                                                 "docTypeId DOCUMENT_AGE"});
}

TEST_CASE("a change is warned of what it changes") {
  auto input = Maria();
  input.birth_date = "2020-01-01";
  const auto before = Made(input);
  CHECK(ApplyInput(before, {.email = "new@example.com"}, Today(), warned).ok());
  CHECK(warned.empty());
  CHECK(ApplyInput(before, {.birth_date = "2019-01-01"}, Today(), warned).ok());
  CHECK(WarningsOf() == std::vector<std::string>{"docTypeId DOCUMENT_AGE"});
  CHECK(ApplyInput(before, {.birth_date = "2000-01-01"}, Today(), warned).ok());
  CHECK(warned.empty());
}

TEST_CASE("a document type that has ended is refused, but for who has it already") {
  auto input = Maria();
  input.doc_type_id = "OLD";
  CHECK(ViolationsOf(ApplyInput({}, input, Today(), warned).status()) ==
        std::vector<std::string>{"docTypeId DOCUMENT_TYPE_ENDED"});
  auto before = Made(Maria());
  before.document = clinical::IdentityDocument{"OLD", "1032456789"};
  CHECK(ApplyInput(before, input, Today(), warned).ok());
  CHECK(ApplyInput(before, {.email = "new@example.com"}, Today(), warned).ok());
}

TEST_CASE("national phone numbers are those of the tenant's country") {
  const auto peru = std::make_shared<catalog::TenantRules>();
  peru->country = "PE";
  const auto codes = catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21), peru);
  auto input = Maria();
  input.phones = {{"912345678"}};
  const auto patient = ApplyInput({}, input, codes, warned);
  REQUIRE(patient.ok());
  CHECK(patient->phones == std::vector<std::string>{"+51912345678"});
}

}  // namespace
}  // namespace enlace::patient

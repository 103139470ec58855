#include "services/patient/domain/patient_filter.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/catalog/testing/sample_catalogs.h"

namespace enlace::patient {
namespace {

catalog::Codes Today() { return catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21)); }

TEST_CASE("filters are put into the form in which rows are kept") {
  std::vector<core::Violation> violations;
  const auto filter = ReadFilter({.doc_type_id = " cc ",
                                  .doc_number = "1032456789",
                                  .email = " Maria@Example.COM",
                                  // A "+" in a URL that was not escaped arrives as a space.
                                  .phone = " 573001234567",
                                  .name = " Rodríguez ",
                                  .workflow = "prior_auth",
                                  .owner_id = "owner@example.com",
                                  .custom_fields = {{"plan", "gold"}, {"note", ""}}},
                                 Today(), violations);
  CHECK(violations.empty());
  CHECK(filter.document == clinical::IdentityDocument{"CC", "1032456789"});
  CHECK(filter.email == "maria@example.com");
  CHECK(filter.phone == "+573001234567");
  CHECK(filter.name == "Rodríguez");
  CHECK(filter.custom_fields.size() == 2);
  CHECK(filter.IdentifiesPerson());
}

TEST_CASE("only a document, an e-mail or a phone identifies a person") {
  const struct {
    PatientQuery query;
    bool identifies;
  } cases[] = {
      {{}, false},
      {{.doc_type_id = "CC"}, false},
      {{.name = "Rodríguez"}, false},
      {{.workflow = "prior_auth", .owner_id = "o", .custom_fields = {{"plan", "gold"}}}, false},
      {{.doc_type_id = "CC", .doc_number = "1032456789"}, true},
      {{.email = "maria@example.com"}, true},
      {{.phone = "+573001234567"}, true},
  };
  for (const auto& item : cases) {
    std::vector<core::Violation> violations;
    CHECK(ReadFilter(item.query, Today(), violations).IdentifiesPerson() == item.identifies);
    CHECK(violations.empty());
  }
}

TEST_CASE("filters that can't match are refused with the field's name") {
  const struct {
    PatientQuery query;
    const char* field;
    const char* reason;
  } cases[] = {
      {{.doc_number = "1032456789"}, "docTypeId", "REQUIRED"},
      {{.doc_type_id = "ZZ"}, "docTypeId", "DOCUMENT_TYPE"},
      {{.doc_type_id = "CC", .doc_number = "A1"}, "docNumber", "DOCUMENT_FORMAT"},
      {{.email = "maria"}, "email", "EMAIL_FORMAT"},
      {{.phone = "12"}, "phone", "PHONE_FORMAT"},
      {{.name = "a\x01"}, "name", "TEXT_CONTROL"},
      {{.workflow = std::string(201, 'w')}, "workflow", "TEXT_LENGTH"},
      {{.owner_id = "\xff"}, "ownerId", "TEXT_ENCODING"},
      {{.custom_fields = {{"plan", std::string("a\0", 2)}}}, "customFields.plan", "TEXT_CONTROL"},
      {{.custom_fields = {{"", "gold"}}}, "customFields", "REQUIRED"},
      {{.custom_fields = {21, {"plan", "gold"}}}, "customFields", "CUSTOM_FIELDS_COUNT"},
  };
  for (const auto& item : cases) {
    INFO(item.field << " " << item.reason);
    std::vector<core::Violation> violations;
    ReadFilter(item.query, Today(), violations);
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == item.field);
    CHECK(violations[0].reason == item.reason);
  }
}

}  // namespace
}  // namespace enlace::patient

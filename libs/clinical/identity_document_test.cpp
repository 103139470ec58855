#include "libs/clinical/identity_document.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

struct Outcome {
  std::optional<IdentityDocument> document;
  std::vector<core::Violation> violations;
};

Outcome Read(std::string_view type, std::string_view number) {
  Outcome outcome;
  outcome.document =
      ReadIdentityDocument(type, number, "docTypeId", "docNumber", outcome.violations);
  return outcome;
}

TEST_CASE("a document is trimmed and upper-cased") {
  CHECK(Read(" cc ", " 1032456789 ").document == IdentityDocument{"CC", "1032456789"});
  CHECK(Read("pa", "ab12345").document == IdentityDocument{"PA", "AB12345"});
}

TEST_CASE("eighteen types are known") {
  CHECK(DocumentTypes().size() == 18);
  for (const auto type : DocumentTypes()) {
    INFO(type);
    CHECK(Read(type, "12345678").document);
  }
}

TEST_CASE("every violation of a document names its field") {
  const struct {
    const char* type;
    const char* number;
    const char* field;
    const char* reason;
  } cases[] = {
      {"XX", "12345", "docTypeId", "DOCUMENT_TYPE"},
      {"", "12345", "docTypeId", "REQUIRED"},
      {"CC", " ", "docNumber", "REQUIRED"},
      {"CC", "10A2456", "docNumber", "DOCUMENT_FORMAT"},
      {"TI", "1.032.456", "docNumber", "DOCUMENT_FORMAT"},
      {"CC", "123", "docNumber", "DOCUMENT_FORMAT"},
      {"CC", "123456789012345678901", "docNumber", "DOCUMENT_FORMAT"},
      {"DNI", "1234567", "docNumber", "DOCUMENT_FORMAT"},
      {"DNI", "1234567A", "docNumber", "DOCUMENT_FORMAT"},
      {"PA", "AB-1234", "docNumber", "DOCUMENT_FORMAT"},
      {"PA", "ÁB1234", "docNumber", "DOCUMENT_FORMAT"},
  };
  for (const auto& item : cases) {
    INFO(item.type << " " << item.number);
    const Outcome outcome = Read(item.type, item.number);
    CHECK(!outcome.document);
    REQUIRE(outcome.violations.size() == 1);
    CHECK(outcome.violations[0].field == item.field);
    CHECK(outcome.violations[0].reason == item.reason);
  }
  CHECK(Read("", "").violations.size() == 2);
  CHECK(Read("XX", "").violations.size() == 2);
}

TEST_CASE("the message mends the call without repeating the number") {
  CHECK(Read("CC", "SECRET12").violations[0].message == "must be digits only for docTypeId CC");
  CHECK(Read("XX", "1234").violations[0].message.find("CC, PA") != std::string::npos);
}

}  // namespace
}  // namespace enlace::clinical

#include "libs/catalog/identity_document.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/catalog/testing/sample_catalogs.h"

namespace enlace::catalog {
namespace {

using clinical::IdentityDocument;
using testing::SampleCodes;

constexpr absl::CivilDay kToday(2026, 11, 21);

struct Outcome {
  std::optional<IdentityDocument> document;
  std::vector<core::Violation> violations;
};

Outcome Read(std::string_view type, std::string_view number) {
  Outcome outcome;
  outcome.document = ReadIdentityDocument(SampleCodes(kToday), type, number, "docTypeId",
                                          "docNumber", outcome.violations);
  return outcome;
}

TEST_CASE("a document is trimmed and upper-cased") {
  CHECK(Read(" cc ", " 1032456789 ").document == IdentityDocument{"CC", "1032456789"});
  CHECK(Read("pa", "ab12345").document == IdentityDocument{"PA", "AB12345"});
}

TEST_CASE("every violation of a document names its field") {
  const std::string too_long(51, '1');
  const struct {
    const char* type;
    const char* number;
    const char* field;
    const char* reason;
  } cases[] = {
      {"YY", "12345", "docTypeId", "DOCUMENT_TYPE"},
      {"", "12345", "docTypeId", "REQUIRED"},
      {"CC", " ", "docNumber", "REQUIRED"},
      {"CC", "10A2456", "docNumber", "DOCUMENT_FORMAT"},
      {"TI", "1.032.456", "docNumber", "DOCUMENT_FORMAT"},
      {"CC", too_long.c_str(), "docNumber", "DOCUMENT_FORMAT"},
      {"DNI", "1234567A", "docNumber", "DOCUMENT_FORMAT"},
      {"DNI", "1234567", "docNumber", "DOCUMENT_FORMAT"},
      {"DNI", "123456789", "docNumber", "DOCUMENT_FORMAT"},
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
  CHECK(Read("YY", "").violations.size() == 2);
}

TEST_CASE("the message mends the call without repeating the number") {
  CHECK(Read("CC", "SECRET12").violations[0].message == "must be digits only for docTypeId CC");
  CHECK(Read("DNI", "1234567").violations[0].message == "must be 8 digits for docTypeId DNI");
  CHECK(Read("YY", "1234").violations[0].message.find("CC, DNI, PA") != std::string::npos);
}

TEST_CASE("an unusual length is a warning") {
  const struct {
    const char* type;
    const char* number;
    bool usual;
  } cases[] = {
      {"CC", "1032456789", true}, {"CC", "123", false}, {"CC", "12345678901", false},
      {"PA", "AB12", true},       {"PA", "A12", false}, {"PA", "123456789012345678901", false},
      {"DNI", "12345678", true},
  };
  for (const auto& item : cases) {
    INFO(item.type << " " << item.number);
    const auto document = Read(item.type, item.number).document;
    REQUIRE(document);
    std::vector<core::Violation> violations;
    std::vector<core::Violation> warnings;
    CheckNewDocument(SampleCodes(kToday), *document, "docTypeId", "docNumber", violations,
                     warnings);
    CHECK(violations.empty());
    REQUIRE(warnings.size() == (item.usual ? 0U : 1U));
    if (!item.usual) CHECK(warnings[0].reason == "DOCUMENT_LENGTH");
  }
}

TEST_CASE("a type that is not valid any more is found, but not written") {
  const auto old = Read("OLD", "12345");
  REQUIRE(old.document);
  std::vector<core::Violation> violations;
  std::vector<core::Violation> warnings;
  CheckNewDocument(SampleCodes(kToday), *old.document, "docTypeId", "docNumber", violations,
                   warnings);
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].reason == "DOCUMENT_TYPE_ENDED");
}

TEST_CASE("the bearer's age is judged on the day, birthdays included") {
  const struct {
    const char* type;
    absl::CivilDay birth_date;
    bool usual;
  } cases[] = {
      {"RC", absl::CivilDay(2019, 11, 22), true}, {"RC", absl::CivilDay(2019, 11, 21), false},
      {"TI", absl::CivilDay(2019, 11, 21), true}, {"TI", absl::CivilDay(2019, 11, 22), false},
      {"TI", absl::CivilDay(2008, 11, 22), true}, {"TI", absl::CivilDay(2008, 11, 21), false},
      {"CC", absl::CivilDay(2008, 11, 21), true}, {"CC", absl::CivilDay(2008, 11, 22), false},
      {"PA", absl::CivilDay(2026, 11, 21), true},
  };
  for (const auto& item : cases) {
    INFO(item.type << " " << item.birth_date);
    std::vector<core::Violation> warnings;
    CheckBearersAge(SampleCodes(kToday), {item.type, "12345"}, item.birth_date, "docTypeId",
                    warnings);
    CHECK(warnings.empty() == item.usual);
  }
  CHECK(AgeOn(absl::CivilDay(2025, 2, 28), absl::CivilDay(2024, 2, 29)) == 0);
  CHECK(AgeOn(absl::CivilDay(2025, 3, 1), absl::CivilDay(2024, 2, 29)) == 1);
}

}  // namespace
}  // namespace enlace::catalog

#include "libs/rpc/purpose.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

namespace enlace::rpc {
namespace {

TEST_CASE("who says nothing has no purpose") {
  std::vector<core::Violation> violations;
  const auto purpose = ReadPurpose("", "", violations);
  CHECK(violations.empty());
  CHECK(purpose.of_use.empty());
  CHECK_FALSE(purpose.breaks_glass());
}

TEST_CASE("every purpose of the list is taken, and only an emergency breaks the glass") {
  for (const std::string_view word : kPurposes) {
    CAPTURE(word);
    std::vector<core::Violation> violations;
    const auto purpose = ReadPurpose(word, "Control", violations);
    CHECK(violations.empty());
    CHECK(purpose.of_use == word);
    CHECK(purpose.breaks_glass() == (word == "ETREAT"));
  }
}

TEST_CASE("a reason is read as it was meant") {
  struct Reason {
    std::string sent, read;
  };
  const auto reason = GENERATE(
      Reason{"plain words", "plain words"}, Reason{"Sin%20acompa%c3%B1ante", "Sin acompañante"},
      Reason{"  trimmed%20", "trimmed"}, Reason{"100 % sure", "100 % sure"},
      Reason{"ends in %", "ends in %"}, Reason{"ends in %4", "ends in %4"}, Reason{"%zz", "%zz"},
      Reason{"%25", "%"}, Reason{"%41", "A"});
  CAPTURE(reason.sent);
  std::vector<core::Violation> violations;
  CHECK(ReadPurpose("TREAT", reason.sent, violations).reason == reason.read);
  CHECK(violations.empty());
}

TEST_CASE("a reason that is passed on arrives as it was") {
  std::vector<core::Violation> violations;
  const std::string text = "Ñandú: 100%25 «sí» 50 %";
  const Purpose purpose = {.of_use = "ETREAT", .reason = text};
  CHECK(ReadPurpose("ETREAT", purpose.EncodedReason(), violations).reason == text);
  CHECK(violations.empty());
}

TEST_CASE("500 characters are a reason, however many bytes they have") {
  std::string encoded;
  for (std::size_t i = 0; i < kLongestPurposeReason; ++i) encoded += "%C3%B1";
  std::vector<core::Violation> violations;
  CHECK(ReadPurpose("ETREAT", encoded, violations).reason.size() == 2 * kLongestPurposeReason);
  CHECK(violations.empty());
}

TEST_CASE("what is no purpose is named") {
  struct Fault {
    std::string of_use, reason, field, why;
  };
  const auto fault =
      GENERATE(Fault{"treat", "", "X-Purpose-Of-Use", "ENUM_VALUE"},
               Fault{"BTG", "", "X-Purpose-Of-Use", "ENUM_VALUE"},
               Fault{"", "because", "X-Purpose-Of-Use", "REQUIRED"},
               Fault{"ETREAT", "", "X-Purpose-Reason", "REQUIRED"},
               Fault{"ETREAT", "%20", "X-Purpose-Reason", "REQUIRED"},
               Fault{"TREAT", std::string(501, 'a'), "X-Purpose-Reason", "TEXT_LENGTH"},
               Fault{"TREAT", "a%00b", "X-Purpose-Reason", "TEXT_CONTROL"},
               Fault{"TREAT", "a%0Ab", "X-Purpose-Reason", "TEXT_CONTROL"},
               Fault{"TREAT", "a%FFb", "X-Purpose-Reason", "TEXT_ENCODING"});
  CAPTURE(fault.of_use, fault.reason);
  std::vector<core::Violation> violations;
  ReadPurpose(fault.of_use, fault.reason, violations);
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == fault.field);
  CHECK(violations[0].reason == fault.why);
}

}  // namespace
}  // namespace enlace::rpc

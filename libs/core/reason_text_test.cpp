#include "libs/core/reason_text.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

TEST_CASE("a refusal brings its code, reason, text and how long to wait") {
  const auto taken = refusal::SlotTaken();
  CHECK(absl::IsAlreadyExists(taken));
  CHECK(DetailsOf(taken).reason == "SLOT_TAKEN");
  CHECK_FALSE(DetailsOf(taken).retry_after);
  CHECK(TextOf(taken, Language::kSpanish).find("El médico ya tiene una cita") == 0);
  CHECK(TextOf(taken, Language::kEnglish) == taken.message());
  CHECK(DetailsOf(refusal::Busy()).retry_after == absl::Seconds(1));
}

TEST_CASE("a text is filled in both languages") {
  const auto length = violation::TextLength("firstName", 100);
  CHECK(length.message == "must have at most 100 characters");
  CHECK(TextOf(length, Language::kSpanish) == "debe tener como máximo 100 caracteres");
  const auto refused = refusal::ScopeMissing("patients:read");
  CHECK(refused.message() == "The API key needs the scope patients:read.");
  CHECK(TextOf(refused, Language::kSpanish) ==
        "La clave de API necesita el permiso patients:read.");
}

TEST_CASE("one reason has several wordings") {
  const auto beside = violation::RequiredBeside("docTypeId", "docNumber");
  CHECK(beside.reason == reason::kRequired);
  CHECK(beside.message == "is required beside docNumber: a number alone names nobody");
  CHECK(TextOf(beside, Language::kSpanish).find("junto con docNumber") != std::string::npos);
}

TEST_CASE("violations together say each field, in the caller's language") {
  const auto refused =
      InvalidFields({violation::Required("firstName"), violation::TextLengthShort("lastName", 2)});
  CHECK(refused.message() == "firstName: is required; lastName: must have at least 2 characters");
  CHECK(TextOf(refused, Language::kSpanish) ==
        "firstName: es obligatorio; lastName: debe tener al menos 2 caracteres");
}

TEST_CASE("an error of somebody else keeps its text") {
  const auto foreign = MakeError(absl::StatusCode::kNotFound, "hecho", {.reason = "NOT_FOUND"});
  CHECK(TextOf(foreign, Language::kSpanish) == "hecho");
}

}  // namespace
}  // namespace enlace::core

#include "libs/core/redact.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

TEST_CASE("personal data and secrets are masked in free text") {
  const struct {
    const char* text;
    const char* masked;
  } cases[] = {
      {"mail maria@example.com failed", "mail *** failed"},
      {"mail ana.maria+x@mail.example.com.", "mail ***"},
      {"CC 1032456789 unknown", "CC *** unknown"},
      {"call +57 300 123 4567 now", "call +*** now"},
      {"born 1990-04-12", "born ***"},
      {"1.032.456.789", "***"},
      {"key enl_dev_01J0_ABC_12345678 refused", "key *** refused"},
      {"token enr_01K9ZC4Q_qL0c-3vWn refused", "token *** refused"},
      {"Bearer eyJhbGciOi.eyJzdWIi.c2ln", "Bearer ***"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(Redact(c.text) == c.masked);
  }
}

TEST_CASE("ids, short numbers and plain words stay") {
  for (const char* text :
       {"request 01JD9Z6Q4T8X2M3N5P7R9S0V1W done", "status 409 after 12 ms", "doctor is inactive",
        "líneas con eñe", "SQLSTATE 23505 patients_document_unique", ""}) {
    CAPTURE(text);
    CHECK(Redact(text) == text);
  }
}

}  // namespace
}  // namespace enlace::core

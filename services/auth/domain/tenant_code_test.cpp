#include "services/auth/domain/tenant_code.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <vector>

namespace enlace::auth {
namespace {

struct Case {
  const char* name;
  const char* prefix;
};

TEST_CASE("a clinic's name becomes the beginning of its code") {
  const auto c = GENERATE(from_range(std::vector<Case>{
      {"Dr. Smith Dental Clinic", "DR_SMITH_DENTAL_CLINIC"},
      {"dr smith", "DR_SMITH"},
      {"Clínica Ñuñoa & Cía.", "CLINICA_NUNOA_CIA"},
      {"Über Østergård Čapek Łódź", "UBER_OSTERGARD_CAPEK_LODZ"},
      // The same letters, decomposed: n and a combining tilde.
      {"Nin\u0303o Pe\u0301rez", "NINO_PEREZ"},
      {"  --Alpha--  ", "ALPHA"},
      {"Consultorio 24/7", "CONSULTORIO_24_7"},
      {"a × b ÷ c", "A_B_C"},
      {"Āā Ĳ ŉ ſ", "AA_I_N_S"},
      {"诊所 Centro", "CENTRO"},
      {"诊所", "TENANT"},
      {"😀", "TENANT"},
      {"", "TENANT"},
      {"123456789 123456789 123456789 123456789 123456789 1",
       "123456789_123456789_123456789_123456789_12345678"},
      // The cut falls on an underscore, which goes too.
      {"12345678901234567890123456789012345678901234567 AB",
       "12345678901234567890123456789012345678901234567"},
  }));
  CHECK(TenantCodePrefix(c.name) == c.prefix);
}

TEST_CASE("the number has three digits and grows beyond them") {
  CHECK(MakeTenantCode("DR_SMITH_DENTAL_CLINIC", 1) == "DR_SMITH_DENTAL_CLINIC_001");
  CHECK(MakeTenantCode("A", 999) == "A_999");
  CHECK(MakeTenantCode("A", 1000) == "A_1000");
}

TEST_CASE("a slug is the code in lower case") {
  CHECK(SlugOfTenantCode("DR_SMITH_001") == "dr-smith-001");
}

}  // namespace
}  // namespace enlace::auth

#include "libs/clinical/date.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  if (const auto day = clinical::ParseDate(input.rest())) {
    Holds(clinical::FormatDate(*day) == input.rest(), "a day has one spelling");
  }
  const absl::CivilDay latest(2026, 11, 21);
  std::vector<core::Violation> violations;
  const auto day = clinical::ReadDate(input.rest(), "birthDate", latest, violations);
  Holds(day.has_value() == violations.empty(), "a day is read or refused");
  if (day) Holds(*day >= absl::CivilDay(1900, 1, 1) && *day <= latest, "a day is in its range");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

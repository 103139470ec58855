#include "libs/clinical/rfc3339.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  std::vector<core::Violation> violations;
  const auto time = clinical::ReadTime(input.rest(), "start", violations);
  Holds(time.has_value() == violations.empty(), "a time is read or refused");
  if (!time) return;
  const auto year = absl::ToCivilYear(*time, absl::UTCTimeZone()).year();
  Holds(year >= 1900 && year <= 2200, "a time is within its range");
  const auto text = absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone());
  Holds(clinical::ReadTime(text, "start", violations) == time, "a time is read again");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

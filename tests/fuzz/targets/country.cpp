#include "libs/clinical/country.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  std::vector<core::Violation> violations;
  const auto country = clinical::ReadCountry(input.rest(), "country", violations);
  Holds(country.has_value() == violations.empty(), "a country is read or refused");
  if (country) Holds(country->size() == 2, "a country has two letters");
  if (country)
    Holds(clinical::ReadCountry(*country, "", violations) == country, "it is read again");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/clinical/dea.h"
#include "libs/clinical/npi.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  std::vector<core::Violation> violations;
  if (const auto npi = clinical::ReadNpi(input.rest(), "npi", violations)) {
    Holds(violations.empty() && clinical::IsNpi(*npi), "what is read as an NPI is one");
  }
  violations.clear();
  if (const auto dea = clinical::ReadDeaNumber(input.rest(), "deaNumber", violations)) {
    Holds(violations.empty() && clinical::IsDeaNumber(*dea), "what is read as a DEA number is one");
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/clinical/phone.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

// A line that is the region, and then the number.
void Try(Input input) {
  const auto region = input.Line();
  clinical::IsRegion(region);
  std::vector<core::Violation> violations;
  const auto phone = clinical::ReadPhone(input.rest(), "phones[0]", violations, region);
  Holds(phone.has_value() == violations.empty(), "a number is read or refused");
  if (!phone) return;
  Holds(phone->starts_with('+') && phone->find_first_not_of("0123456789", 1) == std::string::npos,
        "a number is in E.164");
  Holds(clinical::ReadPhone(*phone, "phones[0]", violations, "US") == phone,
        "a number in E.164 is the same in every region");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

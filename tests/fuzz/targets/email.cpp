#include "libs/clinical/email.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  std::vector<core::Violation> violations;
  const auto email = clinical::ReadEmail(input.rest(), "email", violations);
  Holds(email.has_value() == violations.empty(), "an address is read or refused");
  if (!email) return;
  Holds(email->size() <= 254, "an address has its limit");
  for (const char c : *email) Holds(c > ' ' && c <= '~', "an address is printable ASCII");
  Holds(clinical::ReadEmail(*email, "email", violations) == email, "an address is read again");
  const auto lower = clinical::LowerEmail(*email);
  Holds(clinical::ReadEmail(lower, "email", violations) == lower, "so is its lower case");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

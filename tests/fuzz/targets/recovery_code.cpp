#include "services/auth/domain/recovery_code.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto code = auth::ReadRecoveryCode(input.rest());
  if (!code) return;
  Holds(code->size() == 11 && (*code)[5] == '-', "a code has two groups of five");
  Holds(auth::ReadRecoveryCode(*code) == code, "the canonical form is read as it is");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

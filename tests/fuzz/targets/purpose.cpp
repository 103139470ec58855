#include "libs/rpc/purpose.h"
#include "libs/clinical/text.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

// A line that is the purpose, and then the reason.
void Try(Input input) {
  const auto of_use = input.Line();
  std::vector<core::Violation> violations;
  const auto purpose = rpc::ReadPurpose(of_use, input.rest(), violations);
  if (!violations.empty()) return;
  Holds(clinical::IsUtf8(purpose.reason), "a reason is text");
  const auto encoded = purpose.EncodedReason();
  for (const char c : encoded) Holds(c >= ' ' && c <= '~', "metadata is ASCII");
  const auto again = rpc::ReadPurpose(purpose.of_use, encoded, violations);
  Holds(violations.empty() && again.reason == purpose.reason, "a reason survives its way");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/authn/token_key.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto keys = authn::TokenKeySet::FromJwks(input.rest());
  if (!keys.ok()) return;
  const auto text = keys->ToJwks();
  const auto again = authn::TokenKeySet::FromJwks(text);
  Holds(again.ok() && again->ToJwks() == text, "a set is read again as it was written");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/authn/api_key.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto key = authn::ApiKey::Parse(input.rest());
  if (!key) return;
  Holds(key->Plaintext() == input.rest(), "a key has one spelling");
  Holds(key->Redacted().find(key->secret) == std::string::npos, "a redacted key lacks its secret");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

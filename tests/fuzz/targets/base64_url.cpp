#include "libs/authn/base64_url.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  if (const auto bytes = authn::FromBase64Url(input.rest())) {
    Holds(authn::ToBase64Url(*bytes) == input.rest(), "bytes have one spelling");
  }
  Holds(authn::FromBase64Url(authn::ToBase64Url(input.rest())) == input.rest(),
        "whatever is written is read");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

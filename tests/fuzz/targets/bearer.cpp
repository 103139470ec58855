#include <string_view>

#include "libs/authn/bearer.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto token = authn::BearerToken(input.rest());
  const std::string_view metadata = authn::MetadataOf(input.rest());
  Holds(metadata == (token ? "authorization" : "x-api-key"), "each kind has its metadata");
  if (token) Holds(input.rest().ends_with(*token), "a token is the end of its credential");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "services/auth/domain/refresh_token.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto token = auth::RefreshToken::Parse(input.rest());
  if (token) Holds(token->Text() == input.rest(), "a token has one spelling");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "absl/strings/str_cat.h"

#include "libs/authn/access_token.h"
#include "libs/authn/base64_url.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

constexpr std::int64_t kNow = 1'796'000'000;

const authn::TokenKey& Key() {
  static const authn::TokenKey kKey(authn::TokenKey::Seed{7});
  return kKey;
}

// The input is a whole token, and then the claims of one that is signed.
void Try(Input input) {
  static const authn::TokenKeySet kKeys({Key().public_key()});
  const auto now = absl::FromUnixSeconds(kNow);
  authn::Verify(input.rest(), kKeys, now);

  const auto header =
      absl::StrCat(R"({"alg":"EdDSA","kid":")", Key().public_key().kid(), R"(","typ":"at+jwt"})");
  const auto text = absl::StrCat(authn::ToBase64Url(header), ".", authn::ToBase64Url(input.rest()));
  const auto signature = authn::ToBase64Url(Key().Sign(text));
  const auto token = authn::Verify(absl::StrCat(text, ".", signature), kKeys, now);
  if (!token) return;
  Holds(token->expires_at > token->issued_at, "a token that is accepted ends after it began");
  Holds(authn::Verify(authn::Sign(*token, Key()), kKeys, now) == token,
        "what was read is read again once it is signed");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

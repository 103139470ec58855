#include "libs/core/sealer.h"
#include "libs/core/signer.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/keys.h"

namespace enlace::fuzz {
namespace {

// A line that is what the text is bound to, and then the text.
void Try(Input input) {
  static const core::Sealer kSealer(Keys(), core::KeyPurpose::kKeptAnswers);
  static const core::Signer kSigner(Keys(), core::KeyPurpose::kOffers);
  const std::string bound_to(input.Line());
  const auto text = input.rest();
  Holds(!kSealer.Open(text, bound_to), "nobody makes up what is sealed");
  Holds(!kSigner.Open(text, bound_to), "nobody makes up what is signed");
  const auto sealed = kSealer.Seal(text, bound_to);
  Holds(kSealer.Open(sealed, bound_to) == text, "what was sealed opens");
  Holds(!kSealer.Open(sealed, bound_to + "x"), "what was sealed opens where it belongs");
  // What is carried says something, and has its limit.
  if (text.empty() || text.size() > 256) return;
  const auto signed_text = kSigner.Sign(text, bound_to);
  Holds(kSigner.Open(signed_text, bound_to) == text, "what was signed is taken");
  Holds(!kSigner.Open(signed_text, bound_to + "x"), "what was signed is taken where it belongs");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/clinical/language_tag.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  std::vector<core::Violation> violations;
  const auto tag = clinical::ReadLanguageTag(input.rest(), "languages[0]", violations);
  Holds(tag.has_value() == violations.empty(), "a tag is read or refused");
  if (tag) Holds(tag->size() == 2 || tag->size() == 3, "a tag has two or three letters");
  if (tag) Holds(clinical::ReadLanguageTag(*tag, "", violations) == tag, "a tag is read again");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

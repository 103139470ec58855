#include "libs/core/language.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto language = core::ParseLanguage(input.rest());
  Holds(input.rest().size() <= 256 || language == core::Language::kEnglish,
        "a header that is too long is passed over");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

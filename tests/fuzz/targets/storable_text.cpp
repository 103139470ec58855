#include "libs/db/storable_text.h"
#include "libs/clinical/text.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const std::string text(input.rest());
  const auto storable = db::StorableText(text);
  Holds(clinical::IsUtf8(storable), "what is stored is UTF-8");
  Holds(storable.find('\0') == std::string::npos, "what is stored holds no NUL");
  Holds(db::StorableText(storable) == storable, "what can be stored is left alone");
  if (clinical::IsUtf8(text) && text.find('\0') == std::string::npos) {
    Holds(storable == text, "what could be stored was left alone");
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include <cctype>

#include "libs/core/redact.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto text = core::Redact(input.rest());
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool word = std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0;
    Holds(text[i] != '@' || !word, "no address is left");
  }
  // Each mask stands for one character at least.
  Holds(text.size() <= 3 * input.rest().size(), "a mask has its limit");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/clinical/text.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  for (const bool multiline : {false, true}) {
    const clinical::TextRule rule{.max_characters = 20, .required = true, .multiline = multiline};
    std::vector<core::Violation> violations;
    const auto text = clinical::CheckText(input.rest(), "comment", rule, violations);
    Holds(text.empty() == !violations.empty(), "a text is taken or refused");
    Holds(clinical::IsUtf8(text), "a text is UTF-8");
    Holds(text.size() <= 20 * 4, "a text has its limit");
    Holds(text.find('\0') == std::string::npos, "a text holds no NUL");
    Holds(multiline || text.find('\n') == std::string::npos, "a line is one line");
    Holds(clinical::Trim(text) == text, "a text has no white space at its ends");
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

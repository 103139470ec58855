#include "libs/db/array_text.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto values = db::ParseArray(input.rest());
  if (values) Holds(db::ParseArray(db::FormatArray(*values)) == values, "an array is read again");
  std::vector<std::string> lines;
  while (!input.empty()) lines.emplace_back(input.Line());
  Holds(db::ParseArray(db::FormatArray(lines)) == lines, "whatever is written is read");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

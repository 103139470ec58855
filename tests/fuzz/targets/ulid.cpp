#include "absl/strings/ascii.h"

#include "libs/core/ulid.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const std::string text(input.rest());
  if (const auto id = core::Ulid::Parse(text)) {
    Holds(id->ToString() == absl::AsciiStrToUpper(text), "an id has one spelling but for its case");
    Holds(core::Ulid::FromUuid(id->ToUuid()) == id, "an id is the same as uuid");
  }
  if (const auto id = core::Ulid::FromUuid(text)) {
    Holds(id->ToUuid() == absl::AsciiStrToLower(text), "a uuid has one spelling but for its case");
    Holds(core::Ulid::Parse(id->ToString()) == id, "a uuid is the same as an id");
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

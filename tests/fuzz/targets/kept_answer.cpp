#include "libs/rpc/kept_answer.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto answer = rpc::KeptAnswer::Decode(input.rest());
  if (!answer) return;
  const auto text = answer->Encode();
  const auto again = rpc::KeptAnswer::Decode(text);
  Holds(again && again->Encode() == text, "an answer is read again as it was written");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

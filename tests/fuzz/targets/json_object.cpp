#include "libs/authn/json_object.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto object = authn::ReadJsonObject(input.rest());
  if (!object) return;
  const auto again = authn::ReadJsonObject(object->dump());
  Holds(again && *again == *object, "an object is read again as it was written");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

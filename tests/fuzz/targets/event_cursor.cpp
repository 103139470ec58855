#include "services/audit/domain/event_cursor.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto cursor = audit::EventCursor::Parse(input.rest());
  if (cursor) Holds(cursor->ToText() == input.rest(), "a cursor has one spelling");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "libs/core/order.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const std::vector<std::string_view> fields = {"createdAt", "lastName"};
  std::vector<core::Violation> violations;
  const auto order = core::ReadOrder(input.rest(), fields, violations);
  if (!violations.empty()) return;
  Holds(order.field == fields[0] || order.field == fields[1], "an order is by one of the fields");
  const auto text = order.field + (order.descending ? " desc" : "");
  Holds(core::ReadOrder(text, fields, violations) == order, "an order is read again");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

#include "services/auth/domain/tenant_code.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto prefix = auth::TenantCodePrefix(input.rest());
  Holds(!prefix.empty() && prefix.size() <= 48, "a code has its limits");
  Holds(prefix.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos,
        "a code has letters, digits and underscores");
  Holds(prefix.front() != '_' && prefix.back() != '_', "no underscore is at its ends");
  Holds(auth::TenantCodePrefix(prefix) == prefix, "a code makes itself");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

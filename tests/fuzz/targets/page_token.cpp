#include "enlace/patient/v1/patient.pb.h"
#include "libs/rpc/page.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/keys.h"

namespace enlace::fuzz {
namespace {

// What follows the token's key; empty where the token is refused.
std::string After(const rpc::PageTokens& tokens, const core::Ulid& tenant,
                  patient::v1::ListPatientsRequest list, const std::string& token) {
  list.set_page_token(token);
  std::vector<core::Violation> violations;
  const auto page = tokens.Read(tenant, list, violations);
  Holds(violations.empty() || page.after.empty(), "a token that is refused leads nowhere");
  return page.after;
}

void Try(Input input) {
  static const rpc::PageTokens kTokens(Keys());
  const auto tenant = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  patient::v1::ListPatientsRequest list;
  const std::string text(input.rest());
  Holds(After(kTokens, tenant, list, text).empty(), "nobody makes up a token");
  if (text.empty() || text.size() > 256) return;
  const auto token = kTokens.Make(tenant, list, text);
  Holds(After(kTokens, tenant, list, token) == text, "a token leads back to its key");
  Holds(After(kTokens, core::Ulid(), list, token).empty(),
        "a token is of no use to another tenant");
  list.set_name("a");
  Holds(After(kTokens, tenant, list, token).empty(), "a token is good for one list");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}

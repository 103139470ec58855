#include "services/auth/rpc/id_page.h"

#include "libs/core/reasons.h"

namespace enlace::auth::rpc {

IdPage ReadIdPage(const enlace::rpc::PageTokens& page_tokens, const enlace::rpc::Call& call,
                  const google::protobuf::Message& request,
                  std::vector<core::Violation>& violations) {
  const auto page = page_tokens.Read(call.principal().tenant_id, request, violations);
  IdPage result{.size = page.size};
  if (page.after.empty()) return result;
  result.after = core::Ulid::Parse(page.after);
  if (!result.after) {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  return result;
}

}  // namespace enlace::auth::rpc

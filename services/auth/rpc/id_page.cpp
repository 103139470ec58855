#include "services/auth/rpc/id_page.h"

#include "libs/core/reasons.h"
#include "libs/rpc/page.h"

namespace enlace::auth::rpc {

IdPage ReadIdPage(std::optional<int> page_size, std::string_view page_token,
                  std::vector<core::Violation>& violations) {
  const auto page = enlace::rpc::ReadPage(page_size, page_token, violations);
  IdPage result{.size = page.size};
  if (page.after.empty()) return result;
  result.after = core::Ulid::Parse(page.after);
  if (!result.after) {
    violations.push_back(core::violation::PageToken("pageToken"));
  }
  return result;
}

}  // namespace enlace::auth::rpc

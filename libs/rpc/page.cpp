#include "libs/rpc/page.h"

#include "absl/strings/escaping.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

// Tells this form of token from later ones.
constexpr char kVersion = '1';

}  // namespace

Page ReadPage(std::optional<int> page_size, std::string_view page_token,
              std::vector<core::Violation>& violations) {
  Page page;
  if (page_size) {
    if (*page_size < 1 || *page_size > 200) {
      violations.push_back(core::violation::Range("pageSize", 1, 200));
    } else {
      page.size = *page_size;
    }
  }
  if (page_token.empty()) return page;
  std::string decoded;
  if (page_token.size() > 512 || !absl::WebSafeBase64Unescape(core::Absl(page_token), &decoded) ||
      decoded.size() < 2 || decoded[0] != kVersion) {
    violations.push_back(core::violation::PageToken("pageToken"));
    return page;
  }
  page.after = decoded.substr(1);
  return page;
}

std::string MakePageToken(std::string_view key) {
  std::string raw(1, kVersion);
  raw.append(key);
  return absl::WebSafeBase64Escape(raw);
}

}  // namespace enlace::rpc

#include "services/auth/domain/common_passwords.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "libs/core/absl_view.h"
#include "services/auth/domain/common_passwords_text.h"

namespace enlace::auth {
namespace {

// In the order of their bytes, as in the file.
std::vector<std::string_view> ReadList() {
  std::vector<std::string_view> list;
  std::string_view rest = kCommonPasswordsText;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.empty() && line[0] != '#') list.push_back(line);
  }
  return list;
}

}  // namespace

bool IsCommonPassword(std::string_view password) {
  static const std::vector<std::string_view> kList = ReadList();
  return std::binary_search(kList.begin(), kList.end(),
                            std::string_view(absl::AsciiStrToLower(core::Absl(password))));
}

}  // namespace enlace::auth

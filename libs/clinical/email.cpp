#include "libs/clinical/email.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

bool IsLocalPart(std::string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.' ||
      local.find("..") != std::string_view::npos) {
    return false;
  }
  return std::all_of(local.begin(), local.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(static_cast<char>(c)) !=
               std::string_view::npos;
  });
}

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

bool IsDomain(std::string_view domain) {
  bool dotted = false;
  for (std::size_t dot = domain.find('.'); dot != std::string_view::npos; dot = domain.find('.')) {
    if (!IsLabel(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
    dotted = true;
  }
  return dotted && domain.size() >= 2 && IsLabel(domain);
}

}  // namespace

std::optional<std::string> ReadEmail(std::string_view value, std::string_view field,
                                     std::vector<core::Violation>& violations) {
  const std::string_view text = Trim(value);
  const std::size_t at = text.find('@');
  if (text.size() <= 254 && at != std::string_view::npos && IsLocalPart(text.substr(0, at)) &&
      IsDomain(text.substr(at + 1))) {
    return std::string(text);
  }
  violations.push_back(core::violation::EmailFormat(field));
  return std::nullopt;
}

std::string LowerEmail(std::string_view email) {
  std::string lower(Trim(email));
  absl::AsciiStrToLower(&lower);
  return lower;
}

}  // namespace enlace::clinical

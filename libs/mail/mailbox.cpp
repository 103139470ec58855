#include "libs/mail/mailbox.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/core/absl_view.h"

namespace enlace::mail {
namespace {

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }

std::string_view Trimmed(std::string_view text) {
  return core::Std(absl::StripAsciiWhitespace(core::Absl(text)));
}

}  // namespace

std::string_view Mailbox::Domain() const {
  return std::string_view(address).substr(address.find('@') + 1);
}

bool IsAddress(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
  return text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" <>()[]\\\",;:") == std::string_view::npos &&
         std::ranges::none_of(text, IsControl);
}

std::optional<Mailbox> ParseMailbox(std::string_view text) {
  text = Trimmed(text);
  Mailbox box{.name = {}, .address = std::string(text)};
  if (text.ends_with('>')) {
    text.remove_suffix(1);
    const auto open = text.rfind('<');
    if (open == std::string_view::npos) return std::nullopt;
    box.address = std::string(text.substr(open + 1));
    auto name = Trimmed(text.substr(0, open));
    if (name.size() > 1 && name.front() == '"' && name.back() == '"') {
      name = name.substr(1, name.size() - 2);
    }
    box.name = std::string(name);
  }
  if (!IsAddress(box.address) || std::ranges::any_of(box.name, IsControl)) return std::nullopt;
  return box;
}

}  // namespace enlace::mail

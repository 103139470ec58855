#include "services/auth/domain/recovery_code.h"

#include <sodium.h>

#include "absl/strings/ascii.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
// A byte modulo its size is as likely to be each of them.
static_assert(256 % kAlphabet.size() == 0);

constexpr std::size_t kCharacters = 10;

std::string WithDash(std::string_view characters) {
  std::string code(characters);
  code.insert(kCharacters / 2, 1, '-');
  return code;
}

std::string RandomCharacters(std::size_t count) {
  std::string characters(count, '\0');
  randombytes_buf(characters.data(), characters.size());
  for (auto& c : characters) c = kAlphabet[static_cast<unsigned char>(c) % kAlphabet.size()];
  return characters;
}

char Canonical(char typed) {
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(typed));
  if (lower == 'o') return '0';
  return lower == 'i' || lower == 'l' ? '1' : lower;
}

}  // namespace

std::vector<std::string> NewRecoveryCodes() {
  std::vector<std::string> codes(kRecoveryCodes);
  for (auto& code : codes) code = WithDash(RandomCharacters(kCharacters));
  return codes;
}

std::string NewTemporaryPassword() {
  auto password = RandomCharacters(15);
  password.insert(10, 1, '-');
  password.insert(5, 1, '-');
  return password;
}

std::optional<std::string> ReadRecoveryCode(std::string_view typed) {
  std::string characters;
  for (const char c : typed) {
    if (c == '-' || c == ' ' || c == '\t') continue;
    const char canonical = Canonical(c);
    if (kAlphabet.find(canonical) == std::string_view::npos || characters.size() == kCharacters) {
      return std::nullopt;
    }
    characters.push_back(canonical);
  }
  return characters.size() == kCharacters ? std::optional(WithDash(characters)) : std::nullopt;
}

}  // namespace enlace::auth

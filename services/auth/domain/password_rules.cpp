#include "services/auth/domain/password_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/common_passwords.h"

namespace enlace::auth {
namespace {

// A shorter name is in many passwords by chance.
constexpr std::size_t kLeastNameCharacters = 4;

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }

// Of UTF-8: every byte but those that continue a character.
std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// The shortest text that makes up `text` when it is written over and over, the last copy perhaps
// cut short: all of it, if there is no other. In lower case.
std::string RepeatedText(std::string_view text) {
  auto lower = absl::AsciiStrToLower(core::Absl(text));
  std::size_t length = 1;
  while (length < lower.size() && !lower.starts_with(std::string_view(lower).substr(length))) {
    ++length;
  }
  lower.resize(std::min(length, lower.size()));
  return lower;
}

bool HoldsName(std::string_view password, std::string_view email) {
  const auto name = email.substr(0, email.rfind('@'));
  return name.size() >= kLeastNameCharacters &&
         absl::StrContains(absl::AsciiStrToLower(core::Absl(password)),
                           absl::AsciiStrToLower(core::Absl(name)));
}

}  // namespace

std::optional<PasswordFault> FindFault(std::string_view password, const PasswordOwner& owner) {
  // First: nothing reads what a stranger made long.
  if (password.size() > kMostPasswordBytes) return PasswordFault::kTooLong;
  if (!clinical::IsUtf8(password) || std::any_of(password.begin(), password.end(), IsControl)) {
    return PasswordFault::kCharacters;
  }
  const auto least = owner.has_mfa ? kLeastPasswordCharactersWithMfa : kLeastPasswordCharacters;
  if (CountCharacters(password) < least) return PasswordFault::kTooShort;
  const auto repeated = RepeatedText(password);
  if (2 * repeated.size() <= password.size() &&
      CountCharacters(repeated) < kLeastPasswordCharactersWithMfa) {
    return PasswordFault::kRepeated;
  }
  if (IsCommonPassword(password) || IsCommonPassword(repeated)) return PasswordFault::kCommon;
  if (HoldsName(password, owner.email)) return PasswordFault::kOwnEmail;
  return std::nullopt;
}

namespace {

core::Violation ViolationOf(PasswordFault fault, std::string_view field,
                            const PasswordOwner& owner) {
  switch (fault) {
    case PasswordFault::kTooShort:
      return core::violation::Password(
          field, owner.has_mfa ? kLeastPasswordCharactersWithMfa : kLeastPasswordCharacters);
    case PasswordFault::kTooLong:
      return core::violation::PasswordLong(field, kMostPasswordBytes);
    case PasswordFault::kCommon:
      return core::violation::PasswordCommon(field);
    case PasswordFault::kOwnEmail:
      return core::violation::PasswordEmail(field);
    case PasswordFault::kRepeated:
      return core::violation::PasswordRepeated(field);
    case PasswordFault::kCharacters:
      break;
  }
  return core::violation::PasswordCharacters(field);
}

}  // namespace

void CheckNewPassword(std::string_view password, std::string_view field, const PasswordOwner& owner,
                      std::vector<core::Violation>& violations) {
  if (password.empty()) {
    violations.push_back(core::violation::Required(field));
  } else if (const auto fault = FindFault(password, owner)) {
    violations.push_back(ViolationOf(*fault, field, owner));
  }
}

}  // namespace enlace::auth

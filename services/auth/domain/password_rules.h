#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::auth {

// NIST SP 800-63B, section 3.1.1.2. Characters are Unicode code points of the password as it was
// given: it is not normalized, neither for the count nor for the hash.
inline constexpr std::size_t kLeastPasswordCharacters = 15;
// Where a second factor is asked for as well.
inline constexpr std::size_t kLeastPasswordCharactersWithMfa = 8;
inline constexpr std::size_t kMostPasswordBytes = 256;

// Whose password it is to be.
struct PasswordOwner {
  std::string_view email;
  bool has_mfa = false;
};

enum class PasswordFault {
  // Not UTF-8, or a control character in it.
  kCharacters,
  kTooShort,
  kTooLong,
  // On the list of common passwords, or an entry of it over and over, the last copy perhaps cut
  // short.
  kCommon,
  // Holds what stands before the @ of the owner's e-mail, if that has at least 4 characters, in
  // upper or lower case.
  kOwnEmail,
  // One character, or a text that is too short for any password, over and over.
  kRepeated,
};

// The first thing that is wrong with a new password; nullopt when it may be chosen. There are no
// rules of composition: all kinds of characters are as good.
std::optional<PasswordFault> FindFault(std::string_view password, const PasswordOwner& owner);

// Adds REQUIRED, or PASSWORD with what FindFault says, to the violations of `field`.
void CheckNewPassword(std::string_view password, std::string_view field, const PasswordOwner& owner,
                      std::vector<core::Violation>& violations);

}  // namespace enlace::auth

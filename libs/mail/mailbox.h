#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enlace::mail {

// Whom a mail is from, as RFC 5322, section 3.4, has it.
struct Mailbox {
  // What is shown; may be empty. UTF-8.
  std::string name;
  std::string address;

  // What is after the address's @.
  std::string_view Domain() const;
};

// True for an address that can stand in SMTP's commands: one @ with something on both sides, no
// white space, controls, brackets, quotes, commas or semicolons.
bool IsAddress(std::string_view text);

// Reads "Enlace <no-reply@example.com>", quotes around the name allowed, or a bare address. Nullopt
// for anything else, and for controls in the name.
std::optional<Mailbox> ParseMailbox(std::string_view text);

}  // namespace enlace::mail

#include "libs/mail/smtp_message.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/core/absl_view.h"
#include "libs/mail/encoded_word.h"

namespace enlace::mail {
namespace {

bool HasControl(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

// A name of these needs no quotes (RFC 5322, section 3.2.3).
bool IsPlainName(std::string_view name) {
  return std::ranges::all_of(
      name, [](char c) { return c == ' ' || absl::ascii_isalnum(static_cast<unsigned char>(c)); });
}

std::string From(const Mailbox& from) {
  std::string header = "From: ";
  if (from.name.empty()) return header + from.address;
  if (IsPlainName(from.name)) return absl::StrCat(header, from.name, " <", from.address, ">");
  header += EncodedWords(from.name, header.size());
  return absl::StrCat(header, "\r\n <", from.address, ">");
}

std::string Subject(std::string_view subject) {
  const std::string name = "Subject: ";
  return name + HeaderText(subject, name.size());
}

}  // namespace

absl::Status CheckMail(const Mail& mail) {
  if (mail.id.empty() || !std::ranges::all_of(mail.id, [](char c) {
        return c == '-' || absl::ascii_isalnum(static_cast<unsigned char>(c));
      })) {
    return absl::InvalidArgumentError("the mail's id holds more than letters, digits and hyphens");
  }
  if (!IsAddress(mail.to)) return absl::InvalidArgumentError("the mail's recipient is no address");
  if (HasControl(mail.subject)) {
    return absl::InvalidArgumentError("the mail's subject holds a control character");
  }
  return absl::OkStatus();
}

std::vector<std::string> HeadersOf(const Mail& mail, const Mailbox& from, absl::Time date) {
  return {
      absl::StrCat("Date: ", absl::FormatTime(absl::RFC1123_full, date, absl::UTCTimeZone())),
      From(from),
      absl::StrCat("To: ", mail.to),
      Subject(mail.subject),
      absl::StrCat("Message-ID: <", mail.id, "@", core::Absl(from.Domain()), ">"),
      "Auto-Submitted: auto-generated",
  };
}

std::string NetworkLines(std::string_view text) {
  return absl::StrReplaceAll(core::Absl(text), {{"\r\n", "\r\n"}, {"\n", "\r\n"}});
}

}  // namespace enlace::mail

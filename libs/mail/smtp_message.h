#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/mail/mail.h"
#include "libs/mail/mailbox.h"

namespace enlace::mail {

// INVALID_ARGUMENT for a mail that no server could be shown: controls (a line break above all) in a
// header, or a recipient that is no address. The message does not repeat what it complains of.
absl::Status CheckMail(const Mail& mail);

// The headers of a mail that passed CheckMail, as "Name: value" without the last line break; those
// of MIME come with the parts. Auto-Submitted (RFC 3834) keeps vacation notices from answering.
std::vector<std::string> HeadersOf(const Mail& mail, const Mailbox& from, absl::Time date);

// The text with CRLF where it has LF or CRLF.
std::string NetworkLines(std::string_view text);

}  // namespace enlace::mail

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// One version of the platform's terms; it never changes. The highest of a kind is in force.
struct Terms {
  // TERMS_OF_SERVICE, PRIVACY_POLICY or DATA_PROCESSING.
  std::string kind;
  // From 1 on.
  std::int64_t version = 0;
  std::string title_es, title_en;
  std::string body_es, body_en;
  absl::Time published_at;
};

// Terms in force that a user has not accepted in a tenant.
struct PendingTerms {
  std::string kind;
  std::int64_t version = 0;
  std::string title_es, title_en;
};

// That a user accepted a version of the terms in a tenant.
struct TermsAcceptance {
  core::Ulid id;
  core::Ulid user_id;
  std::string kind;
  std::int64_t version_of_terms = 0;
  // WEB, API, PHONE, PAPER or BOT.
  std::string channel;
  // What shows it; may be empty. Personal data, as the next three.
  std::string evidence;
  // Where the call came from.
  std::string ip, user_agent;
  // May be empty.
  std::string revoke_reason;
  absl::Time accepted_at;
  // Absent: it is live.
  std::optional<absl::Time> revoked_at;
  // Of the row.
  std::int64_t version = 0;
};

struct AcceptTermsRequest {
  std::string kind;
  std::optional<std::int64_t> version;
  std::string channel, evidence;
};

// The kind in its stored form, however it is written; nullopt: there is none of that name.
std::optional<std::string> ReadTermsKind(std::string_view text);

// Puts the texts into their stored form and adds everything that is wrong:
//   kind              REQUIRED, ENUM_VALUE
//   titleEs, titleEn  1 to 200 characters             REQUIRED, TEXT_LENGTH, TEXT_CONTROL
//   bodyEs, bodyEn    1 to 100,000, of several lines  REQUIRED, TEXT_LENGTH, TEXT_CONTROL
void CheckTerms(Terms& terms, std::vector<core::Violation>& violations);

// The same for an acceptance:
//   kind      REQUIRED, ENUM_VALUE
//   version   REQUIRED
//   channel   WEB when it is left out                      ENUM_VALUE
//   evidence  at most 2,000 characters, of several lines  TEXT_LENGTH, TEXT_CONTROL
// The answer has neither ids nor times, nor where it came from.
TermsAcceptance CheckAcceptance(const AcceptTermsRequest& request,
                                std::vector<core::Violation>& violations);

// Why an acceptance is revoked, in its stored form: at most 500 characters, of several lines.
// Adds TEXT_LENGTH or TEXT_CONTROL.
std::string CheckRevokeReason(const std::string& reason, std::vector<core::Violation>& violations);

}  // namespace enlace::auth

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace enlace::core {

// One thing that is wrong with one field of a request.
struct Violation {
  // The field as JSON names it: `docNumber`, `customFields.plan`, `phones[1]`.
  std::string field;
  // Stable, machine-readable: DOCUMENT_FORMAT.
  std::string reason;
  // English; enough to mend the call; never holds the value itself.
  std::string message;

  friend bool operator==(const Violation&, const Violation&) = default;
};

// Stable reasons of refusals (google.rpc.ErrorInfo.reason, domain "enlace").
namespace reason {
inline constexpr std::string_view kFieldViolation = "FIELD_VIOLATION";
inline constexpr std::string_view kCredentialMissing = "CREDENTIAL_MISSING";
inline constexpr std::string_view kCredentialInvalid = "CREDENTIAL_INVALID";
inline constexpr std::string_view kRoleNotAllowed = "ROLE_NOT_ALLOWED";
inline constexpr std::string_view kScopeMissing = "SCOPE_MISSING";
inline constexpr std::string_view kNotFound = "NOT_FOUND";
inline constexpr std::string_view kDocumentExists = "DOCUMENT_EXISTS";
inline constexpr std::string_view kAlreadyExists = "ALREADY_EXISTS";
inline constexpr std::string_view kSlotTaken = "SLOT_TAKEN";
inline constexpr std::string_view kStateTransition = "STATE_TRANSITION";
inline constexpr std::string_view kBusy = "BUSY";
inline constexpr std::string_view kUnavailable = "UNAVAILABLE";
inline constexpr std::string_view kCommitInDoubt = "COMMIT_IN_DOUBT";
inline constexpr std::string_view kDeadline = "DEADLINE_EXCEEDED";
inline constexpr std::string_view kInternal = "INTERNAL";
}  // namespace reason

// What an error says beyond its code and its public message.
struct ErrorDetails {
  std::string reason;
  std::vector<Violation> violations;
  // How long a caller should wait before it repeats; absent where a repeat makes no sense.
  std::optional<absl::Duration> retry_after;
  // For the log only: may hold SQL and host names, never personal data or secrets.
  std::string internal;
};

// An error with its public message (no SQL, host name or personal data in it) and its details.
// `code` must not be kOk.
absl::Status MakeError(absl::StatusCode code, std::string_view public_message,
                       const ErrorDetails& details);

// The details of an error made by MakeError; for any other error a reason of INTERNAL with the
// message as `internal`.
ErrorDetails DetailsOf(const absl::Status& status);

// INVALID_ARGUMENT with all violations; the message joins "field: message" of each. `violations`
// must not be empty.
absl::Status InvalidFields(std::vector<Violation> violations);

// NOT_FOUND, the same answer for an absent and for a foreign id. `resource`: "patient".
absl::Status NotFound(std::string_view resource);

// ALREADY_EXISTS (409).
absl::Status Conflict(std::string_view reason, std::string_view message);

// FAILED_PRECONDITION (409): the state of the resource forbids it.
absl::Status PreconditionFailed(std::string_view reason, std::string_view message);

// UNAVAILABLE (503): a part is not reachable; the caller may repeat after a second.
absl::Status Unavailable(std::string_view public_message, std::string_view internal);

// INTERNAL (500): the public message says nothing but that it is ours.
absl::Status Internal(std::string_view internal);

}  // namespace enlace::core

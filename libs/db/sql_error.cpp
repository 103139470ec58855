#include "libs/db/sql_error.h"

#include <libpq-fe.h>

#include <string_view>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

constexpr const char* kSqlStatePayload = "enlace/sqlstate";
constexpr const char* kConstraintPayload = "enlace/constraint";
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

struct Meaning {
  // A whole SQLSTATE, or the first two characters of a class.
  std::string_view state;
  absl::StatusCode code;
  std::string_view reason;
  std::string_view message;
};

using absl::StatusCode;
namespace reason = core::reason;

// The first match decides. SQLSTATEs: PostgreSQL manual, appendix A.
constexpr Meaning kMeanings[] = {
    {"23505", StatusCode::kAlreadyExists, reason::kAlreadyExists, "it exists already"},
    {"23P01", StatusCode::kAlreadyExists, reason::kAlreadyExists, "it overlaps an existing one"},
    {"23503", StatusCode::kFailedPrecondition, reason::kNotFound, "a referenced row is missing"},
    {"23", StatusCode::kInvalidArgument, reason::kFieldViolation, "a value is not allowed"},
    {"22", StatusCode::kInvalidArgument, reason::kFieldViolation, "a value is malformed"},
    {"40", StatusCode::kAborted, reason::kBusy, "another change got in the way; repeat the call"},
    {"55P03", StatusCode::kAborted, reason::kBusy,
     "another change got in the way; repeat the call"},
    {"57014", StatusCode::kDeadlineExceeded, reason::kDeadline, "the call took too long"},
    {"57", StatusCode::kUnavailable, reason::kUnavailable, "the database is not available"},
    {"53", StatusCode::kUnavailable, reason::kUnavailable, "the database is not available"},
    {"08", StatusCode::kUnavailable, reason::kUnavailable, "the database is not available"},
    {"25006", StatusCode::kUnavailable, reason::kUnavailable, "the database is not available"},
    {"25P03", StatusCode::kUnavailable, reason::kUnavailable, "the database is not available"},
};

constexpr Meaning kUnexpected = {"", StatusCode::kInternal, reason::kInternal,
                                 "internal error; the request id identifies it"};

const Meaning& MeaningOf(std::string_view state) {
  for (const auto& meaning : kMeanings) {
    if (state.starts_with(meaning.state)) return meaning;
  }
  return kUnexpected;
}

// Messages of other classes (22: malformed values, P0: raised by functions) may quote values.
bool MessageHoldsNoValue(std::string_view state) {
  for (const std::string_view safe : {"08", "25", "26", "28", "3D", "40", "42", "53", "55", "57"}) {
    if (state.starts_with(safe)) return true;
  }
  return false;
}

std::string Field(const pg_result* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

std::string PayloadText(const absl::Status& status, const char* name) {
  const auto payload = status.GetPayload(name);
  return payload ? std::string(*payload) : std::string();
}

absl::Status NotAnswered(absl::StatusCode code, std::string_view why, std::string_view message,
                         std::string_view internal) {
  return core::MakeError(
      code, message,
      {.reason = std::string(why), .retry_after = kRetryAfter, .internal = std::string(internal)});
}

}  // namespace

std::string ConstraintOf(const absl::Status& status) {
  return PayloadText(status, kConstraintPayload);
}

std::string SqlStateOf(const absl::Status& status) { return PayloadText(status, kSqlStatePayload); }

absl::Status StatusOfRefusal(const pg_result* result) {
  const std::string state = Field(result, PG_DIAG_SQLSTATE);
  const std::string constraint = Field(result, PG_DIAG_CONSTRAINT_NAME);
  const Meaning& meaning = MeaningOf(state);

  core::ErrorDetails details{.reason = std::string(meaning.reason)};
  details.internal =
      absl::StrCat("SQLSTATE ", state, " table '", Field(result, PG_DIAG_TABLE_NAME), "' column '",
                   Field(result, PG_DIAG_COLUMN_NAME), "' constraint '", constraint, "'");
  if (MessageHoldsNoValue(state)) {
    absl::StrAppend(&details.internal, ": ", Field(result, PG_DIAG_MESSAGE_PRIMARY));
  }
  if (meaning.code == StatusCode::kAborted || meaning.code == StatusCode::kUnavailable) {
    details.retry_after = kRetryAfter;
  }
  absl::Status status = core::MakeError(meaning.code, meaning.message, details);
  status.SetPayload(kSqlStatePayload, absl::Cord(state));
  if (!constraint.empty()) status.SetPayload(kConstraintPayload, absl::Cord(constraint));
  return status;
}

absl::Status ConnectionLost(std::string_view internal) {
  return NotAnswered(StatusCode::kUnavailable, reason::kUnavailable,
                     "the database is not available", internal);
}

absl::Status DeadlinePassed(std::string_view internal) {
  return NotAnswered(StatusCode::kDeadlineExceeded, reason::kDeadline, "the call took too long",
                     internal);
}

absl::Status InDoubt(const absl::Status& status) {
  return NotAnswered(status.code(), reason::kCommitInDoubt,
                     "the outcome is not known; read before you repeat the call",
                     absl::StrCat("no answer to COMMIT; ", core::DetailsOf(status).internal));
}

}  // namespace enlace::db

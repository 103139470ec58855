#include "libs/db/sql_error.h"

#include <libpq-fe.h>

#include <string_view>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

constexpr const char* kSqlStatePayload = "enlace/sqlstate";
constexpr const char* kConstraintPayload = "enlace/constraint";

struct Meaning {
  // A whole SQLSTATE, or the first two characters of a class.
  std::string_view state;
  absl::Status (*refusal)();
};

namespace refusal = core::refusal;

// The first match decides. SQLSTATEs: PostgreSQL manual, appendix A.
constexpr Meaning kMeanings[] = {
    {"23505", refusal::AlreadyExists},         {"23P01", refusal::AlreadyExistsOverlap},
    {"23503", refusal::ReferenceMissing},      {"23", refusal::ValueNotAllowed},
    {"22", refusal::ValueNotAllowedMalformed}, {"54", refusal::ValueNotAllowed},
    {"40", refusal::ConcurrentChange},         {"55P03", refusal::ConcurrentChange},
    {"57014", refusal::DeadlineExceeded},      {"57", refusal::UnavailableDatabase},
    {"53", refusal::UnavailableDatabase},      {"08", refusal::UnavailableDatabase},
    {"25006", refusal::UnavailableDatabase},   {"25P03", refusal::UnavailableDatabase},
};

absl::Status RefusalOf(std::string_view state) {
  for (const auto& meaning : kMeanings) {
    if (state.starts_with(meaning.state)) return meaning.refusal();
  }
  return refusal::Internal();
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

}  // namespace

std::string ConstraintOf(const absl::Status& status) {
  return PayloadText(status, kConstraintPayload);
}

std::string SqlStateOf(const absl::Status& status) { return PayloadText(status, kSqlStatePayload); }

absl::Status StatusOfRefusal(const pg_result* result) {
  const std::string state = Field(result, PG_DIAG_SQLSTATE);
  const std::string constraint = Field(result, PG_DIAG_CONSTRAINT_NAME);
  std::string internal =
      absl::StrCat("SQLSTATE ", state, " table '", Field(result, PG_DIAG_TABLE_NAME), "' column '",
                   Field(result, PG_DIAG_COLUMN_NAME), "' constraint '", constraint, "'");
  if (MessageHoldsNoValue(state)) {
    absl::StrAppend(&internal, ": ", Field(result, PG_DIAG_MESSAGE_PRIMARY));
  }
  absl::Status status = core::WithInternal(RefusalOf(state), internal);
  status.SetPayload(kSqlStatePayload, absl::Cord(state));
  if (!constraint.empty()) status.SetPayload(kConstraintPayload, absl::Cord(constraint));
  return status;
}

absl::Status ConnectionLost(std::string_view internal) {
  return core::WithInternal(refusal::UnavailableDatabase(), internal);
}

absl::Status DeadlinePassed(std::string_view internal) {
  return core::WithInternal(refusal::DeadlineExceeded(), internal);
}

absl::Status InDoubt(const absl::Status& status) {
  return core::WithInternal(
      refusal::CommitInDoubt(),
      absl::StrCat("no answer to COMMIT; ", core::DetailsOf(status).internal));
}

}  // namespace enlace::db

#include <utility>

#include "libs/clinical/rfc3339.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/domain/references.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;
using Kind = ScheduleException::Kind;

constexpr int kMaxDays = 366;
constexpr clinical::TextRule kReason{.max_characters = 500};

absl::Status Absent() { return core::refusal::NotFoundScheduleException(); }

std::optional<Kind> ReadKind(const std::string& value, Violations& violations) {
  const auto text = clinical::Trim(value);
  if (text.empty()) {
    violations.push_back(violation::Required("kind"));
    return std::nullopt;
  }
  const auto kind = ParseKind(text);
  if (!kind) violations.push_back(violation::EnumValue("kind", "CLOSED, OPEN"));
  return kind;
}

// Adds what is missing of doctor and site: an open one has both, any other one of them.
void CheckNamed(const ScheduleExceptionDraft& draft, const std::optional<Kind>& kind,
                Violations& violations) {
  const bool doctor = !clinical::Trim(draft.doctor_id).empty();
  const bool site = !clinical::Trim(draft.clinic_id).empty();
  if (kind == Kind::kOpen) {
    if (!doctor) violations.push_back(violation::Required(kDoctorId));
    if (!site) violations.push_back(violation::Required(kClinicId));
  } else if (!doctor && !site) {
    violations.push_back(violation::RequiredUnless(kDoctorId, kClinicId));
  }
}

std::optional<absl::Time> ReadTime(const std::string& value, const char* field,
                                   Violations& violations) {
  if (!clinical::Trim(value).empty()) return clinical::ReadTime(value, field, violations);
  violations.push_back(violation::Required(field));
  return std::nullopt;
}

void ReadSpan(const ScheduleExceptionDraft& draft, ScheduleException& exception,
              Violations& violations) {
  const auto start = ReadTime(draft.start, "start", violations);
  const auto end = ReadTime(draft.end, "end", violations);
  if (!start || !end) return;
  if (*end <= *start) {
    violations.push_back(violation::TimeOrder("end", "start"));
  } else if (*end - *start > absl::Hours(24 * kMaxDays)) {
    violations.push_back(violation::DurationDays("end", kMaxDays, "start"));
  }
  exception.start = *start;
  exception.end = *end;
}

}  // namespace

absl::StatusOr<ScheduleException> Availabilities::CreateException(
    const Caller& caller, const ScheduleExceptionDraft& draft) {
  Violations violations;
  ScheduleException exception;
  exception.id = core::Ulid::Generate(clock_.Now());
  exception.practitioner_id = ReadDoctor(draft.doctor_id, violations);
  exception.location_id = ReadSite(draft.clinic_id, violations);
  const auto kind = ReadKind(draft.kind, violations);
  exception.kind = kind.value_or(Kind::kClosed);
  CheckNamed(draft, kind, violations);
  ReadSpan(draft, exception, violations);
  auto reason = clinical::CheckText(draft.reason_text, "reason", kReason, violations);
  if (!reason.empty()) exception.reason.emplace(std::move(reason));
  const auto status =
      CheckDoctorAndSite(caller, exception.practitioner_id, exception.location_id, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!status.ok()) return status;
  return repository_.InsertException(caller, exception);
}

absl::StatusOr<ScheduleException> Availabilities::GetException(const Caller& caller,
                                                               std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  auto found = repository_.FindException(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return Absent();
  return **std::move(found);
}

absl::StatusOr<ScheduleExceptionPage> Availabilities::ListExceptions(
    const Caller& caller, const ScheduleExceptionQuery& query, PageRequest page) {
  const auto after = ReadCursor(page);
  ScheduleExceptionFilter filter{
      .practitioner_id = ReadId(query.doctor_id, kDoctorId, page.violations),
      .location_id = ReadId(query.clinic_id, kClinicId, page.violations)};
  if (!query.from.empty()) filter.from = clinical::ReadTime(query.from, "from", page.violations);
  if (!query.to.empty()) filter.to = clinical::ReadTime(query.to, "to", page.violations);
  if (filter.from && filter.to && *filter.to <= *filter.from) {
    page.violations.push_back(violation::TimeOrder("to", "from"));
  }
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.ListExceptions(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  ScheduleExceptionPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.exceptions, page.size);
  return answer;
}

absl::Status Availabilities::DeleteException(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  return key ? repository_.DeleteException(caller, *key) : Absent();
}

std::string_view KindName(Kind kind) { return kind == Kind::kOpen ? "OPEN" : "CLOSED"; }

std::optional<Kind> ParseKind(std::string_view name) {
  if (name == "CLOSED") return Kind::kClosed;
  if (name == "OPEN") return Kind::kOpen;
  return std::nullopt;
}

}  // namespace enlace::appointment

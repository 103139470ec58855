#include "services/auth/domain/usage_service.h"

#include <optional>
#include <utility>

#include "libs/clinical/date.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

namespace violation = core::violation;

absl::Status ReadDays(const std::string& from, const std::string& to, absl::CivilDay today,
                      UsageQuestion& question) {
  std::vector<core::Violation> violations;
  std::optional<absl::CivilDay> first, last = today;
  if (!to.empty()) last = clinical::ReadDate(to, "to", today, violations);
  if (!from.empty()) first = clinical::ReadDate(from, "from", today, violations);
  if (first && last) {
    const auto earliest = *last - (UsageService::kMostDays - 1);
    if (*last < *first) {
      violations.push_back(violation::DateOrder("to", "from"));
    } else if (*first < earliest) {
      violations.push_back(violation::DateRange("from", clinical::FormatDate(earliest),
                                                clinical::FormatDate(*last)));
    }
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  question.to = *last;
  question.from = first.value_or(*last - (UsageService::kUsualDays - 1));
  return absl::OkStatus();
}

UsageCounts& operator+=(UsageCounts& sum, const UsageCounts& more) {
  sum.requests += more.requests;
  sum.patients += more.patients;
  sum.appointments += more.appointments;
  sum.messages += more.messages;
  return sum;
}

}  // namespace

absl::StatusOr<UsageFigures> UsageService::Get(UsageQuestion question, const std::string& from,
                                               const std::string& to,
                                               const UsageOwners& owners) const {
  const auto today = clinical::Today(clock_, question.time_zone);
  if (auto read = ReadDays(from, to, today, question); !read.ok()) return read;
  UsageFigures figures{
      .time_zone = question.time_zone,
      .first = question.from,
      .days = std::vector<UsageCounts>(static_cast<std::size_t>(question.to - question.from + 1))};
  const std::pair<UsageOwner&, std::int64_t UsageCounts::*> shares[] = {
      {owners.auth, &UsageCounts::messages},
      {owners.patient, &UsageCounts::patients},
      {owners.appointment, &UsageCounts::appointments},
      {owners.audit, nullptr}};
  for (const auto& [owner, created] : shares) {
    const auto counted = owner.Count(question);
    if (!counted.ok()) return counted.status();
    for (std::size_t i = 0; i < figures.days.size(); ++i) {
      auto& day = figures.days[i];
      day.requests += (*counted)[i].requests;
      if (created != nullptr) day.*created += (*counted)[i].created;
    }
  }
  for (const auto& day : figures.days) figures.totals += day;
  return figures;
}

}  // namespace enlace::auth

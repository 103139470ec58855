#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/availabilities.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

bool IsLetter(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }

std::string ReadCountry(const Caller& caller, const std::string& value, Violations& violations) {
  const auto text = clinical::Trim(value);
  if (text.empty()) return caller.rules ? caller.rules->country : catalog::TenantRules().country;
  if (text.size() != 2 || !std::all_of(text.begin(), text.end(), IsLetter)) {
    violations.push_back(violation::Country("country"));
  }
  return std::string(text);
}

std::optional<absl::CivilDay> ReadDay(const std::string& value, const char* field,
                                      Violations& violations) {
  if (value.empty()) return std::nullopt;
  return clinical::ReadDate(value, field, absl::CivilDay(kLastYear, 12, 31), violations);
}

}  // namespace

absl::StatusOr<std::vector<Holiday>> Availabilities::ListHolidays(const Caller& caller,
                                                                  const HolidayQuery& query) {
  Violations violations;
  const auto country = ReadCountry(caller, query.country, violations);
  const auto from = ReadDay(query.from, "from", violations);
  const auto to = ReadDay(query.to, "to", violations);
  if (from && to && *to < *from) violations.push_back(violation::DateOrder("to", "from"));
  if (query.year && (*query.year < kFirstYear || *query.year > kLastYear)) {
    violations.push_back(violation::Range("year", kFirstYear, kLastYear));
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  absl::CivilDay first(kFirstYear, 1, 1);
  absl::CivilDay last(kLastYear, 12, 31);
  if (query.year || (!from && !to)) {
    const absl::civil_year_t year =
        query.year ? *query.year : clinical::Today(clock_, caller.time_zone).year();
    first = absl::CivilDay(year, 1, 1);
    last = absl::CivilDay(year, 12, 31);
  }
  return repository_.ListHolidays(caller, country, std::max(first, from.value_or(first)),
                                  std::min(last, to.value_or(last)));
}

}  // namespace enlace::appointment

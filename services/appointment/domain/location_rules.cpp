#include "services/appointment/domain/location_rules.h"

#include <utility>

#include "libs/clinical/country.h"
#include "libs/core/time_zone.h"
#include "services/appointment/domain/field_reader.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

constexpr clinical::TextRule kLongText{.max_characters = 200};
constexpr clinical::TextRule kCity{.max_characters = 100};
constexpr std::size_t kMaxInsurers = 200;

void ReadTimeZone(const LocationInput& input, FieldReader& reader, std::string& target) {
  const auto* sent = reader.Kept("timeZone", input.time_zone);
  if (sent == nullptr) return;
  target = clinical::Trim(*sent);
  if (!core::IsTimeZone(target)) {
    reader.violations().push_back(core::violation::TimeZone("timeZone"));
  }
}

}  // namespace

absl::StatusOr<Location> ApplyInput(const Location& current, const LocationInput& input,
                                    bool others_active, const catalog::Codes& codes,
                                    Violations& warnings) {
  warnings.clear();
  Location next = current;
  FieldReader reader(input.clear_fields);
  auto& violations = reader.violations();
  reader.Required("name", input.name, kLongText, next.name);
  reader.Optional("address", input.address, kLongText, next.address);
  reader.Optional("city", input.city, kCity, next.city);
  if (const auto* country = reader.Kept("country", input.country)) {
    next.country = clinical::ReadCountry(*country, "country", violations).value_or("");
  }
  ReadTimeZone(input, reader, next.time_zone);
  reader.List("insurers", input.insurers, kMaxInsurers, next.insurers,
              [&](const std::string& sent, const std::string& field, Violations& found) {
                return catalog::ReadEps(codes, sent, field, found, warnings);
              });
  reader.Flag("main", input.main, next.main);
  reader.Flag("active", input.active, next.active);
  if (input.main == true && !next.active) {
    violations.push_back(core::violation::ClinicInactive("main"));
  }
  auto all = std::move(reader).Finish();
  if (!all.empty()) return core::InvalidFields(std::move(all));
  if (current.main && !next.main) return core::refusal::MainSiteStays();
  const bool deactivated = current.active && !next.active;
  if (current.main && deactivated && others_active) return core::refusal::MainSite();
  return next;
}

}  // namespace enlace::appointment

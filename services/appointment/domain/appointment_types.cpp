#include "services/appointment/domain/appointment_types.h"

#include <utility>

#include "libs/clinical/date.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {

AppointmentTypes::AppointmentTypes(AppointmentTypeRepository& repository,
                                   const catalog::Source& catalogs, const core::Clock& clock)
    : repository_(repository), catalogs_(catalogs), clock_(clock) {}

catalog::Codes AppointmentTypes::CodesOf(const Caller& caller) const {
  return {catalogs_.Current(), caller.rules, clinical::Today(clock_, caller.time_zone)};
}

absl::StatusOr<AppointmentType> AppointmentTypes::Create(const Caller& caller,
                                                         const AppointmentTypeInput& input,
                                                         std::vector<core::Violation>& warnings) {
  AppointmentType fresh;
  fresh.id = core::Ulid::Generate(clock_.Now());
  const auto type = ApplyInput(fresh, input, CodesOf(caller), warnings);
  if (!type.ok()) return type.status();
  return repository_.Insert(caller, *type);
}

absl::StatusOr<AppointmentType> AppointmentTypes::Get(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundAppointmentType();
  auto found = repository_.Find(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return core::refusal::NotFoundAppointmentType();
  return **std::move(found);
}

absl::StatusOr<AppointmentTypePage> AppointmentTypes::List(const Caller& caller,
                                                           const std::optional<bool>& active,
                                                           PageRequest page) {
  const auto after = ReadCursor(page);
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.List(caller, active, after, page.size + 1);
  if (!found.ok()) return found.status();
  AppointmentTypePage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.types, page.size);
  return answer;
}

absl::StatusOr<AppointmentType> AppointmentTypes::Update(const Caller& caller, std::string_view id,
                                                         const AppointmentTypeInput& input,
                                                         std::vector<core::Violation>& warnings) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundAppointmentType();
  const auto codes = CodesOf(caller);
  return repository_.Update(caller, *key, [&](const AppointmentType& current) {
    return ApplyInput(current, input, codes, warnings);
  });
}

absl::Status AppointmentTypes::Delete(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundAppointmentType();
  return repository_.Delete(caller, *key);
}

}  // namespace enlace::appointment

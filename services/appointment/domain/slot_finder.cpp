#include "services/appointment/domain/slot_finder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_join.h"
#include "libs/clinical/date.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/slot_inquiry.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr std::array<std::string_view, kRemovals> kNames = {
    "NO_HOURS", "HOLIDAY", "CLOSED",  "TOO_SHORT", "NOTICE",      "HORIZON",    "TAKEN",
    "ROOM",     "SITE",    "INSURER", "LANGUAGE",  "DAY_OF_WEEK", "PART_OF_DAY"};

}  // namespace

std::string_view RemovalName(Removal removal) { return kNames[static_cast<std::size_t>(removal)]; }

SlotFinder::SlotFinder(SlotRepository& repository, AppointmentRepository& appointments,
                       const catalog::Source& catalogs, const core::Clock& clock)
    : repository_(repository), appointments_(appointments), catalogs_(catalogs), clock_(clock) {}

absl::StatusOr<SlotAnswer> SlotFinder::Search(const Caller& caller, const SlotDraft& draft,
                                              int page_size, std::string_view after,
                                              Violations violations) {
  const auto now = clock_.Now();
  const catalog::Codes codes(catalogs_.Current(), caller.rules,
                             clinical::Today(clock_, caller.time_zone));
  const auto wish = ReadSlotDraft(draft, codes, now, violations);
  const auto cursor = after.empty() ? std::nullopt : SlotCursor::Parse(after);
  if (!after.empty() && !cursor) violations.push_back(violation::PageTokenInvalid("pageToken"));
  auto type = TypeOf(caller, wish, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!type.ok()) return type.status();

  auto doctors = repository_.DoctorsAtSites(
      caller, wish, *type ? (*type)->specialties : std::vector<std::string>());
  if (!doctors.ok()) return doctors.status();
  if (auto status = CheckNames(caller, wish, *doctors); !status.ok()) return status;
  SlotInquiry inquiry(repository_, caller, wish, *std::move(type), now);
  if (!wish.all) return inquiry.Offers(*std::move(doctors));
  return inquiry.Page(*std::move(doctors), static_cast<std::size_t>(page_size), cursor);
}

absl::StatusOr<SlotWish> SlotFinder::Read(const Caller& caller, const SlotDraft& draft,
                                          Violations& violations) {
  const catalog::Codes codes(catalogs_.Current(), caller.rules,
                             clinical::Today(clock_, caller.time_zone));
  auto wish = ReadSlotDraft(draft, codes, clock_.Now(), violations);
  const auto type = TypeOf(caller, wish, violations);
  if (!violations.empty()) return wish;
  if (!type.ok()) return type.status();
  const auto doctors = repository_.DoctorsAtSites(
      caller, wish, *type ? (*type)->specialties : std::vector<std::string>());
  if (!doctors.ok()) return doctors.status();
  const auto status = CheckNames(caller, wish, *doctors);
  violations = core::DetailsOf(status).violations;
  if (!status.ok() && violations.empty()) return status;
  return wish;
}

absl::StatusOr<std::optional<SlotOffer>> SlotFinder::FirstFree(
    const Caller& caller, SlotWish wish, const std::optional<Span>& near,
    absl::FunctionRef<bool(const SlotOffer&)> take) {
  constexpr std::size_t kAtOnce = 20;
  Violations gone;
  auto type = TypeOf(caller, wish, gone);
  if (!type.ok()) return type.status();
  wish.all = true;
  wish.earliest = std::max(wish.earliest, clock_.Now());
  if (near) {
    const auto length =
        *type ? (*type)->duration : absl::Minutes(wish.duration_minutes.value_or(kUsualMinutes));
    const auto before = *type ? (*type)->buffer_before : absl::ZeroDuration();
    const auto after = *type ? (*type)->buffer_after : absl::ZeroDuration();
    wish.earliest =
        std::max(wish.earliest, absl::FromUnixSeconds(near->start + 1) - length - after);
    wish.latest = std::min(wish.latest, absl::FromUnixSeconds(near->end) + before);
  }
  std::optional<SlotOffer> found;
  if (!gone.empty() || wish.earliest >= wish.latest) return found;
  const auto doctors = repository_.DoctorsAtSites(
      caller, wish, *type ? (*type)->specialties : std::vector<std::string>());
  if (!doctors.ok()) return doctors.status();
  std::optional<SlotCursor> after;
  do {
    SlotInquiry inquiry(repository_, caller, wish, *type, clock_.Now());
    auto page = inquiry.Page(*doctors, kAtOnce, after);
    if (!page.ok()) return page.status();
    const auto taken = std::find_if(page->offers.begin(), page->offers.end(), take);
    if (taken != page->offers.end()) found = std::move(*taken);
    after = page->next ? SlotCursor::Parse(*page->next) : std::nullopt;
  } while (!found && after);
  return found;
}

absl::StatusOr<std::optional<AppointmentType>> SlotFinder::TypeOf(const Caller& caller,
                                                                  const SlotWish& wish,
                                                                  Violations& violations) {
  if (wish.appointment_type.empty()) return std::optional<AppointmentType>();
  auto type = repository_.FindType(caller, wish.appointment_type);
  if (!type.ok()) return type;
  if (!type->has_value()) {
    const auto known = repository_.TypeCodes(caller);
    if (!known.ok()) return known.status();
    violations.push_back(
        violation::AppointmentType("appointmentType", absl::StrJoin(*known, ", ")));
    return type;
  }
  const auto minutes = absl::ToInt64Minutes((*type)->duration);
  if (wish.duration_minutes && *wish.duration_minutes != minutes) {
    violations.push_back(violation::Range("durationMinutes", minutes, minutes));
  }
  if ((*type)->modality && wish.modality && *wish.modality != *(*type)->modality) {
    violations.push_back(violation::Modality("modality", *(*type)->modality));
  }
  if ((*type)->staff_only) violations.push_back(violation::AppointmentTypeStaff("appointmentType"));
  return type;
}

absl::Status SlotFinder::CheckNames(const Caller& caller, const SlotWish& wish,
                                    const std::vector<DoctorAtSite>& doctors) {
  const bool site_known =
      !wish.location_id ||
      std::any_of(doctors.begin(), doctors.end(), [&](const DoctorAtSite& doctor) {
        return doctor.location_id == *wish.location_id;
      });
  if (!doctors.empty() && site_known) return absl::OkStatus();
  Violations violations;
  const auto found = appointments_.FindDoctorAndSite(
      caller, {.doctor = wish.doctor, .location_id = wish.location_id});
  if (!found.ok()) return found.status();
  if (wish.doctor && !found->doctor_found) {
    violations.push_back(DoctorNotFound(*wish.doctor));
  } else if (wish.doctor && !found->doctor_active) {
    violations.push_back(DoctorInactive(*wish.doctor));
  }
  if (wish.location_id && !found->site) {
    violations.push_back(ClinicNotFound());
  } else if (wish.location_id && !found->site->active) {
    violations.push_back(ClinicInactive());
  }
  if (doctors.empty() && !wish.doctor && !wish.specialty.empty()) {
    const auto known = repository_.SpecialtiesBut(caller, wish.specialty);
    if (!known.ok()) return known.status();
    // A specialty whose doctors work nowhere is none that is wrong.
    if (!known->empty()) {
      violations.push_back(violation::Specialty("specialty", absl::StrJoin(*known, ", ")));
    }
  }
  return violations.empty() ? absl::OkStatus() : core::InvalidFields(std::move(violations));
}

}  // namespace enlace::appointment

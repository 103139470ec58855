#include "services/appointment/domain/calendar_feeds.h"

#include <utility>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace violation = core::violation;

absl::StatusOr<CalendarFeeds::Made> CalendarFeeds::Create(const Caller& caller,
                                                          std::string_view doctor_id,
                                                          std::string_view clinic_id) {
  std::vector<core::Violation> violations;
  const auto doctor = clinical::Trim(doctor_id), clinic = clinical::Trim(clinic_id);
  CalendarFeed feed{.id = core::Ulid::Generate(clock_.Now())};
  if (!doctor.empty()) {
    feed.practitioner_id = core::Ulid::Parse(doctor);
    if (!feed.practitioner_id) violations.push_back(violation::DoctorNotFound("doctorId"));
  }
  if (!clinic.empty()) {
    feed.location_id = core::Ulid::Parse(clinic);
    if (!feed.location_id) violations.push_back(violation::ClinicNotFound("clinicId"));
  }
  if (doctor.empty() && clinic.empty()) violations.push_back(violation::Required("doctorId"));
  if (!doctor.empty() && !clinic.empty()) violations.push_back(violation::FeedSubject("clinicId"));
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  auto secret = CalendarSecret::Generate(caller.context.tenant_id, feed.id);
  feed.secret_hash = secret.Hash();
  auto stored = repository_.Insert(caller, feed);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) {
    return core::InvalidFields({feed.practitioner_id ? violation::DoctorNotFound("doctorId")
                                                     : violation::ClinicNotFound("clinicId")});
  }
  return Made{**std::move(stored), std::move(secret)};
}

absl::StatusOr<CalendarFeed> CalendarFeeds::Get(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundCalendarFeed();
  auto found = repository_.Find(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return core::refusal::NotFoundCalendarFeed();
  return **std::move(found);
}

absl::StatusOr<CalendarFeedPage> CalendarFeeds::List(const Caller& caller, PageRequest page) {
  const auto after = ReadCursor(page);
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.List(caller, after, page.size + 1);
  if (!found.ok()) return found.status();
  CalendarFeedPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.feeds, page.size);
  return answer;
}

absl::Status CalendarFeeds::Delete(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundCalendarFeed();
  return repository_.Delete(caller, *key);
}

absl::StatusOr<Calendar> CalendarFeeds::Show(const Caller& caller, const CalendarSecret& secret,
                                             PatientNames& names) {
  const auto feed = repository_.Find(caller, secret.feed_id);
  if (!feed.ok()) return feed.status();
  if (!feed->has_value() || !secret.Matches((*feed)->secret_hash)) {
    return core::refusal::CredentialInvalid();
  }
  const auto now = clock_.Now();
  auto calendar =
      repository_.Show(caller, **feed, now - kCalendarBack, now + kCalendarAhead, kCalendarEvents);
  if (!calendar.ok()) return calendar;
  if (auto status = names.Fill(caller, calendar->events); !status.ok()) return status;
  return calendar;
}

}  // namespace enlace::appointment

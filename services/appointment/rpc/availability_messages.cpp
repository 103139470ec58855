#include "services/appointment/rpc/availability_messages.h"

#include "libs/clinical/date.h"
#include "libs/core/version_match.h"
#include "services/appointment/domain/available_times.h"
#include "services/appointment/domain/weekday.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using Times = google::protobuf::RepeatedPtrField<v1::AvailableTime>;

std::vector<AvailableTimeDraft> DraftsOf(const Times& times) {
  std::vector<AvailableTimeDraft> drafts;
  drafts.reserve(static_cast<std::size_t>(times.size()));
  for (const auto& time : times) {
    drafts.push_back({.days_of_week = {time.days_of_week().begin(), time.days_of_week().end()},
                      .start_time = time.start_time(),
                      .end_time = time.end_time(),
                      .effective_from = time.effective_from(),
                      .effective_to = time.effective_to(),
                      .on_holidays = time.on_holidays()});
  }
  return drafts;
}

void FillTime(const AvailableTime& time, v1::AvailableTime* message) {
  for (const auto day : time.days) message->add_days_of_week(WeekdayName(day));
  message->set_start_time(FormatMinute(time.start));
  message->set_end_time(FormatMinute(time.end));
  if (time.effective_from) message->set_effective_from(clinical::FormatDate(*time.effective_from));
  if (time.effective_to) message->set_effective_to(clinical::FormatDate(*time.effective_to));
  message->set_on_holidays(time.on_holidays);
}

}  // namespace

PractitionerRoleDraft DraftOf(const v1::CreatePractitionerRoleRequest& request) {
  return {.doctor_id = request.doctor_id(),
          .clinic_id = request.clinic_id(),
          .available_times = DraftsOf(request.available_times()),
          .active = request.has_active() ? std::optional(request.active()) : std::nullopt};
}

PractitionerRolePatch PatchOf(const v1::UpdatePractitionerRoleRequest& request) {
  PractitionerRolePatch patch;
  // A list that was sent empty is among clear_fields.
  if (!request.available_times().empty()) {
    patch.available_times = DraftsOf(request.available_times());
  }
  if (request.has_active()) patch.active = request.active();
  patch.clear_fields.assign(request.clear_fields().begin(), request.clear_fields().end());
  return patch;
}

ScheduleExceptionDraft DraftOf(const v1::CreateScheduleExceptionRequest& request) {
  return {.doctor_id = request.doctor_id(),
          .clinic_id = request.clinic_id(),
          .kind = request.kind(),
          .start = request.start(),
          .end = request.end(),
          .reason_text = request.reason()};
}

void Fill(const PractitionerRole& role, v1::PractitionerRole* message) {
  message->set_id(role.id.ToString());
  message->set_doctor_id(role.practitioner_id.ToString());
  message->set_clinic_id(role.location_id.ToString());
  for (const auto& time : role.available_times) FillTime(time, message->add_available_times());
  message->set_active(role.active);
  *message->mutable_created_at() = TimestampOf(role.created_at);
  *message->mutable_updated_at() = TimestampOf(role.updated_at);
  message->set_etag(core::EtagOf(role.version));
}

void Fill(const ScheduleException& exception, v1::ScheduleException* message) {
  message->set_id(exception.id.ToString());
  if (exception.practitioner_id) message->set_doctor_id(exception.practitioner_id->ToString());
  if (exception.location_id) message->set_clinic_id(exception.location_id->ToString());
  message->set_kind(std::string(KindName(exception.kind)));
  *message->mutable_start() = TimestampOf(exception.start);
  *message->mutable_end() = TimestampOf(exception.end);
  if (exception.reason) message->set_reason(*exception.reason);
  *message->mutable_created_at() = TimestampOf(exception.created_at);
  *message->mutable_updated_at() = TimestampOf(exception.updated_at);
  message->set_etag(core::EtagOf(exception.version));
}

void Fill(const Holiday& holiday, core::Language language, v1::Holiday* message) {
  message->set_date(clinical::FormatDate(holiday.day));
  message->set_name(language == core::Language::kSpanish ? holiday.name_es : holiday.name_en);
  message->set_country(holiday.country);
}

}  // namespace enlace::appointment::rpc

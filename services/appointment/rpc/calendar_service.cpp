#include "services/appointment/rpc/calendar_service.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "libs/core/version_match.h"
#include "services/appointment/rpc/directory_calls.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

void Fill(const CalendarFeed& feed, v1::CalendarFeed* message) {
  message->set_id(feed.id.ToString());
  if (feed.practitioner_id) message->set_doctor_id(feed.practitioner_id->ToString());
  if (feed.location_id) message->set_clinic_id(feed.location_id->ToString());
  *message->mutable_created_at() = TimestampOf(feed.created_at);
  message->set_etag(core::EtagOf(feed.version));
}

void Fill(const CalendarEvent& event, v1::CalendarEvent* message) {
  message->set_id(event.id.ToString());
  *message->mutable_start() = TimestampOf(event.start);
  *message->mutable_end() = TimestampOf(event.end);
  message->set_state(event.state);
  message->set_version(event.version);
  *message->mutable_updated_at() = TimestampOf(event.updated_at);
  if (event.appointment_type) message->set_appointment_type(*event.appointment_type);
  message->set_doctor_name(event.doctor_name);
  message->set_clinic_name(event.site_name);
  if (event.site_address) message->set_clinic_address(*event.site_address);
  if (event.patient_name) message->set_patient_name(*event.patient_name);
}

}  // namespace

CalendarService::CalendarService(enlace::rpc::Pipeline& pipeline, CalendarFeeds& feeds,
                                 PatientNames& names, db::AccessLog& access_log,
                                 const enlace::rpc::PageTokens& page_tokens,
                                 const core::Clock& clock)
    : UnaryService(pipeline),
      feeds_(feeds),
      names_(names),
      access_log_(access_log),
      page_tokens_(page_tokens),
      clock_(clock) {
  Add<v1::CreateCalendarFeedRequest, v1::CalendarFeed>(
      "CreateCalendarFeed", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto made = feeds_.Create(CallerOf(call), in.doctor_id(), in.clinic_id());
        if (!made.ok()) return made.status();
        Fill(made->feed, &out);
        // The gateway knows the host.
        out.set_url(absl::StrCat("/calendars/", made->secret.text, ".ics"));
        return absl::OkStatus();
      });
  Add<v1::GetCalendarFeedRequest, v1::CalendarFeed>(
      "GetCalendarFeed", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto feed = feeds_.Get(CallerOf(call), in.id());
        if (!feed.ok()) return feed.status();
        Fill(*feed, &out);
        return absl::OkStatus();
      });
  Add<v1::ListCalendarFeedsRequest, v1::ListCalendarFeedsResponse>(
      "ListCalendarFeeds", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto page = feeds_.List(CallerOf(call), PageOf(call, page_tokens_, in));
        if (!page.ok()) return page.status();
        for (const auto& feed : page->feeds) Fill(feed, out.add_calendar_feeds());
        if (page->next) {
          out.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, in, *page->next));
        }
        return absl::OkStatus();
      });
  Add<v1::DeleteCalendarFeedRequest, google::protobuf::Empty>(
      "DeleteCalendarFeed", [this](Call& call, const auto& in, auto&) -> absl::Status {
        return feeds_.Delete(CallerOf(call), in.id());
      });
  Add<v1::GetCalendarRequest, v1::Calendar>(
      "GetCalendar", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Show(call, in, out);
      });
}

absl::Status CalendarService::Show(const Call& call, const v1::GetCalendarRequest& request,
                                   v1::Calendar& response) {
  const auto secret = CalendarSecret::Parse(request.secret());
  if (!secret) return core::refusal::CredentialInvalid();
  Caller caller{.context = call.context_for(secret->tenant_id), .deadline = call.deadline()};
  caller.context.actor_id = secret->feed_id.ToString();
  caller.context.actor_type = "CALENDAR_FEED";
  const auto calendar = feeds_.Show(caller, *secret, names_);
  if (!calendar.ok()) return calendar.status();
  if (auto status = RecordNames(caller, *calendar); !status.ok()) return status;
  response.set_name(calendar->name);
  for (const auto& event : calendar->events) Fill(event, response.add_events());
  return absl::OkStatus();
}

absl::Status CalendarService::RecordNames(const Caller& caller, const Calendar& calendar) {
  std::vector<core::Ulid> shown;
  for (const auto& event : calendar.events) {
    if (event.patient_name) shown.push_back(*event.patient_id);
  }
  if (shown.empty()) return absl::OkStatus();
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  const auto now = clock_.Now();
  return access_log_.Record({.event_id = core::Ulid::Generate(now),
                             .occurred_at = now,
                             .context = caller.context,
                             .action = "LIST",
                             .endpoint = "enlace.appointment.v1.CalendarService/GetCalendar",
                             .resource_type = "Patient",
                             .resource_ids = std::move(shown),
                             .fields_class = "ADMINISTRATIVE"},
                            caller.deadline);
}

}  // namespace enlace::appointment::rpc

#include <google/protobuf/empty.pb.h>

#include "libs/core/version_match.h"
#include "libs/rpc/warnings.h"
#include "services/appointment/rpc/directory_calls.h"
#include "services/appointment/rpc/directory_service.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

// Everything but the texts, which are absent in another way in each of the two requests.
template <typename Request>
AppointmentTypeInput WithoutTexts(const Request& request) {
  AppointmentTypeInput input;
  input.duration_minutes = If(request.has_duration_minutes(), request.duration_minutes());
  input.buffer_before_minutes =
      If(request.has_buffer_before_minutes(), request.buffer_before_minutes());
  input.buffer_after_minutes =
      If(request.has_buffer_after_minutes(), request.buffer_after_minutes());
  if (!request.specialties().empty()) {
    input.specialties.emplace(request.specialties().begin(), request.specialties().end());
  }
  input.min_notice_minutes = If(request.has_min_notice_minutes(), request.min_notice_minutes());
  input.max_days_ahead = If(request.has_max_days_ahead(), request.max_days_ahead());
  input.active = ActiveOf(request);
  return input;
}

AppointmentTypeInput InputOf(const v1::CreateAppointmentTypeRequest& request) {
  auto input = WithoutTexts(request);
  input.code = UnlessBlank(request.code());
  input.name = UnlessBlank(request.name());
  input.modality = UnlessBlank(request.modality());
  input.bookable_by = UnlessBlank(request.bookable_by());
  return input;
}

AppointmentTypeInput InputOf(const v1::UpdateAppointmentTypeRequest& request) {
  auto input = WithoutTexts(request);
  input.code = If(request.has_code(), request.code());
  input.name = If(request.has_name(), request.name());
  input.modality = If(request.has_modality(), request.modality());
  input.bookable_by = If(request.has_bookable_by(), request.bookable_by());
  input.clear_fields.assign(request.clear_fields().begin(), request.clear_fields().end());
  return input;
}

int Minutes(absl::Duration duration) { return static_cast<int>(absl::ToInt64Minutes(duration)); }

void Fill(const AppointmentType& type, v1::AppointmentType* message) {
  message->set_id(type.id.ToString());
  message->set_code(type.code);
  message->set_name(type.name);
  message->set_duration_minutes(Minutes(type.duration));
  message->set_buffer_before_minutes(Minutes(type.buffer_before));
  message->set_buffer_after_minutes(Minutes(type.buffer_after));
  if (type.modality) message->set_modality(*type.modality);
  message->mutable_specialties()->Assign(type.specialties.begin(), type.specialties.end());
  message->set_bookable_by(std::string(BookableBy(type.staff_only)));
  message->set_min_notice_minutes(Minutes(type.min_notice));
  message->set_max_days_ahead(type.max_days_ahead);
  message->set_active(type.active);
  *message->mutable_created_at() = TimestampOf(type.created_at);
  *message->mutable_updated_at() = TimestampOf(type.updated_at);
  message->set_etag(core::EtagOf(type.version));
}

absl::Status Answer(const absl::StatusOr<AppointmentType>& type, v1::AppointmentType& response) {
  if (!type.ok()) return type.status();
  Fill(*type, &response);
  return absl::OkStatus();
}

}  // namespace

void DirectoryService::AddAppointmentTypes(AppointmentTypes& types) {
  Add<v1::CreateAppointmentTypeRequest, v1::AppointmentType>(
      "CreateAppointmentType", [&types](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto made = types.Create(CallerOf(call), InputOf(in), warnings);
        enlace::rpc::FillWarnings(warnings, call.language(), &out);
        return Answer(made, out);
      });
  Add<v1::GetAppointmentTypeRequest, v1::AppointmentType>(
      "GetAppointmentType", [&types](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(types.Get(CallerOf(call), in.id()), out);
      });
  Add<v1::ListAppointmentTypesRequest, v1::ListAppointmentTypesResponse>(
      "ListAppointmentTypes",
      [this, &types](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto page = types.List(CallerOf(call), ActiveOf(in), PageOf(call, page_tokens_, in));
        if (!page.ok()) return page.status();
        for (const auto& type : page->types) Fill(type, out.add_appointment_types());
        if (page->next) {
          out.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, in, *page->next));
        }
        return absl::OkStatus();
      });
  Add<v1::UpdateAppointmentTypeRequest, v1::AppointmentType>(
      "UpdateAppointmentType", [&types](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto changed = types.Update(CallerOf(call), in.id(), InputOf(in), warnings);
        enlace::rpc::FillWarnings(warnings, call.language(), &out);
        return Answer(changed, out);
      });
  Add<v1::DeleteAppointmentTypeRequest, google::protobuf::Empty>(
      "DeleteAppointmentType", [&types](Call& call, const auto& in, auto&) -> absl::Status {
        return types.Delete(CallerOf(call), in.id());
      });
}

}  // namespace enlace::appointment::rpc

#include <google/protobuf/empty.pb.h>

#include "services/appointment/rpc/availability_messages.h"
#include "services/appointment/rpc/directory_calls.h"
#include "services/appointment/rpc/directory_service.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;
using google::protobuf::Empty;

template <typename Item, typename Response>
absl::Status Answer(const absl::StatusOr<Item>& item, Response& response) {
  if (!item.ok()) return item.status();
  Fill(*item, &response);
  return absl::OkStatus();
}

}  // namespace

void DirectoryService::AddPractitionerRoles(Availabilities& availabilities) {
  Add<v1::CreatePractitionerRoleRequest, v1::PractitionerRole>(
      "CreatePractitionerRole", [&availabilities](Call& call, const auto& in, auto& out) {
        return Answer(availabilities.CreateRole(CallerOf(call), DraftOf(in)), out);
      });
  Add<v1::GetPractitionerRoleRequest, v1::PractitionerRole>(
      "GetPractitionerRole", [&availabilities](Call& call, const auto& in, auto& out) {
        return Answer(availabilities.GetRole(CallerOf(call), in.id()), out);
      });
  Add<v1::ListPractitionerRolesRequest, v1::ListPractitionerRolesResponse>(
      "ListPractitionerRoles",
      [this, &availabilities](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto page = availabilities.ListRoles(
            CallerOf(call),
            {.doctor_id = in.doctor_id(), .clinic_id = in.clinic_id(), .active = ActiveOf(in)},
            PageOf(call, page_tokens_, in));
        if (!page.ok()) return page.status();
        for (const auto& role : page->roles) Fill(role, out.add_practitioner_roles());
        if (page->next) {
          out.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, in, *page->next));
        }
        return absl::OkStatus();
      });
  Add<v1::UpdatePractitionerRoleRequest, v1::PractitionerRole>(
      "UpdatePractitionerRole", [&availabilities](Call& call, const auto& in, auto& out) {
        return Answer(availabilities.UpdateRole(CallerOf(call), in.id(), PatchOf(in)), out);
      });
  Add<v1::DeletePractitionerRoleRequest, Empty>(
      "DeletePractitionerRole", [&availabilities](Call& call, const auto& in, auto&) {
        return availabilities.DeleteRole(CallerOf(call), in.id());
      });
}

void DirectoryService::AddScheduleExceptions(Availabilities& availabilities) {
  Add<v1::CreateScheduleExceptionRequest, v1::ScheduleException>(
      "CreateScheduleException", [&availabilities](Call& call, const auto& in, auto& out) {
        return Answer(availabilities.CreateException(CallerOf(call), DraftOf(in)), out);
      });
  Add<v1::GetScheduleExceptionRequest, v1::ScheduleException>(
      "GetScheduleException", [&availabilities](Call& call, const auto& in, auto& out) {
        return Answer(availabilities.GetException(CallerOf(call), in.id()), out);
      });
  Add<v1::ListScheduleExceptionsRequest, v1::ListScheduleExceptionsResponse>(
      "ListScheduleExceptions",
      [this, &availabilities](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto page = availabilities.ListExceptions(CallerOf(call),
                                                        {.doctor_id = in.doctor_id(),
                                                         .clinic_id = in.clinic_id(),
                                                         .from = in.from(),
                                                         .to = in.to()},
                                                        PageOf(call, page_tokens_, in));
        if (!page.ok()) return page.status();
        for (const auto& exception : page->exceptions) {
          Fill(exception, out.add_schedule_exceptions());
        }
        if (page->next) {
          out.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, in, *page->next));
        }
        return absl::OkStatus();
      });
  Add<v1::DeleteScheduleExceptionRequest, Empty>(
      "DeleteScheduleException", [&availabilities](Call& call, const auto& in, auto&) {
        return availabilities.DeleteException(CallerOf(call), in.id());
      });
}

void DirectoryService::AddHolidays(Availabilities& availabilities) {
  Add<v1::ListHolidaysRequest, v1::ListHolidaysResponse>(
      "ListHolidays", [&availabilities](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto holidays = availabilities.ListHolidays(
            CallerOf(call), {.country = in.country(),
                             .year = in.has_year() ? std::optional(in.year()) : std::nullopt,
                             .from = in.from(),
                             .to = in.to()});
        if (!holidays.ok()) return holidays.status();
        for (const auto& holiday : *holidays) Fill(holiday, call.language(), out.add_holidays());
        return absl::OkStatus();
      });
}

}  // namespace enlace::appointment::rpc

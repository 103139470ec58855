#include "services/appointment/rpc/directory_service.h"

#include "libs/core/reasons.h"
#include "libs/rpc/tenant_id.h"
#include "libs/rpc/warnings.h"
#include "services/appointment/rpc/directory_calls.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;
using enlace::rpc::PageTokens;

template <typename Item, typename Response>
absl::Status Answer(const absl::StatusOr<Item>& item, Response& response) {
  if (!item.ok()) return item.status();
  Fill(*item, &response);
  return absl::OkStatus();
}

// Of a write.
template <typename Item, typename Response>
absl::Status Answer(const Call& call, const absl::StatusOr<Item>& item,
                    const std::vector<core::Violation>& warnings, Response& response) {
  enlace::rpc::FillWarnings(warnings, call.language(), &response);
  return Answer(item, response);
}

absl::Status List(Call& call, Directory& directory, const PageTokens& page_tokens,
                  const v1::ListPractitionersRequest& request,
                  v1::ListPractitionersResponse& response) {
  const auto page = directory.ListPractitioners(CallerOf(call),
                                                {.doc_type_id = request.doc_type_id(),
                                                 .doc_number = request.doc_number(),
                                                 .active = ActiveOf(request),
                                                 .specialty = request.specialty(),
                                                 .clinic_id = request.clinic_id(),
                                                 .npi = request.npi()},
                                                PageOf(call, page_tokens, request));
  if (!page.ok()) return page.status();
  for (const auto& practitioner : page->practitioners) Fill(practitioner, response.add_doctors());
  if (page->next) {
    response.set_next_page_token(
        page_tokens.Make(call.principal().tenant_id, request, *page->next));
  }
  return absl::OkStatus();
}

absl::Status List(Call& call, Directory& directory, const PageTokens& page_tokens,
                  const v1::ListLocationsRequest& request, v1::ListLocationsResponse& response) {
  const auto page =
      directory.ListLocations(CallerOf(call), {.active = ActiveOf(request), .city = request.city()},
                              PageOf(call, page_tokens, request));
  if (!page.ok()) return page.status();
  for (const auto& location : page->locations) Fill(location, response.add_sites());
  if (page->next) {
    response.set_next_page_token(
        page_tokens.Make(call.principal().tenant_id, request, *page->next));
  }
  return absl::OkStatus();
}

}  // namespace

DirectoryService::DirectoryService(enlace::rpc::Pipeline& pipeline, Directory& directory,
                                   AppointmentTypes& appointment_types, Rooms& rooms,
                                   Availabilities& availabilities, const PageTokens& page_tokens)
    : UnaryService(pipeline), directory_(directory), page_tokens_(page_tokens) {
  Add<v1::CreatePractitionerRequest, v1::Practitioner>(
      "CreatePractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto made = directory_.CreatePractitioner(CallerOf(call), InputOf(in), warnings);
        return Answer(call, made, warnings, out);
      });
  Add<v1::EnsurePractitionerRequest, v1::EnsurePractitionerResponse>(
      "EnsurePractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto tenant_id = enlace::rpc::TenantIdOf(in.tenant_id());
        if (!tenant_id) return core::refusal::NotFoundTenant();
        const auto practitioner = PractitionerOf(in);
        if (!practitioner) return core::refusal::NotFoundDoctor();
        const auto id = directory_.EnsurePractitioner(
            {.context = call.context_for(*tenant_id), .deadline = call.deadline()}, *practitioner);
        if (!id.ok()) return id.status();
        out.set_id(id->ToString());
        return absl::OkStatus();
      });
  Add<v1::GetPractitionerRequest, v1::Practitioner>(
      "GetPractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.GetPractitioner(CallerOf(call), in.id()), out);
      });
  Add<v1::ListPractitionersRequest, v1::ListPractitionersResponse>(
      "ListPractitioners", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return List(call, directory_, page_tokens_, in, out);
      });
  Add<v1::UpdatePractitionerRequest, v1::Practitioner>(
      "UpdatePractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto changed =
            directory_.UpdatePractitioner(CallerOf(call), in.id(), InputOf(in), warnings);
        return Answer(call, changed, warnings, out);
      });
  Add<v1::DeletePractitionerRequest, google::protobuf::Empty>(
      "DeletePractitioner", [this](Call& call, const auto& in, auto&) {
        return directory_.DeletePractitioner(CallerOf(call), in.id());
      });
  Add<v1::CreateLocationRequest, v1::Location>(
      "CreateLocation", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto made = directory_.CreateLocation(CallerOf(call), InputOf(in), warnings);
        return Answer(call, made, warnings, out);
      });
  Add<v1::GetLocationRequest, v1::Location>(
      "GetLocation", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.GetLocation(CallerOf(call), in.id()), out);
      });
  Add<v1::ListLocationsRequest, v1::ListLocationsResponse>(
      "ListLocations", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return List(call, directory_, page_tokens_, in, out);
      });
  Add<v1::UpdateLocationRequest, v1::Location>(
      "UpdateLocation", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto changed =
            directory_.UpdateLocation(CallerOf(call), in.id(), InputOf(in), warnings);
        return Answer(call, changed, warnings, out);
      });
  Add<v1::DeleteLocationRequest, google::protobuf::Empty>(
      "DeleteLocation", [this](Call& call, const auto& in, auto&) {
        return directory_.DeleteLocation(CallerOf(call), in.id());
      });
  AddAppointmentTypes(appointment_types);
  AddRooms(rooms);
  AddPractitionerRoles(availabilities);
  AddScheduleExceptions(availabilities);
  AddHolidays(availabilities);
}

}  // namespace enlace::appointment::rpc

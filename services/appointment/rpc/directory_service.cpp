#include "services/appointment/rpc/directory_service.h"

#include "libs/rpc/page.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

template <typename Item, typename Response>
absl::Status Answer(const absl::StatusOr<Item>& item, Response& response) {
  if (!item.ok()) return item.status();
  Fill(*item, &response);
  return absl::OkStatus();
}

template <typename Request>
PageRequest PageOf(const Request& request) {
  PageRequest page;
  const auto size = request.has_page_size() ? std::optional(request.page_size()) : std::nullopt;
  auto asked = enlace::rpc::ReadPage(size, request.page_token(), page.violations);
  page.size = asked.size;
  page.after = std::move(asked.after);
  return page;
}

template <typename Request>
std::optional<bool> ActiveOf(const Request& request) {
  return request.has_active() ? std::optional(request.active()) : std::nullopt;
}

absl::Status List(Call& call, Directory& directory, const v1::ListPractitionersRequest& request,
                  v1::ListPractitionersResponse& response) {
  const auto page = directory.ListPractitioners(CallerOf(call),
                                                {.doc_type_id = request.doc_type_id(),
                                                 .doc_number = request.doc_number(),
                                                 .active = ActiveOf(request)},
                                                PageOf(request));
  if (!page.ok()) return page.status();
  for (const auto& practitioner : page->practitioners) Fill(practitioner, response.add_doctors());
  if (page->next) response.set_next_page_token(enlace::rpc::MakePageToken(*page->next));
  return absl::OkStatus();
}

absl::Status List(Call& call, Directory& directory, const v1::ListLocationsRequest& request,
                  v1::ListLocationsResponse& response) {
  const auto page = directory.ListLocations(CallerOf(call), ActiveOf(request), PageOf(request));
  if (!page.ok()) return page.status();
  for (const auto& location : page->locations) Fill(location, response.add_sites());
  if (page->next) response.set_next_page_token(enlace::rpc::MakePageToken(*page->next));
  return absl::OkStatus();
}

}  // namespace

DirectoryService::DirectoryService(enlace::rpc::Pipeline& pipeline, Directory& directory)
    : UnaryService(pipeline), directory_(directory) {
  Add<v1::CreatePractitionerRequest, v1::Practitioner>(
      "CreatePractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.CreatePractitioner(CallerOf(call), DraftOf(in)), out);
      });
  Add<v1::GetPractitionerRequest, v1::Practitioner>(
      "GetPractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.GetPractitioner(CallerOf(call), in.id()), out);
      });
  Add<v1::ListPractitionersRequest, v1::ListPractitionersResponse>(
      "ListPractitioners", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return List(call, directory_, in, out);
      });
  Add<v1::CreateLocationRequest, v1::Location>(
      "CreateLocation", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.CreateLocation(CallerOf(call), DraftOf(in)), out);
      });
  Add<v1::GetLocationRequest, v1::Location>(
      "GetLocation", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.GetLocation(CallerOf(call), in.id()), out);
      });
  Add<v1::ListLocationsRequest, v1::ListLocationsResponse>(
      "ListLocations", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return List(call, directory_, in, out);
      });
}

}  // namespace enlace::appointment::rpc

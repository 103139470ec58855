#include "services/appointment/rpc/directory_service.h"

#include "libs/rpc/warnings.h"
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

PageRequest PageOf(const Call& call, const PageTokens& page_tokens,
                   const google::protobuf::Message& request) {
  PageRequest page;
  auto asked = page_tokens.Read(call.principal().tenant_id, request, page.violations);
  page.size = asked.size;
  page.after = std::move(asked.after);
  return page;
}

template <typename Request>
std::optional<bool> ActiveOf(const Request& request) {
  return request.has_active() ? std::optional(request.active()) : std::nullopt;
}

absl::Status List(Call& call, Directory& directory, const PageTokens& page_tokens,
                  const v1::ListPractitionersRequest& request,
                  v1::ListPractitionersResponse& response) {
  const auto page = directory.ListPractitioners(CallerOf(call),
                                                {.doc_type_id = request.doc_type_id(),
                                                 .doc_number = request.doc_number(),
                                                 .active = ActiveOf(request)},
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
  const auto page = directory.ListLocations(CallerOf(call), ActiveOf(request),
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
                                   const PageTokens& page_tokens)
    : UnaryService(pipeline), directory_(directory), page_tokens_(page_tokens) {
  Add<v1::CreatePractitionerRequest, v1::Practitioner>(
      "CreatePractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        std::vector<core::Violation> warnings;
        const auto made = directory_.CreatePractitioner(CallerOf(call), DraftOf(in), warnings);
        enlace::rpc::FillWarnings(warnings, call.language(), &out);
        return Answer(made, out);
      });
  Add<v1::GetPractitionerRequest, v1::Practitioner>(
      "GetPractitioner", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(directory_.GetPractitioner(CallerOf(call), in.id()), out);
      });
  Add<v1::ListPractitionersRequest, v1::ListPractitionersResponse>(
      "ListPractitioners", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return List(call, directory_, page_tokens_, in, out);
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
        return List(call, directory_, page_tokens_, in, out);
      });
}

}  // namespace enlace::appointment::rpc

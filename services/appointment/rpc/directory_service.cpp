#include "services/appointment/rpc/directory_service.h"

#include "libs/rpc/page.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

const google::protobuf::ServiceDescriptor* Descriptor() {
  static const auto* descriptor = v1::Location::descriptor()->file()->pool()->FindServiceByName(
      v1::DirectoryService::service_full_name());
  return descriptor;
}

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
    : pipeline_(pipeline), directory_(directory) {}

grpc::ServerUnaryReactor* DirectoryService::CreatePractitioner(
    grpc::CallbackServerContext* context, const v1::CreatePractitionerRequest* request,
    v1::Practitioner* response) {
  return pipeline_.Unary(Descriptor(), "CreatePractitioner", context, request, response,
                         [this](Call& call, const auto& in, auto& out) -> absl::Status {
                           return Answer(directory_.CreatePractitioner(CallerOf(call), DraftOf(in)),
                                         out);
                         });
}

grpc::ServerUnaryReactor* DirectoryService::GetPractitioner(
    grpc::CallbackServerContext* context, const v1::GetPractitionerRequest* request,
    v1::Practitioner* response) {
  return pipeline_.Unary(Descriptor(), "GetPractitioner", context, request, response,
                         [this](Call& call, const auto& in, auto& out) -> absl::Status {
                           return Answer(directory_.GetPractitioner(CallerOf(call), in.id()), out);
                         });
}

grpc::ServerUnaryReactor* DirectoryService::ListPractitioners(
    grpc::CallbackServerContext* context, const v1::ListPractitionersRequest* request,
    v1::ListPractitionersResponse* response) {
  return pipeline_.Unary(Descriptor(), "ListPractitioners", context, request, response,
                         [this](Call& call, const auto& in, auto& out) -> absl::Status {
                           return List(call, directory_, in, out);
                         });
}

grpc::ServerUnaryReactor* DirectoryService::CreateLocation(grpc::CallbackServerContext* context,
                                                           const v1::CreateLocationRequest* request,
                                                           v1::Location* response) {
  return pipeline_.Unary(Descriptor(), "CreateLocation", context, request, response,
                         [this](Call& call, const auto& in, auto& out) -> absl::Status {
                           return Answer(directory_.CreateLocation(CallerOf(call), DraftOf(in)),
                                         out);
                         });
}

grpc::ServerUnaryReactor* DirectoryService::GetLocation(grpc::CallbackServerContext* context,
                                                        const v1::GetLocationRequest* request,
                                                        v1::Location* response) {
  return pipeline_.Unary(Descriptor(), "GetLocation", context, request, response,
                         [this](Call& call, const auto& in, auto& out) -> absl::Status {
                           return Answer(directory_.GetLocation(CallerOf(call), in.id()), out);
                         });
}

grpc::ServerUnaryReactor* DirectoryService::ListLocations(grpc::CallbackServerContext* context,
                                                          const v1::ListLocationsRequest* request,
                                                          v1::ListLocationsResponse* response) {
  return pipeline_.Unary(Descriptor(), "ListLocations", context, request, response,
                         [this](Call& call, const auto& in, auto& out) -> absl::Status {
                           return List(call, directory_, in, out);
                         });
}

}  // namespace enlace::appointment::rpc

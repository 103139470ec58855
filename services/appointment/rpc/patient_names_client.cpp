#include "services/appointment/rpc/patient_names_client.h"

#include <set>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"

namespace enlace::appointment::rpc {
namespace {

namespace proto = enlace::patient::v1;

// What the patient service takes at once.
constexpr int kAtOnce = 1000;

}  // namespace

absl::Status PatientNamesClient::Fill(const Caller& caller, std::vector<CalendarEvent>& events) {
  std::set<core::Ulid> ids;
  for (const auto& event : events) {
    if (event.patient_id) ids.insert(*event.patient_id);
  }
  absl::flat_hash_map<std::string, std::string> names;
  for (auto id = ids.begin(); id != ids.end();) {
    proto::ResolvePatientNamesRequest request;
    request.set_tenant_id(caller.context.tenant_id.ToString());
    for (; id != ids.end() && request.ids_size() < kAtOnce; ++id) request.add_ids(id->ToString());
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(caller.deadline));
    context.AddMetadata("x-api-key", service_key_);
    context.AddMetadata("x-request-id", caller.context.request_id);
    proto::ResolvePatientNamesResponse answer;
    const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
      return stub_.PrepareAsyncResolvePatientNames(&context, request, queue);
    });
    if (!status.ok()) {
      return core::WithInternal(
          core::refusal::UnavailablePatients(),
          absl::StrCat("ResolvePatientNames: code ", static_cast<int>(status.error_code())));
    }
    for (auto& found : *answer.mutable_names())
      names[found.id()] = std::move(*found.mutable_name());
  }
  for (auto& event : events) {
    if (!event.patient_id) continue;
    const auto name = names.find(event.patient_id->ToString());
    if (name != names.end()) event.patient_name = name->second;
  }
  return absl::OkStatus();
}

}  // namespace enlace::appointment::rpc

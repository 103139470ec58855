#include "services/appointment/rpc/waitlist_service.h"

#include <utility>

#include "services/appointment/rpc/directory_calls.h"
#include "services/appointment/rpc/messages.h"
#include "services/appointment/rpc/waitlist_messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

// An entry, which may have been there before a call that creates as well.
absl::Status Disclose(Call& call, const absl::StatusOr<WaitlistEntry>& entry,
                      v1::WaitlistEntry& response) {
  if (!entry.ok()) return entry.status();
  call.Disclose("WaitlistEntry", entry->id);
  Fill(*entry, call.language(), &response);
  return absl::OkStatus();
}

absl::Status List(Call& call, Waitlist& waitlist, PatientDirectory& patients,
                  const enlace::rpc::PageTokens& page_tokens,
                  const v1::ListWaitlistEntriesRequest& request,
                  v1::ListWaitlistEntriesResponse& response) {
  const auto page =
      waitlist.List(CallerOf(call), patients, QueryOf(request), PageOf(call, page_tokens, request));
  if (!page.ok()) return page.status();
  for (const auto& entry : page->entries) {
    call.Disclose("WaitlistEntry", entry.id);
    Fill(entry, call.language(), response.add_waitlist_entries());
  }
  if (page->next) {
    response.set_next_page_token(
        page_tokens.Make(call.principal().tenant_id, request, *page->next));
  }
  return absl::OkStatus();
}

}  // namespace

WaitlistService::WaitlistService(enlace::rpc::Pipeline& pipeline, Waitlist& waitlist,
                                 Patients& patients, const enlace::rpc::PageTokens& page_tokens)
    : UnaryService(pipeline), waitlist_(waitlist), patients_(patients), page_tokens_(page_tokens) {
  Add<v1::CreateWaitlistEntryRequest, v1::WaitlistEntry>(
      "CreateWaitlistEntry", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        PatientClient patient_service(patients_, call);
        auto joined = waitlist_.Create(CallerOf(call), patient_service, DraftOf(in));
        if (!joined.ok()) return joined.status();
        if (!joined->made) call.SetFound();
        return Disclose(call, std::move(joined->entry), out);
      });
  Add<v1::GetWaitlistEntryRequest, v1::WaitlistEntry>(
      "GetWaitlistEntry", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Disclose(call, waitlist_.Get(CallerOf(call), in.id()), out);
      });
  Add<v1::ListWaitlistEntriesRequest, v1::ListWaitlistEntriesResponse>(
      "ListWaitlistEntries", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        PatientClient patient_service(patients_, call);
        return List(call, waitlist_, patient_service, page_tokens_, in, out);
      });
  Add<v1::DeleteWaitlistEntryRequest, google::protobuf::Empty>(
      "DeleteWaitlistEntry", [this](Call& call, const auto& in, auto&) -> absl::Status {
        return waitlist_.Leave(CallerOf(call), in.id());
      });
  Add<v1::DeclineWaitlistOfferRequest, v1::WaitlistEntry>(
      "DeclineWaitlistOffer", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Disclose(call, waitlist_.Decline(CallerOf(call), in.id(), in.offer_id()), out);
      });
}

}  // namespace enlace::appointment::rpc

#include "services/auth/rpc/terms_rpc.h"

#include <utility>
#include <vector>

#include "libs/core/log.h"
#include "libs/core/reasons.h"
#include "services/auth/rpc/id_page.h"
#include "services/auth/rpc/terms_message.h"

namespace enlace::auth::rpc {
namespace {

using enlace::rpc::Call;

// Absent when none is named.
std::optional<core::Ulid> ReadUserId(const std::string& text,
                                     std::vector<core::Violation>& violations) {
  if (text.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(text);
  if (!id) violations.push_back(core::violation::IdFormat("userId"));
  return id;
}

}  // namespace

TermsRpc::TermsRpc(enlace::rpc::Pipeline& pipeline, TermsService& terms,
                   const enlace::rpc::PageTokens& page_tokens)
    : UnaryService(pipeline), terms_(terms), page_tokens_(page_tokens) {
  AddTermsRpcs();
  AddAcceptanceRpcs();
}

void TermsRpc::AddTermsRpcs() {
  Add<v1::PublishTermsRequest, v1::Terms>(
      "PublishTerms",
      [this](Call& call, const v1::PublishTermsRequest& req, v1::Terms& res) -> absl::Status {
        const auto terms = terms_.Publish(call.context_for(core::Ulid()), call.principal().id,
                                          ReadTerms(req), call.deadline());
        if (!terms.ok()) return terms.status();
        if (call.stores()) {
          core::Log(core::LogLevel::kInfo, "publishing terms",
                    {{"code", terms->kind},
                     {"version", terms->version},
                     {"actor", call.principal().id.ToString()},
                     {"request_id", call.request_id()},
                     {"trace_id", call.trace_id()}});
        }
        WriteTerms(*terms, res);
        return absl::OkStatus();
      });
  Add<v1::ListTermsRequest, v1::ListTermsResponse>(
      "ListTerms",
      [this](Call& call, const v1::ListTermsRequest&, v1::ListTermsResponse& res) -> absl::Status {
        const auto in_force = terms_.InForce(call.deadline());
        if (!in_force.ok()) return in_force.status();
        for (const auto& terms : *in_force) WriteTerms(terms, *res.add_terms());
        return absl::OkStatus();
      });
  Add<v1::GetTermsRequest, v1::Terms>(
      "GetTerms",
      [this](Call& call, const v1::GetTermsRequest& req, v1::Terms& res) -> absl::Status {
        const auto terms = terms_.Get(req.kind(), req.version(), call.deadline());
        if (!terms.ok()) return terms.status();
        WriteTerms(*terms, res);
        return absl::OkStatus();
      });
}

void TermsRpc::AddAcceptanceRpcs() {
  Add<v1::AcceptTermsRequest, v1::TermsAcceptance>(
      "AcceptTerms",
      [this](Call& call, const v1::AcceptTermsRequest& req,
             v1::TermsAcceptance& res) -> absl::Status {
        const auto accepted = terms_.Accept(call.tenant_context(), call.principal().id,
                                            ReadAcceptance(req), call.deadline());
        if (!accepted.ok()) return accepted.status();
        WriteAcceptance(accepted->acceptance, res);
        // What is only tried leaves nothing under this id.
        if (!accepted->found && !call.stores()) res.clear_id();
        return absl::OkStatus();
      });
  Add<v1::ListTermsAcceptancesRequest, v1::ListTermsAcceptancesResponse>(
      "ListTermsAcceptances",
      [this](Call& call, const v1::ListTermsAcceptancesRequest& req,
             v1::ListTermsAcceptancesResponse& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto user = ReadUserId(req.user_id(), violations);
        const auto page = ReadIdPage(page_tokens_, call, req, violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        // One more than the page holds tells whether there is another page.
        const auto acceptances = terms_.List(call.tenant_context(), call.principal(), user,
                                             page.after, page.size + 1, call.deadline());
        if (!acceptances.ok()) return acceptances.status();
        for (const auto& acceptance : *acceptances) {
          if (res.acceptances_size() == page.size) {
            res.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, req,
                                                      res.acceptances(page.size - 1).id()));
            break;
          }
          call.Disclose("TermsAcceptance", acceptance.id);
          WriteAcceptance(acceptance, *res.add_acceptances());
        }
        return absl::OkStatus();
      });
  Add<v1::RevokeTermsAcceptanceRequest, v1::TermsAcceptance>(
      "RevokeTermsAcceptance",
      [this](Call& call, const v1::RevokeTermsAcceptanceRequest& req,
             v1::TermsAcceptance& res) -> absl::Status {
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundTermsAcceptance();
        const auto revoked = terms_.Revoke(call.tenant_context(), call.principal().id, *id,
                                           req.reason(), call.if_match(), call.deadline());
        if (!revoked.ok()) return revoked.status();
        WriteAcceptance(*revoked, res);
        return absl::OkStatus();
      });
}

}  // namespace enlace::auth::rpc

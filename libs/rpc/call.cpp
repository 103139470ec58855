#include "libs/rpc/call.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "libs/authn/bearer.h"
#include "libs/core/log.h"
#include "libs/db/write_intent.h"
#include "libs/rpc/metadata.h"

namespace enlace::rpc {
namespace {

// What a call keeps for itself of its time, to say what became of the one that it made.
constexpr absl::Duration kMargin = absl::Milliseconds(50);

std::string_view ActorType(authn::Role role) {
  switch (role) {
    case authn::Role::kPlatformAdmin:
      return "PLATFORM";
    case authn::Role::kInternalService:
      return "SERVICE";
    case authn::Role::kServiceAccount:
      return "API_KEY";
    default:
      return "USER";
  }
}

}  // namespace

db::TenantContext Call::tenant_context() const { return context_for(principal_->tenant_id); }

db::TenantContext Call::context_for(const core::Ulid& tenant_id) const {
  db::TenantContext context;
  context.tenant_id = tenant_id;
  context.actor_id = principal_->id.ToString();
  context.actor_type = std::string(ActorType(principal_->role));
  context.actor_email = principal_->owner_id;
  context.request_id = request_id_;
  context.ip = ip_;
  context.user_agent = user_agent_;
  context.workflows = absl::StrJoin(principal_->workflows, ",");
  context.place = place_;
  context.intent = intent_;
  return context;
}

db::TenantContext Call::caller_context() const {
  if (principal_ != nullptr && !principal_->id.IsNil()) return tenant_context();
  return {.actor_type = "ANONYMOUS",
          .request_id = request_id_,
          .ip = ip_,
          .user_agent = user_agent_,
          .place = place_};
}

bool Call::stores() const { return !judged_ && (intent_ == nullptr || intent_->key().has_value()); }

tracing::Span Call::PassOn(grpc::ClientContext& outgoing, std::string_view method) const {
  auto span = tracing::ClientSpan(place_, method);
  outgoing.set_deadline(
      absl::ToChronoTime(deadline_ - std::min(kMargin, (deadline_ - absl::Now()) / 10)));
  outgoing.AddMetadata(authn::MetadataOf(credential_), credential_);
  outgoing.AddMetadata(kInnerCall, "true");
  outgoing.AddMetadata("x-request-id", request_id_);
  outgoing.AddMetadata("traceparent", span ? span.place().traceparent : place_.traceparent);
  outgoing.AddMetadata("x-forwarded-for", ip_);
  outgoing.AddMetadata("x-client-user-agent", user_agent_);
  if (!accept_language_.empty()) outgoing.AddMetadata("accept-language", accept_language_);
  purpose_.PassOn(outgoing);
  return span;
}

void Call::WarnIfGlassIsBroken(std::string_view method) const {
  if (!purpose_.breaks_glass()) return;
  broken_glass_.Add();
  core::Log(core::LogLevel::kWarning, "break-glass access",
            {{"request_id", request_id_},
             {"trace_id", trace_id()},
             {"method", method},
             {"tenant", principal_->tenant_id.ToString()},
             {"actor", principal_->id.ToString()}});
}

void Call::Disclose(std::string_view resource_type, const core::Ulid& id) {
  disclosed_type_ = std::string(resource_type);
  disclosed_.push_back(id);
}

}  // namespace enlace::rpc

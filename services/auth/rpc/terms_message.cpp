#include "services/auth/rpc/terms_message.h"

#include "libs/core/version_match.h"
#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {

Terms ReadTerms(const v1::PublishTermsRequest& request) {
  return {.kind = request.kind(),
          .title_es = request.title_es(),
          .title_en = request.title_en(),
          .body_es = request.body_es(),
          .body_en = request.body_en()};
}

AcceptTermsRequest ReadAcceptance(const v1::AcceptTermsRequest& request) {
  AcceptTermsRequest read{
      .kind = request.kind(), .channel = request.channel(), .evidence = request.evidence()};
  if (request.has_version()) read.version = request.version();
  return read;
}

void WriteTerms(const Terms& terms, v1::Terms& message) {
  message.set_kind(terms.kind);
  message.set_version(static_cast<std::int32_t>(terms.version));
  message.set_title_es(terms.title_es);
  message.set_title_en(terms.title_en);
  message.set_body_es(terms.body_es);
  message.set_body_en(terms.body_en);
  *message.mutable_published_at() = TimestampOf(terms.published_at);
}

void WritePendingTerms(const PendingTerms& terms, core::Language language,
                       v1::PendingTerms& message) {
  message.set_kind(terms.kind);
  message.set_version(static_cast<std::int32_t>(terms.version));
  message.set_title(language == core::Language::kSpanish ? terms.title_es : terms.title_en);
}

void WriteAcceptance(const TermsAcceptance& acceptance, v1::TermsAcceptance& message) {
  message.set_id(acceptance.id.ToString());
  message.set_user_id(acceptance.user_id.ToString());
  message.set_kind(acceptance.kind);
  message.set_version(static_cast<std::int32_t>(acceptance.version_of_terms));
  message.set_channel(acceptance.channel);
  if (!acceptance.evidence.empty()) message.set_evidence(acceptance.evidence);
  message.set_ip(acceptance.ip);
  message.set_user_agent(acceptance.user_agent);
  *message.mutable_accepted_at() = TimestampOf(acceptance.accepted_at);
  if (acceptance.revoked_at) *message.mutable_revoked_at() = TimestampOf(*acceptance.revoked_at);
  if (!acceptance.revoke_reason.empty()) message.set_revoke_reason(acceptance.revoke_reason);
  message.set_etag(core::EtagOf(acceptance.version));
}

}  // namespace enlace::auth::rpc

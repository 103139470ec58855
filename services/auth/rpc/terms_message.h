#pragma once

#include "enlace/auth/v1/terms.pb.h"
#include "libs/core/language.h"
#include "services/auth/domain/terms.h"

namespace enlace::auth::rpc {

Terms ReadTerms(const v1::PublishTermsRequest& request);
AcceptTermsRequest ReadAcceptance(const v1::AcceptTermsRequest& request);

void WriteTerms(const Terms& terms, v1::Terms& message);
void WritePendingTerms(const PendingTerms& terms, core::Language language,
                       v1::PendingTerms& message);
void WriteAcceptance(const TermsAcceptance& acceptance, v1::TermsAcceptance& message);

}  // namespace enlace::auth::rpc

#pragma once

#include "enlace/auth/v1/terms_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/terms_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.TermsService over the domain's service. Thread-safe.
class TermsRpc final : public enlace::rpc::UnaryService<v1::TermsService> {
 public:
  // All must outlive it.
  TermsRpc(enlace::rpc::Pipeline& pipeline, TermsService& terms,
           const enlace::rpc::PageTokens& page_tokens);

 private:
  void AddTermsRpcs();
  void AddAcceptanceRpcs();

  TermsService& terms_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::auth::rpc

#pragma once

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "enlace/auth/v1/member_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/administrator_service.h"
#include "services/auth/domain/doctor_service.h"
#include "services/auth/domain/member_service.h"
#include "services/auth/domain/mfa_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.MemberService over the domain's service. Thread-safe.
class MemberRpc final : public enlace::rpc::UnaryService<v1::MemberService> {
 public:
  // All must outlive it.
  MemberRpc(enlace::rpc::Pipeline& pipeline, MemberService& members, DoctorService& doctors,
            AdministratorService& administrators, MfaService& mfa,
            enlace::appointment::v1::DirectoryService::StubInterface& directory,
            const enlace::rpc::PageTokens& page_tokens);

 private:
  void AddMemberRpcs();
  void AddNewcomerRpcs();
  void AddInvitationRpcs();

  MemberService& members_;
  DoctorService& doctors_;
  AdministratorService& administrators_;
  MfaService& mfa_;
  enlace::appointment::v1::DirectoryService::StubInterface& directory_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::auth::rpc

#pragma once

#include "enlace/appointment/v1/reply_service.grpc.pb.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/bookings.h"
#include "services/appointment/domain/replies.h"

namespace enlace::appointment::rpc {

namespace v1 = enlace::appointment::v1;

// The gRPC face of patients' answers by link. Two of its RPCs are asked without credential: the
// token decides, and all is done in the token's own tenant and recorded as a patient's reply.
class ReplyService final : public enlace::rpc::UnaryService<v1::ReplyService> {
 public:
  // All must outlive the object.
  ReplyService(enlace::rpc::Pipeline& pipeline, Bookings& bookings, Replies& replies,
               const ReplyTokens& tokens, db::AccessLog& access_log, const core::Clock& clock);

 private:
  absl::Status MakeLink(enlace::rpc::Call& call, const std::string& id, v1::ReplyLink& response);
  // Answers where `to` is one, and shows.
  absl::Status Reply(const enlace::rpc::Call& call, const std::string& token,
                     std::optional<State> to, v1::Reply& response);

  Bookings& bookings_;
  Replies& replies_;
  const ReplyTokens& tokens_;
  db::AccessLog& access_log_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment::rpc

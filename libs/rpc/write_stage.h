#pragma once

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/error.h"
#include "libs/db/write_intent.h"
#include "libs/rpc/call.h"
#include "libs/rpc/kept_answer.h"
#include "libs/rpc/pipeline.h"
#include "libs/tracing/span.h"

namespace enlace::rpc {

// A call on its way through the stages.
struct Run {
  const MethodRule& rule;
  grpc::ServerContext& context;
  const Pipeline::Messages& messages;
  Pipeline::Body body;
  absl::Time started;
  Call call;
  tracing::Span span = {};
};

// Internal to libs/rpc: the stage of the pipeline that RPCs which write go through. Under an
// idempotency key they do so once and repeat their answer; asked to validate, they store nothing.
struct WriteStage {
  using Next = absl::FunctionRef<absl::Status()>;
  // `next`: the stages that are left.
  static absl::Status Pass(const Repeats* repeats, Run& run, Next next);
  // For a call that can't be taken, whose caller is to learn all that is wrong with it: what was
  // found already and what the stages that are left find. Nothing is stored. Reads too.
  static absl::Status Judge(Run& run, std::vector<core::Violation> found, Next next);

 private:
  static absl::Status Try(Run& run, Next next);
  static absl::Status WriteOnce(const Repeats& repeats, Run& run, const std::string& key,
                                Next next);
  static absl::Status WithIntent(Call& call, db::WriteIntent& intent, Next next);
  static KeptAnswer AnswerOf(const Run& run, const std::string& asked);
  static absl::Status Replay(Run& run, const KeptAnswer& kept);
};

}  // namespace enlace::rpc

#include "services/audit/rpc/retention_rpc.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "libs/core/reasons.h"

namespace enlace::audit::rpc {
namespace {

using enlace::rpc::Call;

// Starts of days.
void WriteTime(absl::Time time, google::protobuf::Timestamp* message) {
  message->set_seconds(absl::ToUnixSeconds(time));
}

absl::Status Answer(const absl::StatusOr<Retention>& retention, v1::AuditRetention& response) {
  if (!retention.ok()) return retention.status();
  response.set_years(retention->years);
  if (retention->effective_from) {
    WriteTime(*retention->effective_from, response.mutable_effective_from());
  }
  if (retention->next) {
    response.mutable_next()->set_years(retention->next->years);
    WriteTime(retention->next->effective_from, response.mutable_next()->mutable_effective_from());
  }
  return absl::OkStatus();
}

std::vector<core::Violation> Faults(const v1::SetAuditRetentionRequest& request) {
  if (!request.has_years()) return {core::violation::Required("years")};
  const auto& known = kRetentionYears;
  if (std::find(known.begin(), known.end(), request.years()) == known.end()) {
    return {core::violation::EnumValue("years", absl::StrJoin(known, ", "))};
  }
  return {};
}

}  // namespace

RetentionRpc::RetentionRpc(enlace::rpc::Pipeline& pipeline, RetentionRepository& retention)
    : UnaryService(pipeline), retention_(retention) {
  Add<v1::GetAuditRetentionRequest, v1::AuditRetention>(
      "GetAuditRetention",
      [this](Call& call, const v1::GetAuditRetentionRequest&, v1::AuditRetention& res) {
        return Answer(retention_.Get(call.tenant_context(), call.deadline()), res);
      });
  Add<v1::SetAuditRetentionRequest, v1::AuditRetention>(
      "SetAuditRetention",
      [this](Call& call, const v1::SetAuditRetentionRequest& req,
             v1::AuditRetention& res) -> absl::Status {
        if (auto faults = Faults(req); !faults.empty()) {
          return core::InvalidFields(std::move(faults));
        }
        return Answer(retention_.Choose(call.tenant_context(), req.years(), call.deadline()), res);
      });
}

}  // namespace enlace::audit::rpc

#include "libs/usage/rpc/usage_rpc.h"

#include <utility>
#include <vector>

#include "libs/clinical/date.h"
#include "libs/core/reasons.h"

namespace enlace::usage::rpc {
namespace {

namespace proto = enlace::usage::v1;
using enlace::rpc::Call;

absl::StatusOr<Days> ReadDays(const Call& call, const proto::GetServiceUsageRequest& request) {
  std::vector<core::Violation> violations;
  const auto from = clinical::ParseDate(request.from());
  const auto to = clinical::ParseDate(request.to());
  if (!from) violations.push_back(core::violation::DateFormat("from"));
  if (!to) violations.push_back(core::violation::DateFormat("to"));
  if (from && to) {
    if (*to < *from) {
      violations.push_back(core::violation::DateOrder("to", "from"));
    } else if (*to - *from >= kMostDays) {
      violations.push_back(core::violation::DateRange(
          "from", clinical::FormatDate(*to - (kMostDays - 1)), clinical::FormatDate(*to)));
    }
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  return Days{*from, *to, call.principal().time_zone};
}

}  // namespace

UsageRpc::UsageRpc(enlace::rpc::Pipeline& pipeline, DailyCounts& counts)
    : UnaryService(pipeline), counts_(counts) {
  Add<proto::GetServiceUsageRequest, proto::GetServiceUsageResponse>(
      "GetServiceUsage",
      [this](Call& call, const proto::GetServiceUsageRequest& req,
             proto::GetServiceUsageResponse& res) -> absl::Status {
        const auto days = ReadDays(call, req);
        if (!days.ok()) return days.status();
        const auto counted = counts_.Count(call.tenant_context(), *days, call.deadline());
        if (!counted.ok()) return counted.status();
        for (const auto& count : *counted) {
          auto* day = res.add_days();
          day->set_requests(count.requests);
          day->set_created(count.created);
        }
        return absl::OkStatus();
      });
}

}  // namespace enlace::usage::rpc

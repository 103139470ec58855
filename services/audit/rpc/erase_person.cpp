#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/erasure.h"
#include "services/audit/rpc/audit_service.h"

namespace enlace::audit::rpc {

absl::Status ErasePersonFromAudit(EventRepository& events, enlace::rpc::Call& call,
                                  const v1::ErasePersonFromAuditRequest& request) {
  std::vector<core::Violation> violations;
  const auto reason = CheckErasureReason(request.reason(), violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto person_id = core::Ulid::Parse(request.id());
  if (!person_id) return core::refusal::NotFound();
  const auto context = call.tenant_context();
  return events.ErasePerson(context, *person_id,
                            ErasureRecord(context, *person_id, reason, absl::Now()),
                            call.deadline());
}

}  // namespace enlace::audit::rpc

#include <utility>
#include <vector>

#include "libs/core/reasons.h"
#include "services/audit/storage/event_repository.h"

namespace enlace::audit::storage {
namespace {

constexpr db::Statement kErase = {
    "audit_erase_person",
    "DELETE FROM audit_person_keys WHERE tenant_id = $1::uuid AND person_id = $2::uuid"};

}  // namespace

absl::Status PgEventRepository::ErasePerson(const db::TenantContext& context,
                                            const core::Ulid& person_id, AuditEvent record,
                                            absl::Time deadline) {
  const auto& tenant_id = context.tenant_id;
  if (person_id == tenant_id) return core::refusal::NotFound();
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  // The record's key before the person's: who stores events takes keys first, too.
  std::vector<AuditEvent> records;
  records.push_back(std::move(record));
  const auto sealed = Seal(*transaction, tenant_id, std::move(records));
  if (!sealed.ok()) return sealed.status();
  const auto erased = transaction->Run(kErase, db::Params().Id(tenant_id).Id(person_id));
  if (!erased.ok()) return erased.status();
  if (erased->affected() == 0) return core::refusal::NotFound();
  return Insert(*transaction, tenant_id, *sealed).status();
}

}  // namespace enlace::audit::storage

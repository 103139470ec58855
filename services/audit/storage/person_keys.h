#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/core/data_keys.h"
#include "libs/core/sealer.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/audit/domain/payload.h"

namespace enlace::audit::storage {

// The keys of payloads (table audit_person_keys), each sealed under the installation's and bound to
// its tenant and person. None is remembered: an erased one is gone at once. Thread-safe.
class PersonKeys {
 public:
  explicit PersonKeys(const core::DataKeys& keys)
      : sealer_(keys, core::KeyPurpose::kAuditPersonKeys) {}

  // The keys of all these persons, within the tenant's transaction; who has none gets a new one.
  // One round trip, two where keys are new. INTERNAL for a key that the installation does not open:
  // nothing may be sealed then. Errors of libs/db/database.h.
  absl::StatusOr<std::map<core::Ulid, PayloadKey>> Ensure(
      db::Transaction& transaction, const core::Ulid& tenant_id,
      const std::set<core::Ulid>& persons) const;

  // A sealed key as the table has it. Nullopt when it is another person's, or the installation's
  // key is another one.
  std::optional<PayloadKey> Open(const core::Ulid& tenant_id, const core::Ulid& person_id,
                                 std::string_view sealed) const;

 private:
  absl::StatusOr<db::Rows> Make(db::Transaction& transaction, const core::Ulid& tenant_id,
                                const std::vector<core::Ulid>& persons) const;
  std::string Seal(const core::Ulid& tenant_id, const core::Ulid& person_id,
                   const PayloadKey& key) const;

  const core::Sealer sealer_;
};

}  // namespace enlace::audit::storage

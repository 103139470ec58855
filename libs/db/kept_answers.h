#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "libs/db/database.h"
#include "libs/db/write_intent.h"

namespace enlace::db {

// The answers of writes under an idempotency key, kept for 24 hours in the service's own database
// (table idempotency_keys). Knows nothing of what is in them. Thread-safe. The tenant of a context
// decides whose keys are meant; the nil tenant has the platform's.
class KeptAnswers {
 public:
  // `platform`: null where the platform writes nothing. Both must outlive it.
  KeptAnswers(TenantDatabase& tenants, PlatformDatabase* platform)
      : tenants_(tenants), platform_(platform) {}

  // The answer of a call that has ended; nullopt where there is none. Errors of Transaction.
  absl::StatusOr<std::optional<std::string>> Find(const TenantContext& context,
                                                  const WriteIntent::Key& key,
                                                  absl::Time deadline) const;

  // Stores the answer beside what `intent` (which has a key) holds, and commits both: one round
  // trip. Without anything held the answer is stored alone, under the intent's scope or the
  // tenant of `context`; look at the intent's claim when that fails. COMMIT_IN_DOUBT as in
  // Transaction.
  absl::Status Keep(const TenantContext& context, WriteIntent& intent, std::string_view answer,
                    absl::Time deadline) const;

 private:
  absl::StatusOr<Transaction> Begin(const TenantContext& context, absl::Time deadline) const;

  TenantDatabase& tenants_;
  PlatformDatabase* const platform_;
};

}  // namespace enlace::db

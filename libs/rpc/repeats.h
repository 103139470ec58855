#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/data_keys.h"
#include "libs/core/sealer.h"
#include "libs/db/kept_answers.h"
#include "libs/rpc/kept_answer.h"
#include "libs/rpc/keys_under_way.h"

namespace enlace::rpc {

// The answers that a repeat gets, sealed (docs/adr/0015). Thread-safe.
class Repeats {
 public:
  // `answers` must outlive it.
  Repeats(const db::KeptAnswers& answers, const core::DataKeys& keys)
      : answers_(answers), sealer_(keys, core::KeyPurpose::kKeptAnswers) {}

  // The answer under the key, nullopt where there is none. FAILED_PRECONDITION
  // (IDEMPOTENCY_MISMATCH) when it is the answer to another call than `call` (HashOfCall). Errors
  // of db::Transaction.
  absl::StatusOr<std::optional<KeptAnswer>> Find(const db::TenantContext& context,
                                                 const db::WriteIntent::Key& key,
                                                 std::string_view call, absl::Time deadline) const;

  KeysUnderWay& under_way() const { return under_way_; }

  // Keeps the answer and commits the write: see db::KeptAnswers::Keep.
  absl::Status Keep(const db::TenantContext& context, db::WriteIntent& intent,
                    const KeptAnswer& answer, absl::Time deadline) const;

 private:
  const db::KeptAnswers& answers_;
  const core::Sealer sealer_;
  mutable KeysUnderWay under_way_;
};

// The key that a call is sent under: of its request, or of its metadata, which must agree; empty
// for none. INVALID_ARGUMENT for what is no key.
absl::StatusOr<std::string> ReadIdempotencyKey(std::string_view in_request,
                                               std::string_view in_metadata);

}  // namespace enlace::rpc

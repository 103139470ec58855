#include "libs/rpc/repeats.h"

#include <algorithm>
#include <utility>

#include "libs/core/error.h"

namespace enlace::rpc {
namespace {

constexpr std::size_t kLongestKey = 255;

// Where a sealed answer belongs. Ids are of one length, so that no two places have one text.
std::string PlaceOf(const core::Ulid& tenant_id, const db::WriteIntent::Key& key) {
  return tenant_id.ToString() + key.credential_id.ToString() + key.text;
}

absl::Status Mismatch() {
  return core::MakeError(absl::StatusCode::kFailedPrecondition,
                         "idempotencyKey: was used for another call; send a new key with a new "
                         "call, and the same key only with the same call",
                         {.reason = std::string(core::reason::kIdempotencyMismatch)});
}

}  // namespace

absl::StatusOr<std::optional<KeptAnswer>> Repeats::Find(const db::TenantContext& context,
                                                        const db::WriteIntent::Key& key,
                                                        std::string_view call,
                                                        absl::Time deadline) const {
  const auto sealed = answers_.Find(context, key, deadline);
  if (!sealed.ok()) return sealed.status();
  if (!sealed->has_value()) return std::optional<KeptAnswer>();
  const auto opened = sealer_.Open(**sealed, PlaceOf(context.tenant_id, key));
  if (!opened) return core::Internal("a kept answer can't be opened: is its data key gone?");
  auto answer = KeptAnswer::Decode(*opened);
  if (!answer) return core::Internal("a kept answer is malformed");
  if (answer->call != call) return Mismatch();
  return answer;
}

absl::Status Repeats::Keep(const db::TenantContext& context, db::WriteIntent& intent,
                           const KeptAnswer& answer, absl::Time deadline) const {
  const auto tenant = intent.scope().value_or(context.tenant_id);
  return answers_.Keep(context, intent,
                       sealer_.Seal(answer.Encode(), PlaceOf(tenant, *intent.key())), deadline);
}

absl::Status IdempotencyInProgress() {
  return core::MakeError(absl::StatusCode::kAborted,
                         "the first call with this idempotencyKey is still under way; repeat the "
                         "call with the same key in a second",
                         {.reason = std::string(core::reason::kIdempotencyInProgress),
                          .retry_after = absl::Seconds(1)});
}

absl::StatusOr<std::string> ReadIdempotencyKey(std::string_view in_request,
                                               std::string_view in_metadata) {
  const auto key = in_request.empty() ? in_metadata : in_request;
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!printable || key.size() > kLongestKey) {
    return core::InvalidFields({{"idempotencyKey", "IDEMPOTENCY_KEY_FORMAT",
                                 "must be 1 to 255 printable ASCII characters"}});
  }
  if (!in_metadata.empty() && in_metadata != key) {
    return core::InvalidFields({{"idempotencyKey", "IDEMPOTENCY_KEY_DIFFERS",
                                 "must be the same as the header Idempotency-Key, or be left out "
                                 "of one of them"}});
  }
  return std::string(key);
}

}  // namespace enlace::rpc

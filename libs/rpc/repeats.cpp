#include "libs/rpc/repeats.h"

#include <algorithm>
#include <utility>

#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

constexpr std::size_t kLongestKey = 255;

// Where a sealed answer belongs. Ids are of one length, so that no two places have one text.
std::string PlaceOf(const core::Ulid& tenant_id, const db::WriteIntent::Key& key) {
  return tenant_id.ToString() + key.credential_id.ToString() + key.text;
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
  if (answer->call != call) return core::refusal::IdempotencyMismatch();
  return answer;
}

absl::Status Repeats::Keep(const db::TenantContext& context, db::WriteIntent& intent,
                           const KeptAnswer& answer, absl::Time deadline) const {
  const auto tenant = intent.scope().value_or(context.tenant_id);
  return answers_.Keep(context, intent,
                       sealer_.Seal(answer.Encode(), PlaceOf(tenant, *intent.key())), deadline);
}

absl::StatusOr<std::string> ReadIdempotencyKey(std::string_view in_request,
                                               std::string_view in_metadata) {
  const auto key = in_request.empty() ? in_metadata : in_request;
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!printable || key.size() > kLongestKey) {
    return core::InvalidFields({core::violation::IdempotencyKey("idempotencyKey")});
  }
  if (!in_metadata.empty() && in_metadata != key) {
    return core::InvalidFields({core::violation::IdempotencyKeyDiffers("idempotencyKey")});
  }
  return std::string(key);
}

}  // namespace enlace::rpc

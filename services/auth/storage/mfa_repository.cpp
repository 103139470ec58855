#include "services/auth/storage/mfa_repository.h"

#include "services/auth/storage/hash_text.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kGet = {"get_mfa", R"(
  SELECT coalesce(encode(secret, 'hex'), '') AS secret,
         coalesce(encode(pending, 'hex'), '') AS pending
  FROM mfa_factors WHERE user_id = $1)"};

constexpr db::Statement kSetPending = {"set_pending_mfa", R"(
  INSERT INTO mfa_factors AS f (user_id, pending) VALUES ($1, decode($2, 'hex'))
  ON CONFLICT (user_id) DO UPDATE SET pending = excluded.pending
  WHERE f.secret IS NOT DISTINCT FROM decode(nullif($3, ''), 'hex'))"};

constexpr db::Statement kConfirm = {"confirm_mfa", R"(
  UPDATE mfa_factors SET secret = pending, pending = NULL, last_step = $3
  WHERE user_id = $1 AND pending = decode($2, 'hex')
  RETURNING user_id)"};

constexpr db::Statement kForgetCodes = {"forget_recovery_codes",
                                        "DELETE FROM recovery_codes WHERE user_id = $1"};

constexpr db::Statement kAddCodes = {"add_recovery_codes", R"(
  INSERT INTO recovery_codes (user_id, code_hash)
  SELECT $1, decode(code_hash, 'hex') FROM unnest($2::text[]) AS given (code_hash))"};

constexpr db::Statement kNote = {"note_mfa", "UPDATE users SET mfa_enabled_at = $2 WHERE id = $1"};

constexpr db::Statement kEndSessions = {"end_sessions_without_mfa", R"(
  UPDATE sessions SET ended_at = $2, end_reason = 'MFA_ENABLED'
  WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2)"};

// One of many that send one code at once finds the step unused.
constexpr db::Statement kUseStep = {"use_mfa_step", R"(
  UPDATE mfa_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2)"};

constexpr db::Statement kUseCode = {"use_recovery_code", R"(
  DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = decode($2, 'hex'))"};

}  // namespace

absl::StatusOr<StoredMfa> PostgresMfaRepository::Get(const core::Ulid& user_id,
                                                     absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kGet, db::Params().Id(user_id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return StoredMfa{};
  const auto row = (*rows)[0];
  return StoredMfa{.secret = ReadHash(row.Text("secret")),
                   .pending = ReadHash(row.Text("pending"))};
}

absl::StatusOr<bool> PostgresMfaRepository::SetPending(const core::Ulid& user_id,
                                                       const std::string& present,
                                                       const std::string& sealed,
                                                       absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto set = transaction->RunAndCommit(
      kSetPending, db::Params().Id(user_id).Text(HashText(sealed)).Text(HashText(present)));
  if (!set.ok()) return set.status();
  return set->affected() == 1;
}

absl::StatusOr<bool> PostgresMfaRepository::Confirm(const db::TenantContext& context,
                                                    const core::Ulid& user_id,
                                                    const std::string& pending, std::int64_t step,
                                                    const std::vector<std::string>& recovery_hashes,
                                                    absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto confirmed =
      transaction->Run(kConfirm, db::Params().Id(user_id).Text(HashText(pending)).Int(step));
  if (!confirmed.ok()) return confirmed.status();
  if (confirmed->empty()) return false;
  const auto forgotten = transaction->Run(kForgetCodes, db::Params().Id(user_id));
  if (!forgotten.ok()) return forgotten.status();
  std::vector<std::string> hashes;
  hashes.reserve(recovery_hashes.size());
  for (const auto& hash : recovery_hashes) hashes.push_back(HashText(hash));
  const auto added = transaction->Run(kAddCodes, db::Params().Id(user_id).TextArray(hashes));
  if (!added.ok()) return added.status();
  const auto noted = transaction->Run(kNote, db::Params().Id(user_id).Time(now));
  if (!noted.ok()) return noted.status();
  const auto ended = transaction->RunAndCommit(kEndSessions, db::Params().Id(user_id).Time(now));
  if (!ended.ok()) return ended.status();
  return true;
}

absl::StatusOr<bool> PostgresMfaRepository::UseStep(const core::Ulid& user_id, std::int64_t step,
                                                    absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto used = transaction->RunAndCommit(kUseStep, db::Params().Id(user_id).Int(step));
  if (!used.ok()) return used.status();
  return used->affected() == 1;
}

absl::StatusOr<bool> PostgresMfaRepository::UseRecoveryCode(const core::Ulid& user_id,
                                                            const std::string& hash,
                                                            absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto used =
      transaction->RunAndCommit(kUseCode, db::Params().Id(user_id).Text(HashText(hash)));
  if (!used.ok()) return used.status();
  return used->affected() == 1;
}

}  // namespace enlace::auth::storage

#include "services/audit/storage/recovery.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/absl_view.h"
#include "services/audit/domain/checkpoint_text.h"
#include "services/audit/storage/append_file.h"
#include "services/audit/storage/tree_nodes.h"

namespace enlace::audit::storage {
namespace {

constexpr std::string_view kFiles = ".checkpoints";
constexpr std::string_view kLost = ".lost";
constexpr int kTenants = 100;
constexpr int kBatch = 500;

constexpr db::Statement kSigned = {"audit_recovery_signed",
                                   "SELECT DISTINCT tenant_id FROM audit_checkpoints"};

constexpr db::Statement kNewest = {
    "audit_recovery_newest",
    "SELECT position, occurred_at FROM audit_leaves WHERE tenant_id = $1::uuid"
    " ORDER BY position DESC LIMIT 1"};

constexpr db::Statement kLeaf = {"audit_recovery_leaf",
                                 "SELECT encode(entry_hash, 'hex') AS entry_hash FROM audit_leaves"
                                 " WHERE tenant_id = $1::uuid AND position = $2::bigint"};

// Nobody waits for it: what is slow is only late.
absl::Time Deadline() { return absl::Now() + absl::Minutes(1); }

db::TenantContext ContextOf(const core::Ulid& tenant_id) {
  return {.tenant_id = tenant_id, .actor_id = "enlace-audit", .actor_type = "SERVICE"};
}

}  // namespace

// Of one file, the oldest first. Those of a key that is not known count as well: a key that was
// lost has been replaced, and what it signed keeps the chain from being signed (AddCheckpoint).
struct Recovery::Notes {
  struct Note {
    std::size_t begin;
    bool verified;
    Checkpoint checkpoint;
  };
  std::vector<Note> all;

  static Notes Read(const std::string& path, const std::vector<CheckpointPublicKey>& keys,
                    const core::Ulid& tenant_id) {
    Notes notes;
    std::ifstream file(path, std::ios::binary);
    ReadNotes(file, [&](const std::string& note, std::size_t begin) {
      const auto opened = OpenCheckpoint(note, keys, tenant_id);
      const bool verified = opened.state == NoteState::kGood;
      const bool counts = verified || (opened.state == NoteState::kUnknownKey &&
                                       opened.checkpoint->tenant_id == tenant_id);
      if (counts) notes.all.push_back({begin, verified, *opened.checkpoint});
    });
    return notes;
  }
};

absl::StatusOr<std::vector<RecoveredChain>> Recovery::Run() {
  if (auto sealed = SealWaiting(); !sealed.ok()) return sealed;
  const auto tenants = Tenants();
  if (!tenants.ok()) return tenants.status();
  std::vector<RecoveredChain> chains;
  for (const auto& tenant_id : *tenants) {
    auto chain = RecoverChain(tenant_id);
    if (!chain.ok()) return chain.status();
    chains.push_back(*chain);
  }
  return chains;
}

// Records that were stored, but not chained yet, get the places and hashes that they had before.
absl::Status Recovery::SealWaiting() {
  for (;;) {
    const auto tenants = parts_.chains.TenantsToSeal(kTenants, Deadline());
    if (!tenants.ok()) return tenants.status();
    if (tenants->empty()) return absl::OkStatus();
    for (const auto& tenant_id : *tenants) {
      const auto batch = parts_.chains.Seal(ContextOf(tenant_id), kBatch, Deadline());
      if (!batch.ok()) return batch.status();
    }
  }
}

absl::StatusOr<std::vector<core::Ulid>> Recovery::Tenants() {
  std::set<core::Ulid> tenants;
  auto transaction = parts_.relay.Begin(Deadline());
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kSigned, {});
  if (!rows.ok()) return rows.status();
  for (int i = 0; i < rows->size(); ++i) tenants.insert((*rows)[i].Id("tenant_id"));
  for (const auto& entry : std::filesystem::directory_iterator(parts_.directory)) {
    const auto& path = entry.path();
    const auto tenant_id = core::Ulid::Parse(path.stem().string());
    if (path.extension() == kFiles && tenant_id) tenants.insert(*tenant_id);
  }
  return std::vector(tenants.begin(), tenants.end());
}

absl::StatusOr<RecoveredChain> Recovery::RecoverChain(const core::Ulid& tenant_id) {
  RecoveredChain chain{.tenant_id = tenant_id};
  const auto newest =
      parts_.database.Read(ContextOf(tenant_id), kNewest, db::Params().Id(tenant_id), Deadline());
  if (!newest.ok()) return newest.status();
  if (!newest->empty()) {
    chain.records = static_cast<std::uint64_t>((*newest)[0].Int("position")) + 1;
    chain.newest = (*newest)[0].Time("occurred_at");
  }

  const auto notes = Notes::Read(PathOf(tenant_id, kFiles), parts_.keys, tenant_id).all;
  std::size_t kept = notes.size();
  bool went_on = false;
  const Notes::Note* largest = nullptr;
  while (kept > 0) {
    const auto& note = notes[kept - 1];
    const auto& checkpoint = note.checkpoint;
    const auto agrees = Agrees(tenant_id, checkpoint);
    if (!agrees.ok()) return agrees.status();
    if (*agrees) break;
    if (largest == nullptr || checkpoint.size > largest->checkpoint.size) largest = &note;
    went_on = went_on || checkpoint.size <= chain.records;
    --kept;
  }
  const std::uint64_t agreed = kept == 0 ? 0 : notes[kept - 1].checkpoint.size;
  if (largest == nullptr) {
    chain.signed_records = chain.lost_from = agreed;
    return chain;
  }
  chain.signed_records = largest->checkpoint.size;
  chain.verified = largest->verified;
  chain.lost_from = went_on ? std::min(agreed, chain.signed_records - 1) : chain.records;
  const auto stored = parts_.events.Store(
      ContextOf(tenant_id), {EventOf(chain, largest->checkpoint, parts_.clock.Now())}, Deadline());
  if (!stored.ok()) return stored.status();
  if (auto moved = MoveLost(tenant_id, notes[kept].begin); !moved.ok()) return moved;
  return chain;
}

absl::StatusOr<bool> Recovery::Agrees(const core::Ulid& tenant_id, const Checkpoint& checkpoint) {
  db::Params params;
  params.Id(tenant_id).Int(static_cast<std::int64_t>(checkpoint.size) - 1);
  const auto leaf = parts_.database.Read(ContextOf(tenant_id), kLeaf, params, Deadline());
  if (!leaf.ok()) return leaf.status();
  return !leaf->empty() && HashOf((*leaf)[0], "entry_hash") == checkpoint.head;
}

// The notes from byte `begin` on.
absl::Status Recovery::MoveLost(const core::Ulid& tenant_id, std::size_t begin) {
  auto from = AppendFile::Open(PathOf(tenant_id, kFiles));
  if (!from.ok()) return from.status();
  auto to = AppendFile::Open(PathOf(tenant_id, kLost));
  if (!to.ok()) return to.status();
  const auto lost = from->Tail(from->size() - begin);
  if (!lost.ok()) return lost.status();
  if (auto appended = to->Append(*lost); !appended.ok()) return appended;
  if (auto cut = from->Cut(begin); !cut.ok()) return cut;
  return from->Sync();
}

std::string Recovery::PathOf(const core::Ulid& tenant_id, std::string_view ending) const {
  return absl::StrCat(parts_.directory, "/", tenant_id.ToString(), core::Absl(ending));
}

}  // namespace enlace::audit::storage

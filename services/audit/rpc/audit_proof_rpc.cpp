#include "services/audit/rpc/audit_proof_rpc.h"

#include <utility>

#include "libs/core/reasons.h"
#include "services/audit/domain/merkle_tree.h"
#include "services/audit/rpc/call_context.h"

namespace enlace::audit::rpc {
namespace {

using enlace::rpc::Call;

// As the API writes them: they are far below 2^63.
std::int64_t Number(std::uint64_t size) { return static_cast<std::int64_t>(size); }

FetchNodes NodesOf(ProofRepository& proofs, const db::TenantContext& context, absl::Time deadline) {
  return [&proofs, &context, deadline](const std::vector<NodeId>& ids) {
    return proofs.Nodes(context, ids, deadline);
  };
}

template <typename Response>
void WriteHashes(const std::vector<Hash>& hashes, Response& response) {
  for (const auto& hash : hashes) response.add_hashes(HashText(hash));
}

void WriteTime(absl::Time time, google::protobuf::Timestamp* message) {
  const auto micros = absl::ToUnixMicros(time);
  message->set_seconds(micros / 1'000'000);
  message->set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1'000));
}

// Keys are exchanged: the newest note may still be by the one before.
const CheckpointPublicKey& SignerOf(const std::string& note,
                                    const std::vector<CheckpointPublicKey>& keys) {
  for (const auto& key : keys) {
    if (OpenCheckpoint(note, {key}, std::nullopt).state == NoteState::kGood) return key;
  }
  return keys.front();
}

}  // namespace

AuditProofRpc::AuditProofRpc(enlace::rpc::Pipeline& pipeline, ProofRepository& proofs,
                             std::vector<CheckpointPublicKey> keys)
    : UnaryService(pipeline), proofs_(proofs), keys_(std::move(keys)) {
  Add<v1::GetAuditCheckpointRequest, v1::AuditCheckpoint>(
      "GetAuditCheckpoint",
      [this](Call& call, const auto&, auto& out) { return GetCheckpoint(call, out); });
  Add<v1::GetAuditEventProofRequest, v1::AuditEventProof>(
      "GetAuditEventProof",
      [this](Call& call, const auto& in, auto& out) { return GetEventProof(call, in, out); });
  Add<v1::GetAuditConsistencyRequest, v1::AuditConsistency>(
      "GetAuditConsistency",
      [this](Call& call, const auto& in, auto& out) { return GetConsistency(call, in, out); });
  Add<v1::GetAuditKeyRequest, v1::AuditKeys>("GetAuditKey", [this](Call&, const auto&, auto& out) {
    for (const auto& key : keys_) out.add_keys(key.ToText());
    return absl::OkStatus();
  });
}

absl::Status AuditProofRpc::GetCheckpoint(Call& call, v1::AuditCheckpoint& response) {
  const auto last = proofs_.LastCheckpoint(ContextOf(call), call.deadline());
  if (!last.ok()) return last.status();
  if (!*last) return core::refusal::NotFoundAuditCheckpoint();
  const auto& checkpoint = **last;
  response.set_checkpoint(checkpoint.note);
  response.set_size(Number(checkpoint.size));
  WriteTime(checkpoint.created_at, response.mutable_created_at());
  response.set_public_key(SignerOf(checkpoint.note, keys_).ToText());
  return absl::OkStatus();
}

absl::Status AuditProofRpc::GetEventProof(Call& call, const v1::GetAuditEventProofRequest& request,
                                          v1::AuditEventProof& response) {
  const auto context = ContextOf(call);
  const auto id = core::Ulid::Parse(request.id());
  if (!id) return core::refusal::NotFoundAuditEvent();
  const auto place = proofs_.Find(context, *id, call.deadline());
  if (!place.ok()) return place.status();
  if (!place->position && !place->waits) return core::refusal::NotFoundAuditEvent();
  const auto& last = place->checkpoint;
  if (!place->position || !last || last->size <= *place->position) {
    return core::refusal::AuditNotSealed();
  }
  const auto position = Number(*place->position);
  const auto size = request.has_size() ? request.size() : Number(last->size);
  if (size <= position || size > Number(last->size)) {
    return core::InvalidFields({core::violation::Range("size", position + 1, Number(last->size))});
  }
  auto note = std::optional(last->note);
  if (size < Number(last->size)) {
    const auto earlier =
        proofs_.CheckpointOf(context, static_cast<std::uint64_t>(size), call.deadline());
    if (!earlier.ok()) return earlier.status();
    note = *earlier ? std::optional((*earlier)->note) : std::nullopt;
  }
  const auto hashes = InclusionProof(*place->position, static_cast<std::uint64_t>(size),
                                     NodesOf(proofs_, context, call.deadline()));
  if (!hashes.ok()) return hashes.status();
  response.set_position(position);
  response.set_entry_hash(HashText(place->entry_hash));
  response.set_size(size);
  WriteHashes(*hashes, response);
  if (note) response.set_checkpoint(*note);
  return absl::OkStatus();
}

absl::Status AuditProofRpc::GetConsistency(Call& call,
                                           const v1::GetAuditConsistencyRequest& request,
                                           v1::AuditConsistency& response) {
  const auto context = ContextOf(call);
  const auto last = proofs_.LastCheckpoint(context, call.deadline());
  if (!last.ok()) return last.status();
  if (!*last) return core::refusal::NotFoundAuditCheckpoint();
  const auto largest = Number((*last)->size);
  const auto first = request.first(), second = request.second();
  std::vector<core::Violation> violations;
  if (second < 1 || second > largest) {
    violations.push_back(core::violation::Range("second", 1, largest));
  }
  const auto most = violations.empty() ? second : largest;
  if (first < 1 || first > most) violations.push_back(core::violation::Range("first", 1, most));
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const auto hashes =
      ConsistencyProof(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(second),
                       NodesOf(proofs_, context, call.deadline()));
  if (!hashes.ok()) return hashes.status();
  response.set_first(first);
  response.set_second(second);
  WriteHashes(*hashes, response);
  return absl::OkStatus();
}

}  // namespace enlace::audit::rpc

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "libs/core/error.h"
#include "libs/rpc/status.h"
#include "services/audit/storage/checkpoint_files.h"
#include "services/audit/testing/audit_server.h"
#include "services/audit/testing/chains.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/temporary_directory.h"

namespace enlace::audit::rpc {
namespace {

using testing::ContextOf;
using testing::Later;
using testing::Morning;
using testing::NewId;

struct Fixture {
  testing::AuditDatabase& database = testing::SharedDatabase();
  testing::Chains chains{database};
  testing::TemporaryDirectory directory;
  CheckpointKey old_key{CheckpointKey::Seed{1}}, key{CheckpointKey::Seed{2}};
  testing::AuditServer server{
      database.events(),
      {.proofs = &chains.proofs(), .keys = {key.public_key(), old_key.public_key()}}};
  std::unique_ptr<v1::AuditProofService::Stub> stub =
      v1::AuditProofService::NewStub(server.channel());
  db::TenantContext tenant = ContextOf(NewId());
  std::string bot = server.Bot(tenant.tenant_id, {"audit:read"});
  absl::Time now = Morning();
  v1::AuditCheckpoint checkpoint;
  v1::AuditEventProof proof;
  v1::AuditConsistency consistency;

  // Returns the last of the events.
  AuditEvent Grow(int records) {
    std::vector<AuditEvent> events;
    for (int i = 0; i < records; ++i) {
      events.push_back(testing::Write(Morning() + absl::Seconds(i)));
    }
    REQUIRE(database.events().Store(tenant, events, Later()).ok());
    REQUIRE(chains.SealAll(tenant) == records);
    return events.back();
  }
  void Sign(const CheckpointKey& by) {
    storage::CheckpointFiles files(directory.path(), by);
    now += absl::Minutes(1);
    REQUIRE(chains.chains().AddCheckpoint(tenant, files, now, absl::Minutes(1), Later())->added);
  }
  template <typename Method, typename Request, typename Response>
  grpc::Status Call(Method method, const std::string& credential, const Request& request,
                    Response* response) {
    grpc::ClientContext context;
    if (!credential.empty()) context.AddMetadata("x-api-key", credential);
    response->Clear();
    return (stub.get()->*method)(&context, request, response);
  }
  grpc::Status GetCheckpoint(const std::string& credential) {
    return Call(&v1::AuditProofService::Stub::GetAuditCheckpoint, credential,
                v1::GetAuditCheckpointRequest(), &checkpoint);
  }
  grpc::Status GetProof(const std::string& id, std::optional<std::int64_t> size = std::nullopt,
                        const std::string& credential = "") {
    v1::GetAuditEventProofRequest request;
    request.set_id(id);
    if (size) request.set_size(*size);
    return Call(&v1::AuditProofService::Stub::GetAuditEventProof,
                credential.empty() ? bot : credential, request, &proof);
  }
  grpc::Status GetConsistency(std::int64_t first, std::int64_t second) {
    v1::GetAuditConsistencyRequest request;
    request.set_first(first);
    request.set_second(second);
    return Call(&v1::AuditProofService::Stub::GetAuditConsistency, bot, request, &consistency);
  }
  Checkpoint Open(const std::string& note) const {
    const auto opened =
        OpenCheckpoint(note, {key.public_key(), old_key.public_key()}, tenant.tenant_id);
    REQUIRE(opened.state == NoteState::kGood);
    return *opened.checkpoint;
  }
};

std::string ReasonOf(const grpc::Status& status) {
  return core::DetailsOf(enlace::rpc::FromGrpcStatus(status)).reason;
}

std::vector<std::string> FieldsOf(const grpc::Status& status) {
  std::vector<std::string> fields;
  for (const auto& one : core::DetailsOf(enlace::rpc::FromGrpcStatus(status)).violations) {
    fields.push_back(one.field);
  }
  return fields;
}

template <typename Response>
std::vector<Hash> HashesOf(const Response& response) {
  std::vector<Hash> hashes;
  for (const auto& text : response.hashes()) hashes.push_back(ParseHash(text).value());
  return hashes;
}

TEST_CASE("a checkpoint is answered with its note and the key that it is signed by") {
  Fixture f;
  const auto none = f.GetCheckpoint(f.bot);
  CHECK(none.error_code() == grpc::StatusCode::NOT_FOUND);
  f.Grow(3);
  f.Sign(f.old_key);
  REQUIRE(f.GetCheckpoint(f.bot).ok());
  CHECK(f.checkpoint.size() == 3);
  CHECK(f.Open(f.checkpoint.checkpoint()).size == 3);
  CHECK(f.checkpoint.public_key() == f.old_key.public_key().ToText());
  CHECK(f.checkpoint.created_at().seconds() == absl::ToUnixSeconds(f.now));
  f.Grow(1);
  f.Sign(f.key);
  REQUIRE(f.GetCheckpoint(f.bot).ok());
  CHECK(f.checkpoint.size() == 4);
  CHECK(f.checkpoint.public_key() == f.key.public_key().ToText());
}

TEST_CASE("an event is proven in the newest checkpoint, and in each tree before it") {
  Fixture f;
  const auto event = f.Grow(5);
  f.Sign(f.key);
  f.Grow(6);
  f.Sign(f.key);
  const auto leaves = f.chains.CheckedLeaves(f.tenant);
  const auto verified = [&] {
    const std::vector<Hash> tree(leaves.begin(), leaves.begin() + f.proof.size());
    return VerifyInclusion(static_cast<std::uint64_t>(f.proof.position()), tree.size(),
                           ParseHash(f.proof.entry_hash()).value(), testing::NaiveRoot(tree),
                           HashesOf(f.proof));
  };
  REQUIRE(f.GetProof(event.id.ToString()).ok());
  CHECK(f.proof.position() == 4);
  CHECK(f.proof.size() == 11);
  CHECK(verified());
  CHECK(f.Open(f.proof.checkpoint()).root == testing::NaiveRoot(leaves));
  for (std::int64_t size = 5; size <= 11; ++size) {
    REQUIRE(f.GetProof(event.id.ToString(), size).ok());
    CHECK(f.proof.size() == size);
    CHECK(verified());
    CHECK(f.proof.has_checkpoint() == (size == 5 || size == 11));
  }
  for (const std::int64_t size : {-1, 0, 4, 12}) {
    const auto refused = f.GetProof(event.id.ToString(), size);
    CHECK(refused.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
    CHECK(FieldsOf(refused) == std::vector<std::string>{"size"});
  }
}

TEST_CASE("an event that waits for the chain or for a checkpoint has no proof yet") {
  Fixture f;
  const auto event = testing::Write();
  REQUIRE(f.database.events().Store(f.tenant, {event}, Later()).ok());
  CHECK(ReasonOf(f.GetProof(event.id.ToString())) == "AUDIT_NOT_SEALED");
  f.chains.SealAll(f.tenant);
  CHECK(ReasonOf(f.GetProof(event.id.ToString())) == "AUDIT_NOT_SEALED");
  f.Sign(f.key);
  CHECK(f.GetProof(event.id.ToString()).ok());
  const auto later = f.Grow(1);
  const auto status = f.GetProof(later.id.ToString());
  CHECK(status.error_code() == grpc::StatusCode::UNAVAILABLE);
  CHECK(core::DetailsOf(enlace::rpc::FromGrpcStatus(status)).retry_after);
}

TEST_CASE("another tenant's events and ids of nothing are answered alike") {
  Fixture f;
  const auto event = f.Grow(2);
  f.Sign(f.key);
  const auto other = f.server.Bot(NewId(), {"audit:read"});
  const auto absent = f.GetProof(NewId().ToString());
  CHECK(absent.error_code() == grpc::StatusCode::NOT_FOUND);
  for (const auto& status : {f.GetProof(event.id.ToString(), std::nullopt, other),
                             f.GetProof("", std::nullopt), f.GetProof("' OR true --", 1),
                             f.GetProof(event.id.ToString(), 1, f.server.PlatformAdmin())}) {
    CHECK(status.error_code() == absent.error_code());
    CHECK(status.error_message() == absent.error_message());
  }
  CHECK(f.GetCheckpoint(other).error_code() == grpc::StatusCode::NOT_FOUND);
}

TEST_CASE("each tree is proven to begin with each one before it, and no other sizes are") {
  Fixture f;
  CHECK(f.GetConsistency(1, 1).error_code() == grpc::StatusCode::NOT_FOUND);
  f.Grow(9);
  f.Sign(f.key);
  f.Grow(1);
  const auto leaves = f.chains.CheckedLeaves(f.tenant);
  const auto root = [&](std::int64_t size) {
    return testing::NaiveRoot({leaves.begin(), leaves.begin() + size});
  };
  for (std::int64_t second = 1; second <= 9; ++second) {
    for (std::int64_t first = 1; first <= second; ++first) {
      REQUIRE(f.GetConsistency(first, second).ok());
      CHECK(VerifyConsistency(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(second),
                              root(first), root(second), HashesOf(f.consistency)));
    }
  }
  using Fields = std::vector<std::string>;
  CHECK(FieldsOf(f.GetConsistency(0, 9)) == Fields{"first"});
  CHECK(FieldsOf(f.GetConsistency(5, 4)) == Fields{"first"});
  CHECK(FieldsOf(f.GetConsistency(1, 10)) == Fields{"second"});
  CHECK(FieldsOf(f.GetConsistency(-1, -1)) == Fields{"second", "first"});
}

TEST_CASE("proofs need a credential for the audit, keys none") {
  Fixture f;
  CHECK(ReasonOf(f.GetCheckpoint("")) == "CREDENTIAL_MISSING");
  CHECK(ReasonOf(f.GetCheckpoint(f.server.Bot(NewId(), {"patients:read"}))) == "SCOPE_MISSING");
  CHECK(ReasonOf(f.GetCheckpoint(f.server.Relay())) == "ROLE_NOT_ALLOWED");
  v1::AuditKeys keys;
  REQUIRE(
      f.Call(&v1::AuditProofService::Stub::GetAuditKey, "", v1::GetAuditKeyRequest(), &keys).ok());
  REQUIRE(keys.keys_size() == 2);
  CHECK(keys.keys(0) == f.key.public_key().ToText());
  CHECK(keys.keys(1) == f.old_key.public_key().ToText());
}

}  // namespace
}  // namespace enlace::audit::rpc

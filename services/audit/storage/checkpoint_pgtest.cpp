#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "libs/core/error.h"
#include "services/audit/storage/checkpoint_files.h"
#include "services/audit/testing/chains.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/temporary_directory.h"

namespace enlace::audit::storage {
namespace {

using testing::ContentOf;
using testing::ContextOf;
using testing::Later;
using testing::Morning;
using testing::NewId;

constexpr absl::Duration kInterval = absl::Seconds(60);

struct Fixture {
  testing::AuditDatabase& database = testing::SharedDatabase();
  testing::Chains chains{database};
  testing::TemporaryDirectory directory;
  CheckpointKey key{CheckpointKey::Seed{7}};
  CheckpointFiles files{directory.path(), key};
  db::TenantContext tenant = ContextOf(NewId());

  void Grow(int records) {
    chains.Store(tenant, records);
    REQUIRE(chains.SealAll(tenant) == records);
  }
  CheckpointOutcome Add(absl::Time now) {
    const auto outcome = chains.chains().AddCheckpoint(tenant, files, now, kInterval, Later());
    REQUIRE(outcome.ok());
    return *outcome;
  }
  std::optional<KeptCheckpoint> Last() { return *chains.proofs().LastCheckpoint(tenant, Later()); }
  std::string InFile() const { return ContentOf(files.PathOf(tenant.tenant_id)); }
};

class BrokenLog final : public CheckpointLog {
 public:
  absl::StatusOr<SignedNote> Append(const Checkpoint&) override {
    return core::Internal("the disk is full");
  }
  absl::StatusOr<std::optional<Checkpoint>> Last(const core::Ulid&) override {
    return std::nullopt;
  }
};

TEST_CASE("a checkpoint says what the chain is, and is in the file as it is in the database") {
  Fixture f;
  CHECK_FALSE(f.Add(Morning()).added);
  CHECK_FALSE(f.Last());
  std::string notes;
  auto now = Morning();
  for (const int records : {1, 6, 4}) {
    f.Grow(records);
    now += kInterval;
    CHECK(f.Add(now).added);
    const auto last = f.Last();
    REQUIRE(last);
    notes += last->note;
    CHECK(last->created_at == now);
    const auto opened = OpenCheckpoint(last->note, {f.key.public_key()}, f.tenant.tenant_id);
    REQUIRE(opened.state == NoteState::kGood);
    const auto leaves = f.chains.CheckedLeaves(f.tenant);
    CHECK(opened.checkpoint == Checkpoint{.tenant_id = f.tenant.tenant_id,
                                          .size = leaves.size(),
                                          .root = testing::NaiveRoot(leaves),
                                          .head = leaves.back(),
                                          .time = now});
    CHECK(last->size == leaves.size());
    CHECK(f.InFile() == notes);
  }
}

TEST_CASE("what is covered, or was signed a moment ago, is not signed") {
  Fixture f;
  f.Grow(2);
  CHECK(f.Add(Morning()).added);
  const auto covered = f.Add(Morning() + kInterval);
  CHECK_FALSE(covered.added);
  CHECK_FALSE(covered.due);
  f.Grow(1);
  const auto early = f.Add(Morning() + kInterval - absl::Microseconds(1));
  CHECK_FALSE(early.added);
  CHECK(early.due == Morning() + kInterval);
  CHECK(f.Last()->size == 2);
  CHECK(f.Add(Morning() + kInterval).added);
  CHECK(f.Last()->size == 3);
}

TEST_CASE("several processes sign a size once") {
  Fixture f;
  for (int round = 0; round < 5; ++round) {
    f.Grow(3);
    std::vector<std::thread> processes;
    std::atomic<int> added = 0, failed = 0;
    for (int process = 0; process < 4; ++process) {
      processes.emplace_back([&] {
        CheckpointFiles own(f.directory.path(), f.key);
        const auto outcome = f.chains.chains().AddCheckpoint(
            f.tenant, own, Morning() + round * kInterval, kInterval, Later());
        if (!outcome.ok()) ++failed;
        if (outcome.ok() && outcome->added) ++added;
      });
    }
    for (auto& process : processes) process.join();
    CHECK(failed == 0);
    CHECK(added == 1);
  }
  CHECK(f.chains.Count("audit_checkpoints", f.tenant) == 5);
  std::string notes;
  for (const std::uint64_t size : {3, 6, 9, 12, 15}) {
    notes += f.chains.proofs().CheckpointOf(f.tenant, size, Later()).value().value().note;
  }
  CHECK(f.InFile() == notes);
}

TEST_CASE("a note that a killed process left in the file is the one that is shown") {
  Fixture f;
  f.Grow(5);
  const auto leaves = f.chains.CheckedLeaves(f.tenant);
  const auto left = f.files.Append({.tenant_id = f.tenant.tenant_id,
                                    .size = 5,
                                    .root = testing::NaiveRoot(leaves),
                                    .head = leaves.back(),
                                    .time = Morning()});
  REQUIRE(left.ok());
  CHECK(f.Add(Morning() + absl::Seconds(9)).added);
  CHECK(f.Last()->note == left->text);
  CHECK(f.Last()->created_at == Morning());
  CHECK(f.InFile() == left->text);
}

TEST_CASE("a checkpoint that can't be written down is not shown, and signed later") {
  Fixture f;
  f.Grow(2);
  BrokenLog broken;
  CHECK_FALSE(
      f.chains.chains().AddCheckpoint(f.tenant, broken, Morning(), kInterval, Later()).ok());
  CHECK_FALSE(f.Last());
  CHECK(f.Add(Morning()).added);
}

TEST_CASE("chains that have records without a checkpoint are found") {
  testing::AuditDatabase database;
  testing::Chains chains(database);
  testing::TemporaryDirectory directory;
  const CheckpointKey key{CheckpointKey::Seed{7}};
  CheckpointFiles files{directory.path(), key};
  const auto fresh = NewId(), grown = NewId(), covered = NewId();
  for (const auto& tenant : {fresh, grown, covered}) {
    chains.Store(ContextOf(tenant), 2);
    chains.SealAll(ContextOf(tenant));
    if (tenant == fresh) continue;
    REQUIRE(chains.chains()
                .AddCheckpoint(ContextOf(tenant), files, Morning(), kInterval, Later())
                ->added);
  }
  chains.Store(ContextOf(grown), 1);
  chains.SealAll(ContextOf(grown));
  const auto found = chains.chains().TenantsToSign(Later());
  REQUIRE(found.ok());
  CHECK(std::set(found->begin(), found->end()) == std::set{fresh, grown});
}

}  // namespace
}  // namespace enlace::audit::storage

#include "services/audit/storage/recovery.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "libs/testing/fake_clock.h"
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

// A database of its own: a recovery looks at every tenant.
struct Fixture {
  testing::AuditDatabase database;
  testing::Chains chains{database};
  testing::TemporaryDirectory directory;
  CheckpointKey key{CheckpointKey::Seed{7}};
  CheckpointFiles files{directory.path(), key};
  enlace::testing::FakeClock clock{Morning()};
  std::unique_ptr<db::PlatformDatabase> relay =
      *db::PlatformDatabase::Open({.url = database.RelayUrl(), .pool_size = 1});
  db::TenantContext tenant = ContextOf(NewId());

  void Grow(int records) {
    chains.Store(tenant, records);
    REQUIRE(chains.SealAll(tenant) == records);
  }
  absl::StatusOr<CheckpointOutcome> Sign() {
    clock.Advance(absl::Minutes(1));
    return chains.chains().AddCheckpoint(tenant, files, clock.Now(), absl::Seconds(60), Later());
  }
  // Of records that this database doesn't have any more.
  void SignLost(std::uint64_t size) {
    const auto text = std::to_string(size);
    REQUIRE(files
                .Append({.tenant_id = tenant.tenant_id,
                         .size = size,
                         .root = Sha256({"root", text}),
                         .head = Sha256({"head", text}),
                         .time = Morning()})
                .ok());
  }
  std::vector<RecoveredChain> Recover() {
    auto recovered = Recovery({.chains = chains.chains(),
                               .events = database.events(),
                               .database = database.runtime(),
                               .relay = *relay,
                               .clock = clock,
                               .directory = directory.path(),
                               .keys = {key.public_key()}})
                         .Run();
    REQUIRE(recovered.ok());
    return *recovered;
  }
  std::vector<AuditEvent> Recorded() {
    EventFilter filter;
    filter.event_type = "RECOVERY";
    const auto page = database.events().List(tenant, filter, std::nullopt, 10, Later());
    REQUIRE(page.ok());
    return page->events;
  }
  std::string InFile() const { return ContentOf(files.PathOf(tenant.tenant_id)); }
  std::string Lost() const {
    return ContentOf(directory.path() + "/" + tenant.tenant_id.ToString() + ".lost");
  }
};

TEST_CASE("a restored chain is not signed before its loss is recorded, however long it grows") {
  Fixture f;
  f.Grow(5);
  REQUIRE(f.Sign()->added);
  f.SignLost(8);
  f.Grow(1);
  CHECK(absl::IsInternal(f.Sign().status()));
  f.Grow(9);
  CHECK(absl::IsInternal(f.Sign().status()));

  f.Recover();
  f.chains.SealAll(f.tenant);
  CHECK(f.Sign()->added);
}

TEST_CASE("what was signed beyond the restored chain is named, recorded and set apart") {
  Fixture f;
  f.Grow(5);
  REQUIRE(f.Sign()->added);
  const auto kept = f.InFile();
  f.SignLost(8);
  f.SignLost(12);
  const auto lost = f.InFile().substr(kept.size());
  f.Grow(1);

  const auto chains = f.Recover();

  REQUIRE(chains.size() == 1);
  CHECK(chains[0].tenant_id == f.tenant.tenant_id);
  CHECK(chains[0].records == 6);
  CHECK(chains[0].signed_records == 12);
  CHECK(chains[0].lost_from == 6);
  CHECK(chains[0].lost() == 6);
  const auto recorded = f.Recorded();
  REQUIRE(recorded.size() == 1);
  CHECK(recorded[0].reason == "LOST_6_TO_11");
  CHECK(recorded[0].calls == 6);
  CHECK(recorded[0].after_json.find(HashText(Sha256({"head", "12"}))) != std::string::npos);
  CHECK(recorded[0].after_json.find(R"("verified": true)") != std::string::npos);
  CHECK(f.InFile() == kept);
  CHECK(f.Lost() == lost);
}

TEST_CASE(
    "what a key signed that was lost as well is recorded, unverified, and keeps nothing back") {
  Fixture f;
  f.Grow(5);
  const CheckpointKey lost_key{CheckpointKey::Seed{8}};
  CheckpointFiles before(f.directory.path(), lost_key);
  REQUIRE(before
              .Append({.tenant_id = f.tenant.tenant_id,
                       .size = 8,
                       .root = Sha256({"root"}),
                       .head = Sha256({"head"}),
                       .time = Morning()})
              .ok());
  CHECK(absl::IsInternal(f.Sign().status()));
  const auto lost = f.InFile();

  const auto chains = f.Recover();

  REQUIRE(chains.size() == 1);
  CHECK(chains[0].lost() == 3);
  CHECK_FALSE(chains[0].verified);
  const auto recorded = f.Recorded();
  REQUIRE(recorded.size() == 1);
  CHECK(recorded[0].after_json.find(R"("verified": false)") != std::string::npos);
  CHECK(f.InFile().empty());
  CHECK(f.Lost() == lost);
  f.chains.SealAll(f.tenant);
  CHECK(f.Sign()->added);
}

TEST_CASE("a second recovery finds nothing more") {
  Fixture f;
  f.Grow(5);
  REQUIRE(f.Sign()->added);
  f.SignLost(8);
  f.Recover();
  const auto again = f.Recover();
  REQUIRE(again.size() == 1);
  CHECK(again[0].lost() == 0);
  CHECK(f.Recorded().size() == 1);
}

TEST_CASE("nothing is recorded where all that was signed is there") {
  Fixture f;
  f.Grow(3);
  REQUIRE(f.Sign()->added);
  f.Grow(2);
  const auto before = f.InFile();
  const auto chains = f.Recover();
  REQUIRE(chains.size() == 1);
  CHECK(chains[0].records == 5);
  CHECK(chains[0].signed_records == 3);
  CHECK(chains[0].lost() == 0);
  CHECK(f.Recorded().empty());
  CHECK(f.InFile() == before);
}

TEST_CASE("records that were stored and not chained yet are chained first") {
  Fixture f;
  f.Grow(3);
  REQUIRE(f.Sign()->added);
  f.chains.Store(f.tenant, 4);
  CHECK(f.Recover().at(0).records == 7);
}

TEST_CASE("of a chain that went on without them, what came after the last checkpoint is in doubt") {
  Fixture f;
  f.Grow(5);
  REQUIRE(f.Sign()->added);
  f.SignLost(8);
  f.Grow(20);
  const auto chains = f.Recover();
  REQUIRE(chains.size() == 1);
  CHECK(chains[0].lost_from == 5);
  CHECK(chains[0].signed_records == 8);
}

TEST_CASE("a tenant of whom nothing is left is named, and one without a file") {
  Fixture f;
  f.SignLost(4);
  const auto gone = f.Recover();
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].records == 0);
  CHECK_FALSE(gone[0].newest);
  CHECK(gone[0].lost() == 4);

  f.tenant = ContextOf(NewId());
  f.Grow(2);
  REQUIRE(f.Sign()->added);
  std::filesystem::remove(f.files.PathOf(f.tenant.tenant_id));
  for (const auto& chain : f.Recover()) {
    if (chain.tenant_id == f.tenant.tenant_id) CHECK(chain.signed_records == 0);
  }
}

}  // namespace
}  // namespace enlace::audit::storage

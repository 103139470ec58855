#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/fake_clock.h"
#include "services/appointment/domain/waitlist_offers.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/slot_repository.h"

namespace enlace::appointment::storage {
namespace {

// What became of the times of one claim: whether they were done.
using Settled = std::map<core::Ulid, bool>;

class Claim final : public ClaimedTimes {
 public:
  Claim(std::vector<FreedTime> times, Settled& settled)
      : times_(std::move(times)), settled_(settled) {}
  const std::vector<FreedTime>& times() const override { return times_; }
  void Settle(const FreedTime& time, bool done) override { settled_[time.id] = done; }
  absl::Status Commit() override { return absl::OkStatus(); }

 private:
  const std::vector<FreedTime> times_;
  Settled& settled_;
};

// The same freed times of each tenant.
class Queue final : public FreedTimes {
 public:
  absl::StatusOr<std::vector<core::Ulid>> TenantsDue() override { return tenants; }
  absl::StatusOr<std::unique_ptr<ClaimedTimes>> Claim(const Caller& caller) override {
    return std::unique_ptr<ClaimedTimes>(
        std::make_unique<storage::Claim>(times, settled[caller.context.tenant_id]));
  }

  std::vector<core::Ulid> tenants;
  std::vector<FreedTime> times;
  std::map<core::Ulid, Settled> settled;
};

// Nobody waits; of some doctors it can't be told.
class NobodyWaits final : public WaitlistRepository {
 public:
  explicit NobodyWaits(testing::FakeClock& clock) : clock_(clock) {}

  absl::StatusOr<std::vector<WaitingEntry>> Waiting(const Caller&, const core::Ulid& doctor,
                                                    absl::Time, absl::Time,
                                                    const std::optional<core::Ulid>&,
                                                    int) override {
    clock_.Advance(look_takes);
    if (unknown.count(doctor) > 0) return core::refusal::Busy();
    return std::vector<WaitingEntry>();
  }
  absl::Status EndWhatIsOver(const Caller&) override { return absl::OkStatus(); }
  absl::StatusOr<std::optional<WaitlistEntry>> Add(const Caller&, const WaitlistEntry&) override {
    return Never();
  }
  absl::StatusOr<std::optional<WaitlistEntry>> Find(const Caller&, const core::Ulid&) override {
    return Never();
  }
  absl::StatusOr<std::vector<WaitlistEntry>> List(const Caller&, const WaitlistFilter&,
                                                  const std::optional<core::Ulid>&, int) override {
    return Never();
  }
  absl::StatusOr<bool> Leave(const Caller&, const core::Ulid&) override { return Never(); }
  absl::StatusOr<bool> Decline(const Caller&, const core::Ulid&, const std::string&) override {
    return Never();
  }
  absl::StatusOr<std::optional<WaitingEntry>> FindWaiting(const Caller&,
                                                          const core::Ulid&) override {
    return Never();
  }
  absl::StatusOr<bool> Offer(const Caller&, const WaitlistEntry&, const OfferTerms&,
                             const std::string&) override {
    return Never();
  }

  absl::Duration look_takes;
  std::set<core::Ulid> unknown;

 private:
  static absl::Status Never() { return absl::InternalError("nobody waits"); }

  testing::FakeClock& clock_;
};

struct Turns : ClinicFixture {
  Turns() {
    queue.tenants = {alpha, beta};
    for (int i = 0; i < 3; ++i) {
      const auto id = core::Ulid::Generate(clock.Now());
      queue.times.push_back({.id = id,
                             .practitioner_id = id,
                             .start = standing.Now(),
                             .end = standing.Now() + absl::Hours(1)});
    }
  }

  testing::FakeClock standing{clock.Now()};
  Queue queue;
  NobodyWaits waitlist_rows{standing};
  PgSlotRepository slot_rows{*database};
  SlotFinder finder{slot_rows, appointments, catalogs, clock};
  WaitlistOffers offers{queue, waitlist_rows, finder, slot_rows, offer_ids, standing};
};

TEST_CASE("a freed time that can't be looked at waits, and keeps no other") {
  Turns clinic;
  clinic.waitlist_rows.unknown = {clinic.queue.times[1].id};
  REQUIRE(*clinic.offers.WorkOff());
  for (const auto& tenant : clinic.queue.tenants) {
    CHECK(clinic.queue.settled[tenant] == Settled{{clinic.queue.times[0].id, true},
                                                  {clinic.queue.times[1].id, false},
                                                  {clinic.queue.times[2].id, true}});
  }
}

TEST_CASE("a tenant with much to look at leaves the rest due, and the others their turn") {
  Turns clinic;
  clinic.waitlist_rows.look_takes = absl::Seconds(4);
  REQUIRE(*clinic.offers.WorkOff());
  for (const auto& tenant : clinic.queue.tenants) {
    CHECK(clinic.queue.settled[tenant] ==
          Settled{{clinic.queue.times[0].id, true}, {clinic.queue.times[1].id, true}});
  }
}

TEST_CASE("a worker that is to stop begins with nothing more") {
  Turns clinic;
  int asked = 0;
  REQUIRE(clinic.offers.WorkOff([&] { return ++asked > 2; }).ok());
  CHECK(clinic.queue.settled ==
        std::map<core::Ulid, Settled>{{clinic.alpha, {{clinic.queue.times[0].id, true}}}});
}

}  // namespace
}  // namespace enlace::appointment::storage

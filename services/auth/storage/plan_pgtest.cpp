#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

#include "absl/synchronization/mutex.h"
#include "services/auth/domain/limit_relay.h"
#include "services/auth/domain/plan_service.h"
#include "services/auth/storage/plan_repository.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {
namespace {

// Keeps limits as an owning service does.
class Owner final : public LimitOwner {
 public:
  absl::StatusOr<LimitInForce> Set(const core::Ulid& tenant_id, std::int64_t version,
                                   std::optional<std::int64_t> most, bool if_it_fits,
                                   absl::Time) override {
    absl::MutexLock lock(&mutex_);
    if (down_) return core::refusal::Unavailable();
    auto& one = limits_[tenant_id];
    if (if_it_fits && most && one.used > *most) return one;
    if (version > one.version) {
      one.version = version;
      one.most = most;
    }
    return one;
  }
  absl::StatusOr<LimitInForce> Get(const core::Ulid& tenant_id, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    if (down_) return core::refusal::Unavailable();
    return limits_[tenant_id];
  }
  void Use(const core::Ulid& tenant_id, std::int64_t used) {
    absl::MutexLock lock(&mutex_);
    limits_[tenant_id].used = used;
  }
  void SetDown(bool down) {
    absl::MutexLock lock(&mutex_);
    down_ = down;
  }
  // Waits until that is in force.
  bool Allows(const core::Ulid& tenant_id, std::optional<std::int64_t> most) {
    absl::MutexLock lock(&mutex_);
    const auto allows = [&] {
      return limits_[tenant_id].version > 0 && limits_[tenant_id].most == most;
    };
    return mutex_.AwaitWithTimeout(absl::Condition(&allows), absl::Seconds(10));
  }

 private:
  absl::Mutex mutex_;
  bool down_ = false;
  std::map<core::Ulid, LimitInForce> limits_;
};

struct Fixture : SignInFixture {
  storage::PostgresPlanRepository rows{*platform};
  Owner patients, doctors;
  PlanService plans{{.plans = rows, .patients = patients, .doctors = doctors}};

  std::unique_ptr<LimitRelay> StartRelay() {
    return std::make_unique<LimitRelay>(rows, plans, absl::Milliseconds(20));
  }
  auto Change(const Tenant& tenant, const std::string& plan) {
    return plans.Change(ContextOf(tenant.id), plan, Deadline());
  }
  std::string PlanOf(const Tenant& tenant) {
    return rows.OfTenant(tenant.id, Deadline())->plan.code;
  }
  bool Confirmed(const Tenant& tenant) {
    return Sql("SELECT due_at IS NULL AS confirmed FROM limit_orders WHERE tenant_id = $1",
               db::Params().Id(tenant.id))[0]
        .Bool("confirmed");
  }
};

TEST_CASE("a clinic that registers has the limits of the trial, and thirty days") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  auto relay = f.StartRelay();
  CHECK(f.patients.Allows(made.tenant->id, 1000));
  CHECK(f.doctors.Allows(made.tenant->id, 5));
  // Ends after the step in hand.
  relay.reset();
  CHECK(f.Confirmed(*made.tenant));
  const auto of = f.rows.OfTenant(made.tenant->id, Fixture::Deadline());
  CHECK(of->plan.code == "trial");
  CHECK(of->writable_until == f.clock.Now() + absl::Hours(24 * 30));
}

TEST_CASE("a clinic is read-only from the end of its trial until it is on another plan") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto principal = [&] {
    return f.Resolve(absl::StrCat("Bearer ", made.tokens->access_token));
  };
  CHECK(principal()->writable_until == f.clock.Now() + absl::Hours(24 * 30));
  REQUIRE(f.Change(*made.tenant, "BASIC").ok());
  CHECK(f.PlanOf(*made.tenant) == "basic");
  CHECK_FALSE(principal()->writable_until);
}

TEST_CASE("a plan is changed once both owners have its limits") {
  Fixture f;
  const auto tenant = f.MakeTenant("Clínica");
  f.patients.Use(tenant.id, 12'000);
  const auto premium = f.Change(tenant, "premium");
  REQUIRE(premium.ok());
  CHECK(premium->patients == 12'000);
  CHECK(f.patients.Allows(tenant.id, std::nullopt));
  CHECK(f.doctors.Allows(tenant.id, 100));
}

TEST_CASE("a plan that does not hold what is there is refused, and what was in force stays") {
  Fixture f;
  const auto tenant = f.MakeTenant("Clínica");
  REQUIRE(f.Change(tenant, "premium").ok());
  f.doctors.Use(tenant.id, 40);
  f.patients.Use(tenant.id, 10'001);
  const auto refused = f.Change(tenant, "basic");
  CHECK(ReasonOf(refused.status()) == core::reason::kPlanLimit);
  CHECK(core::DetailsOf(refused.status()).reason == core::reason::kPlanLimit);
  CHECK(std::string(refused.status().message()).find("10001 patients > 10000, 40 doctors > 20") !=
        std::string::npos);
  CHECK(f.PlanOf(tenant) == "premium");
  // One of them may have taken the lower limit before the other one refused.
  f.patients.Use(tenant.id, 10'000);
  CHECK(ReasonOf(f.Change(tenant, "basic").status()) == core::reason::kPlanLimit);
  CHECK(f.patients.Allows(tenant.id, 10'000));
  auto relay = f.StartRelay();
  CHECK(f.patients.Allows(tenant.id, std::nullopt));
  CHECK(f.doctors.Allows(tenant.id, 100));
  relay.reset();
  CHECK(f.Confirmed(tenant));
}

TEST_CASE(
    "a plan is not changed while an owner does not answer, and the limits come back with it") {
  Fixture f;
  const auto tenant = f.MakeTenant("Clínica");
  REQUIRE(f.Change(tenant, "premium").ok());
  f.doctors.SetDown(true);
  CHECK(absl::IsUnavailable(f.Change(tenant, "basic").status()));
  CHECK(f.PlanOf(tenant) == "premium");
  CHECK(f.patients.Allows(tenant.id, 10'000));
  f.doctors.SetDown(false);
  const auto relay = f.StartRelay();
  CHECK(f.patients.Allows(tenant.id, std::nullopt));
  CHECK(f.doctors.Allows(tenant.id, 100));
}

TEST_CASE("of two changes at once the one that began first changes nothing") {
  Fixture f;
  const auto tenant = f.MakeTenant("Clínica");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto first = f.rows.ReserveVersions(tenant.id, Fixture::Deadline());
  REQUIRE(first.ok());
  REQUIRE(f.Change(tenant, "premium").ok());
  CHECK(ReasonOf(f.rows.Change(context, "basic", *first, Fixture::Deadline())) ==
        core::reason::kConcurrentChange);
  CHECK(f.PlanOf(tenant) == "premium");
}

TEST_CASE("limits that could not be told are told later") {
  Fixture f;
  f.patients.SetDown(true);
  const auto tenant = f.MakeTenant("Clínica");
  REQUIRE(*f.rows.Claim(Fixture::Deadline()));
  CHECK_FALSE(*f.rows.Claim(Fixture::Deadline()));
  f.Sql("UPDATE limit_orders SET due_at = now()");
  f.patients.SetDown(false);
  const auto relay = f.StartRelay();
  CHECK(f.patients.Allows(tenant.id, 10'000));
}

TEST_CASE("neither a trial nor a plan without a price is chosen") {
  Fixture f;
  const auto tenant = f.MakeTenant("Clínica");
  for (const std::string plan : {"trial", "enterprise", "gold", ""}) {
    INFO(plan);
    CHECK(ReasonOf(f.Change(tenant, plan).status()) == core::reason::kFieldViolation);
  }
  CHECK(f.PlanOf(tenant) == "basic");
}

}  // namespace
}  // namespace enlace::auth

#include "services/auth/storage/refused_sign_ins.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>

#include "libs/authn/api_key.h"
#include "libs/refusals/refusal_outbox.h"
#include "services/auth/domain/account_service.h"
#include "services/auth/domain/password_service.h"
#include "services/auth/storage/mfa_fixture.h"

namespace enlace::auth {
namespace {

const std::string kWrong = "otra frase que no es la suya";

struct Fixture : MfaFixture {
  refusals::RefusalOutbox outbox{*platform, storage::kRefusedSignIns};

  refusals::Refusal Refusal(const absl::Status& status) {
    refusals::Refusal refusal{.event_id = core::Ulid::Generate(clock.Now()),
                              .occurred_at = clock.Now(),
                              .action = refusals::kAuthenticate,
                              .endpoint = "enlace.auth.v1.IdentityService/Login",
                              .reason = ReasonOf(status)};
    refusal.context.actor_type = "ANONYMOUS";
    if (auto subject = refusals::SubjectOf(status)) refusal.subject = *subject;
    return refusal;
  }
  void Store(const refusals::Refusal& refusal) {
    const auto stored = outbox.Store({refusal}, Deadline());
    INFO(stored.ToString());
    REQUIRE(stored.ok());
  }
  // Of refusals, as uuids.
  std::multiset<std::string> Tenants() {
    const auto rows =
        Sql("SELECT tenant_id::text AS tenant FROM outbox"
            " WHERE event_type = 'REFUSAL' AND reason = 'SIGN_IN_REFUSED'");
    std::multiset<std::string> seen;
    for (int i = 0; i < rows.size(); ++i) seen.emplace(rows[i].Text("tenant"));
    return seen;
  }
};

bool Concerns(const absl::Status& status, const core::Ulid& user) {
  const auto subject = refusals::SubjectOf(status);
  return subject && subject->resource_type == "User" && subject->id == user;
}

TEST_CASE("whoever tries to sign in as a user is seen in each tenant of the user, once") {
  Fixture f;
  const auto one = f.MustRegister("Clínica Uno");
  const auto two = f.MustRegister("Clínica Dos");
  f.MustRegister("Otra", "otra@example.com");
  const auto refused = f.Login("lucia@example.com", kWrong).status();
  REQUIRE(Concerns(refused, one.user.id));

  const auto refusal = f.Refusal(refused);
  f.Store(refusal);
  f.Store(refusal);

  CHECK(f.Tenants() ==
        std::multiset<std::string>{f.ToUuid(one.tenant->id), f.ToUuid(two.tenant->id)});
  const auto row = f.Sql(
      "SELECT resource_type, resource_ids[1] = $1::uuid AS named, calls"
      " FROM outbox WHERE event_type = 'REFUSAL' LIMIT 1",
      db::Params().Id(one.user.id));
  CHECK(row[0].Text("resource_type") == "User");
  CHECK(row[0].Bool("named"));
}

TEST_CASE("whoever tries an e-mail that nobody has is seen by the platform alone") {
  Fixture f;
  f.MustRegister("Clínica Uno");
  const auto refused = f.Login("nadie@example.com", kWrong).status();
  CHECK_FALSE(refusals::SubjectOf(refused));
  f.Store(f.Refusal(refused));
  CHECK(f.Tenants() == std::multiset<std::string>{f.ToUuid(core::Ulid())});
}

TEST_CASE("a former member's sign-ins are no longer the tenant's") {
  Fixture f;
  const auto made = f.MustRegister("Clínica Uno");
  f.Change(*made.tenant, "UPDATE memberships SET active = false");
  f.Store(f.Refusal(f.Login("lucia@example.com", kWrong).status()));
  CHECK(f.Tenants() == std::multiset<std::string>{f.ToUuid(core::Ulid())});
}

TEST_CASE("what is known of the tenant is not guessed") {
  Fixture f;
  const auto one = f.MustRegister("Clínica Uno");
  f.MustRegister("Clínica Dos");
  auto refusal = f.Refusal(f.Login("lucia@example.com", kWrong).status());
  refusal.context.tenant_id = one.tenant->id;
  f.Store(refusal);
  CHECK(f.Tenants() == std::multiset<std::string>{f.ToUuid(one.tenant->id)});
}

TEST_CASE("every way to fail at a user's credential says whose it is") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto& user = made.user.id;
  SECTION("registering a second clinic by a wrong password") {
    auto request = Fixture::Request("Dos", "lucia@example.com");
    request.password = kWrong;
    const auto refused = f.sign_ins.Register(f.Caller(), request, Fixture::Deadline());
    CHECK(Concerns(refused.status(), user));
  }
  SECTION("changing the password") {
    PasswordService passwords(f.users, f.gate, f.throttle, f.clock);
    authn::Principal caller{.id = user, .tenant_id = made.tenant->id};
    const auto refused = passwords.Change(f.Caller(), caller, kWrong,
                                          "nueve tucanes sobre la ceiba", Fixture::Deadline());
    CHECK(Concerns(refused, user));
  }
  SECTION("a code of a second factor") {
    const auto enrolled = f.Enroll(f.MustLogin().mfa_token);
    const auto token = f.MustLogin().mfa_token;
    CHECK(Concerns(f.Verify(token, "000000").status(), user));
    CHECK(Concerns(f.mfa.Enroll(token, "000000", Fixture::Deadline()).status(), user));
  }
  SECTION("signing in where it is no member") {
    const auto other = f.MustRegister("Otra", "otra@example.com");
    const auto refused = f.Login("lucia@example.com", kPassword, other.tenant->id.ToString());
    CHECK(ReasonOf(refused.status()) == "NO_MEMBERSHIP");
    CHECK(Concerns(refused.status(), user));
  }
}

}  // namespace
}  // namespace enlace::auth

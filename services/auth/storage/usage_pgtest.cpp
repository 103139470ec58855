#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/core/time_zone.h"
#include "services/auth/domain/member_service.h"
#include "services/auth/storage/account_fixture.h"
#include "services/auth/storage/member_repository.h"
#include "services/auth/storage/usage_counts.h"

namespace enlace::auth {
namespace {

using Numbers = std::vector<std::int64_t>;

struct Fixture : AccountFixture {
  storage::PostgresMemberRepository member_rows{*own};
  MemberService members{member_rows, clock};
  storage::PostgresUsage usage{*own};

  SignedIn Verified(const std::string& clinic, const std::string& email) {
    auto made = MustRegister(clinic, email);
    REQUIRE(accounts.VerifyEmail(Caller(), LastToken(), Deadline()).ok());
    return made;
  }
  void Invite(const SignedIn& inviter, const std::string& email) {
    auto context = ContextOf(inviter.tenant->id);
    context.actor_id = inviter.user.id.ToString();
    const auto invited =
        members.Invite(context, inviter.user.id, {.email = email, .role = "provider"},
                       core::Language::kSpanish, Deadline());
    INFO(invited.status().ToString());
    REQUIRE(invited.ok());
  }
  // Of two days.
  Numbers Messages(const SignedIn& person, absl::CivilDay from) {
    const auto days = usage.Count({.context = ContextOf(person.tenant->id),
                                   .time_zone = "America/Bogota",
                                   .from = from,
                                   .to = from + 1,
                                   .deadline = Deadline()});
    INFO(days.status().ToString());
    REQUIRE(days.ok());
    Numbers messages;
    for (const auto& day : *days) messages.push_back(day.created);
    return messages;
  }
};

TEST_CASE("the mails of a clinic's invitations are its messages, also of replaced ones") {
  Fixture f;
  const auto lucia = f.Verified("Clínica Lucía", "lucia@example.com");
  f.clock.Advance(absl::Milliseconds(1));
  const auto pedro = f.Verified("Clínica Pedro", "pedro@example.com");
  const auto first = absl::ToCivilDay(f.clock.Now(), core::ZoneOrUtc("America/Bogota"));
  f.Invite(lucia, "andres@example.com");
  f.Invite(lucia, "andres@example.com");
  f.Invite(pedro, "eva@example.com");
  f.clock.Advance(absl::Hours(24));
  f.Invite(lucia, "eva@example.com");
  CHECK(f.Messages(lucia, first) == Numbers{2, 1});
  CHECK(f.Messages(pedro, first) == Numbers{1, 0});
}

}  // namespace
}  // namespace enlace::auth

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "services/auth/storage/account_repository.h"
#include "services/auth/storage/mfa_fixture.h"

namespace enlace::auth {
namespace {

const std::string kAna = "ana@example.com";

struct Fixture : MfaFixture {
  storage::PostgresAccountRepository account_rows{*platform};
  SignedIn lucia = MustRegister("Clínica");
  Member ana = Join(kAna);

  // Somebody of the clinic, with a password of its own.
  Member Join(const std::string& email) {
    const auto now = clock.Now();
    const Member member{.id = core::Ulid::Generate(now),
                        .user_id = core::Ulid::Generate(now),
                        .email = email,
                        .first_name = "Ana",
                        .last_name = "Gil",
                        .role = authn::Role::kProvider};
    const auto added =
        account_rows.AddMember(AuthFixture::ContextOf(lucia.tenant->id), member,
                               *gate.Hash(kPassword, Deadline()), now, now, Deadline());
    REQUIRE(added.ok());
    REQUIRE(*added);
    Change(*lucia.tenant, "UPDATE users SET password_expires_at = NULL");
    return member;
  }
  auto Reset(const core::Ulid& member_id) {
    auto context = AuthFixture::ContextOf(lucia.tenant->id);
    context.actor_id = lucia.user.id.ToString();
    return mfa.Reset(context, lucia.user.id, member_id, core::Language::kEnglish, Deadline());
  }
  core::Ulid MemberIdOf(const core::Ulid& user_id) {
    return Sql("SELECT id FROM memberships WHERE user_id = $1", db::Params().Id(user_id))[0].Id(
        "id");
  }
  bool HasFactorOrCode() {
    return !Sql("SELECT user_id FROM mfa_factors UNION ALL SELECT user_id FROM recovery_codes")
                .empty();
  }
};

TEST_CASE("whose second factor is removed signs in by its password and enrolls a new one") {
  Fixture f;
  f.RequireMfa(*f.lucia.tenant, true);
  const auto enrolled = f.Enroll(f.MustLogin(kAna).mfa_token);
  REQUIRE(f.Works(enrolled.signed_in.tokens->access_token));
  REQUIRE(f.Reset(f.ana.id).ok());
  CHECK_FALSE(f.Works(enrolled.signed_in.tokens->access_token));
  CHECK_FALSE(f.HasFactorOrCode());
  const auto login = f.MustLogin(kAna);
  CHECK(login.next == SignInStep::kEnrollment);
  CHECK(ReasonOf(f.Verify(login.mfa_token, enrolled.signed_in.recovery_codes[0]).status()) ==
        core::reason::kMfaCodeInvalid);
  CHECK(f.Enroll(login.mfa_token).secret != enrolled.secret);
}

TEST_CASE("whose second factor is removed is told so, and the removal is recorded") {
  Fixture f;
  f.Enroll(f.MustLogin(kAna).mfa_token);
  REQUIRE(f.Reset(f.ana.id).ok());
  const auto mail = f.Sql("SELECT recipient, language FROM mails WHERE kind = 'MFA_RESET'");
  REQUIRE(mail.size() == 1);
  CHECK(mail[0].Text("recipient") == kAna);
  CHECK(mail[0].Text("language") == "en");
  const auto records = f.Sql(
      "SELECT tenant_id, actor_id FROM outbox WHERE resource_type = 'User'"
      " AND before_row ->> 'mfa_enabled_at' IS NOT NULL AND after_row ->> 'mfa_enabled_at' IS "
      "NULL");
  REQUIRE(records.size() == 1);
  CHECK(records[0].Id("tenant_id") == f.lucia.tenant->id);
  CHECK(records[0].Text("actor_id") == f.lucia.user.id.ToString());
}

TEST_CASE("nobody removes its own second factor, nor one that is not there") {
  Fixture f;
  f.Enroll(f.lucia.mfa_token);
  CHECK(ReasonOf(f.Reset(f.MemberIdOf(f.lucia.user.id))) == core::reason::kOwnMfa);
  CHECK(ReasonOf(f.Reset(f.ana.id)) == core::reason::kMfaAbsent);
  CHECK(ReasonOf(f.Reset(core::Ulid::Generate(f.clock.Now()))) == core::reason::kNotFound);
}

TEST_CASE("the second factor of who belongs to another clinic too stays") {
  Fixture f;
  const auto enrolled = f.Enroll(f.MustLogin(kAna).mfa_token);
  const auto other = f.MustRegister("Otra Clínica", "otra@example.com");
  testing::RunSql(absl::StrCat(f.files.AdminUrl(), " options='-c app.actor_id=test'"),
                  "INSERT INTO memberships (tenant_id, id, user_id, role, active, created_at,"
                  " updated_at) VALUES ($1, new_ulid(), $2, 'provider', false, now(), now())",
                  db::Params().Id(other.tenant->id).Id(f.ana.user_id));
  CHECK(ReasonOf(f.Reset(f.ana.id)) == core::reason::kMemberElsewhere);
  CHECK(f.Works(enrolled.signed_in.tokens->access_token));
  CHECK(f.Sql("SELECT count(*) AS n FROM mails WHERE kind = 'MFA_RESET'")[0].Int("n") == 0);
}

TEST_CASE("a member of another clinic is not found") {
  Fixture f;
  const auto other = f.MustRegister("Otra Clínica", "otra@example.com");
  f.Enroll(other.mfa_token);
  CHECK(ReasonOf(f.Reset(f.MemberIdOf(other.user.id))) == core::reason::kNotFound);
}

TEST_CASE("no clinic removes the second factor of who may act in every clinic's name") {
  Fixture f;
  f.Enroll(f.MustLogin(kAna).mfa_token);
  f.Change(*f.lucia.tenant, "UPDATE users SET super_admin = true WHERE email = 'ana@example.com'");
  CHECK(f.Reset(f.ana.id) == core::refusal::MemberElsewhere());
  CHECK(f.HasFactorOrCode());
}

}  // namespace
}  // namespace enlace::auth

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "services/auth/domain/member_service.h"
#include "services/auth/storage/account_fixture.h"
#include "services/auth/storage/member_repository.h"

namespace enlace::auth {
namespace {

struct Fixture : AccountFixture {
  storage::PostgresMemberRepository member_rows{*own};
  MemberService members{member_rows, clock};

  // A clinic whose administrator has verified its e-mail.
  SignedIn Verified(const std::string& clinic, const std::string& email) {
    auto made = MustRegister(clinic, email);
    const auto link = Sql("SELECT id FROM mails WHERE recipient = $1", db::Params().Text(email));
    const auto token = tokens.Make(link[0].Id("id"));
    REQUIRE(accounts.VerifyEmail(Caller(), token, Deadline()).ok());
    return made;
  }
  static db::TenantContext As(const SignedIn& person) {
    auto context = AuthFixture::ContextOf(person.tenant->id);
    context.actor_id = person.user.id.ToString();
    return context;
  }
  auto Invite(const SignedIn& inviter, const InvitationRequest& request) {
    return members.Invite(As(inviter), inviter.user.id, request, core::Language::kSpanish,
                          Deadline());
  }
  absl::StatusOr<SignedIn> Accept(const core::Ulid& invitation, const std::string& password) {
    return accounts.AcceptInvitation(Caller(),
                                     {.token = tokens.Make(invitation),
                                      .password = password,
                                      .first_name = "Andrés",
                                      .last_name = "Cuéllar"},
                                     Deadline());
  }
  SignedIn MustJoin(const SignedIn& inviter, const InvitationRequest& request) {
    // Ids of one moment have no order.
    clock.Advance(absl::Milliseconds(1));
    const auto invitation = Invite(inviter, request);
    INFO(invitation.status().ToString());
    REQUIRE(invitation.ok());
    auto joined = Accept(invitation->id, kPassword);
    INFO(joined.status().ToString());
    REQUIRE(joined.ok());
    return *std::move(joined);
  }
  std::vector<Member> List(const SignedIn& person) {
    return *members.List(As(person), std::nullopt, 100, Deadline());
  }
  core::Ulid MemberId(const SignedIn& person) {
    for (const auto& member : List(person)) {
      if (member.user_id == person.user.id) return member.id;
    }
    return {};
  }
  auto Update(const SignedIn& admin, const core::Ulid& id, const MemberChanges& changes) {
    return members.Update(As(admin), id, changes, {}, {}, Deadline());
  }
};

TEST_CASE("who accepts an invitation is a member with the role that it names") {
  Fixture f;
  const auto owner = f.Verified("Clínica", "lucia@example.com");
  const auto joined = f.MustJoin(owner, {.email = "Andres@Example.com",
                                         .role = "ADMINISTRATIVE_STAFF",
                                         .job_title = "Recepción",
                                         .employee_id = "E-1"});
  CHECK(joined.tenant->id == owner.tenant->id);
  CHECK(joined.user.email_verified_at);
  REQUIRE(f.Works(joined.tokens->access_token));
  const auto members = f.List(owner);
  REQUIRE(members.size() == 2);
  CHECK(members[1].email == "andres@example.com");
  CHECK(members[1].first_name == "Andrés");
  CHECK(members[1].role == authn::Role::kAdministrativeStaff);
  CHECK(members[1].job_title == "Recepción");
  CHECK(members[1].employee_id == "E-1");
  CHECK(f.members.ListInvitations(Fixture::As(owner), std::nullopt, 10, Fixture::Deadline())
            ->empty());
}

TEST_CASE("a link that was used, withdrawn or replaced lets nobody in") {
  Fixture f;
  const auto owner = f.Verified("Clínica", "lucia@example.com");
  const InvitationRequest request{.email = "andres@example.com", .role = "provider"};
  const auto first = f.Invite(owner, request);
  const auto second = f.Invite(owner, request);
  CHECK(ReasonOf(f.Accept(first->id, kPassword).status()) == core::reason::kMailLinkInvalid);
  CHECK(f.members.Withdraw(Fixture::As(owner), second->id, Fixture::Deadline()).ok());
  CHECK(ReasonOf(f.Accept(second->id, kPassword).status()) == core::reason::kMailLinkInvalid);
  CHECK(ReasonOf(f.members.Withdraw(Fixture::As(owner), second->id, Fixture::Deadline())) ==
        core::reason::kNotFound);
  const auto third = f.Invite(owner, request);
  CHECK(f.Accept(third->id, kPassword).ok());
  CHECK(ReasonOf(f.Accept(third->id, kPassword).status()) == core::reason::kMailLinkInvalid);
  const auto late = f.Invite(owner, {.email = "eva@example.com", .role = "provider"});
  f.clock.Advance(absl::Hours(7 * 24));
  CHECK(ReasonOf(f.Accept(late->id, kPassword).status()) == core::reason::kMailLinkInvalid);
  CHECK(f.members.ListInvitations(Fixture::As(owner), std::nullopt, 10, Fixture::Deadline())
            ->empty());
}

TEST_CASE("an e-mail that has a user joins by that user's password") {
  Fixture f;
  const auto owner = f.Verified("Clínica Uno", "lucia@example.com");
  const auto other = f.Verified("Clínica Dos", "andres@example.com");
  const auto invitation = f.Invite(owner, {.email = "andres@example.com", .role = "ROLE_PROVIDER"});
  CHECK(ReasonOf(f.Accept(invitation->id, "otra frase que no es la suya").status()) ==
        core::reason::kSignInRefused);
  const auto joined = f.Accept(invitation->id, kPassword);
  REQUIRE(joined.ok());
  CHECK(joined->user.id == other.user.id);
  CHECK(joined->memberships.size() == 2);
}

TEST_CASE("nobody is invited by who has not verified its e-mail, or while it is a member") {
  Fixture f;
  const auto hasty = f.MustRegister("Clínica Uno", "eva@example.com");
  CHECK(ReasonOf(f.Invite(hasty, {.email = "a@example.com", .role = "provider"}).status()) ==
        core::reason::kEmailNotVerified);
  const auto owner = f.Verified("Clínica Dos", "lucia@example.com");
  CHECK(ReasonOf(f.Invite(owner, {.email = "LUCIA@example.com", .role = "provider"}).status()) ==
        core::reason::kAlreadyExists);
  f.MustJoin(owner, {.email = "b@example.com", .role = "provider", .employee_id = "E-1"});
  CHECK(
      ReasonOf(f.Invite(owner, {.email = "c@example.com", .role = "provider", .employee_id = "E-1"})
                   .status()) == core::reason::kAlreadyExists);
}

TEST_CASE("who is deactivated is let in no more, and again once it accepts a new invitation") {
  Fixture f;
  const auto owner = f.Verified("Clínica", "lucia@example.com");
  const InvitationRequest request{.email = "andres@example.com", .role = "provider"};
  const auto joined = f.MustJoin(owner, request);
  const auto id = f.MemberId(joined);
  REQUIRE(f.Update(owner, id, {.active = false}).ok());
  CHECK_FALSE(f.Works(joined.tokens->access_token));
  CHECK(ReasonOf(f.Login("andres@example.com", kPassword).status()) == core::reason::kNoMembership);
  const auto again = f.MustJoin(owner, {.email = "andres@example.com", .role = "clinical_staff"});
  CHECK(f.MemberId(again) == id);
  CHECK(f.Resolve(absl::StrCat("Bearer ", again.tokens->access_token))->role ==
        authn::Role::kClinicalStaff);
}

TEST_CASE("an invitation that was left open undoes nothing that was said later") {
  Fixture f;
  const auto owner = f.Verified("Clínica", "lucia@example.com");
  const InvitationRequest request{.email = "andres@example.com", .role = "provider"};
  const auto id = f.MemberId(f.MustJoin(owner, request));
  REQUIRE(f.Update(owner, id, {.active = false}).ok());
  const auto open = f.Invite(owner, {.email = "andres@example.com", .role = "organization_admin"});
  REQUIRE(open.ok());
  REQUIRE(f.Update(owner, id, {.role = "CLINICAL_STAFF"}).ok());
  CHECK(ReasonOf(f.Accept(open->id, kPassword).status()) == core::reason::kMailLinkInvalid);
  const auto member = f.members.Get(Fixture::As(owner), id, Fixture::Deadline());
  CHECK_FALSE(member->active);
  CHECK(member->role == authn::Role::kClinicalStaff);
}

TEST_CASE("the last administrator stays one, also when two demote each other at once") {
  Fixture f;
  const auto owner = f.Verified("Clínica", "lucia@example.com");
  const auto owner_id = f.MemberId(owner);
  for (const auto& changes : {MemberChanges{.role = "PROVIDER"}, MemberChanges{.active = false}}) {
    CHECK(ReasonOf(f.Update(owner, owner_id, changes).status()) == core::reason::kLastAdmin);
  }
  const auto second =
      f.MustJoin(owner, {.email = "andres@example.com", .role = "organization_admin"});
  const auto second_id = f.MemberId(second);
  for (int round = 0; round < 10; ++round) {
    std::atomic<int> done = 0;
    std::thread one([&] { done += f.Update(owner, second_id, {.role = "PROVIDER"}).ok() ? 1 : 0; });
    std::thread two([&] { done += f.Update(second, owner_id, {.role = "PROVIDER"}).ok() ? 1 : 0; });
    one.join();
    two.join();
    CHECK(done == 1);
    for (const auto& id : {owner_id, second_id}) {
      REQUIRE(f.Update(owner, id, {.role = "ORGANIZATION_ADMIN"}).ok());
    }
  }
}

TEST_CASE("a tenant sees and changes no member and no invitation of another") {
  Fixture f;
  const auto owner = f.Verified("Clínica Uno", "lucia@example.com");
  const auto other = f.Verified("Clínica Dos", "eva@example.com");
  const auto invitation = f.Invite(other, {.email = "andres@example.com", .role = "provider"});
  REQUIRE(f.List(owner).size() == 1);
  const auto foreign = f.MemberId(other);
  CHECK(ReasonOf(f.members.Get(Fixture::As(owner), foreign, Fixture::Deadline()).status()) ==
        core::reason::kNotFound);
  CHECK(ReasonOf(f.Update(owner, foreign, {.job_title = "x"}).status()) == core::reason::kNotFound);
  CHECK(ReasonOf(f.members.Withdraw(Fixture::As(owner), invitation->id, Fixture::Deadline())) ==
        core::reason::kNotFound);
  constexpr db::Statement kEveryUser = {"every_user", "SELECT email FROM users"};
  auto transaction = f.own->Begin(Fixture::As(owner), Fixture::Deadline());
  const auto seen = transaction->RunAndCommit(kEveryUser, {});
  REQUIRE(seen->size() == 1);
  CHECK((*seen)[0].Text("email") == "lucia@example.com");
}

TEST_CASE("a member is limited to workflows, and is not any more once it administers") {
  Fixture f;
  const auto owner = f.Verified("Clínica", "lucia@example.com");
  const auto context = Fixture::As(owner);
  for (const auto* name : {"intake", "prior_auth"}) {
    REQUIRE(f.workflows
                .Create(context, core::Ulid::Generate(f.clock.Now()), {.name = name}, f.clock.Now(),
                        f.Deadline())
                .ok());
    f.clock.Advance(absl::Milliseconds(1));
  }
  const auto joined = f.MustJoin(owner, {.email = "andres@example.com",
                                         .role = "ADMINISTRATIVE_STAFF",
                                         .job_title = "",
                                         .employee_id = "",
                                         .workflows = {"intake"}});
  REQUIRE(joined.workflows.size() == 1);
  CHECK(joined.workflows[0].name == "intake");
  const std::vector<std::string> intake{"intake"};
  CHECK(f.Resolve("Bearer " + joined.tokens->access_token)->workflows == intake);
  const auto id = f.MemberId(joined);
  CHECK(f.Update(owner, id, {.workflows = {{"prior_auth", "absent"}}}).status() ==
        core::InvalidFields({core::violation::WorkflowUnknown("workflows[1]")}));
  CHECK(f.Update(owner, id, {.role = "ORGANIZATION_ADMIN", .workflows = intake}).status() ==
        core::InvalidFields({core::violation::WorkflowUnknownAdmin("workflows")}));
  CHECK(f.Update(owner, f.MemberId(owner), {.workflows = intake}).status() ==
        core::InvalidFields({core::violation::WorkflowUnknownAdmin("workflows")}));
  CHECK(f.Update(owner, id, {.job_title = "Recepción"})->workflows == intake);
  CHECK(f.Update(owner, id, {.role = "ORGANIZATION_ADMIN"})->workflows.empty());
  CHECK(f.Update(owner, id, {.role = "PROVIDER"})->workflows.empty());
}

}  // namespace
}  // namespace enlace::auth

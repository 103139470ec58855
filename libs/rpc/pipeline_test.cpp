#include "libs/rpc/pipeline.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <map>
#include <stdexcept>

#include "enlace/audit/v1/audit_service.grpc.pb.h"
#include "libs/authn/access.h"
#include "libs/authn/api_key.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/refusals/refusal_log.h"
#include "libs/rpc/metadata.h"
#include "libs/rpc/method_rules.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/unary_service.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::audit::v1;

class KnownKeys final : public authn::CredentialResolver {
 public:
  absl::StatusOr<authn::Principal> Resolve(std::string_view, absl::Time,
                                           const authn::Origin&) override {
    return principal;
  }
  authn::Principal principal;
};

// What was refused, in memory.
class Refusals final : public refusals::RefusalStore {
 public:
  absl::Status Store(const std::vector<refusals::Refusal>& refusals, absl::Time) override {
    absl::MutexLock lock(&mutex);
    stored.insert(stored.end(), refusals.begin(), refusals.end());
    return absl::OkStatus();
  }
  absl::Mutex mutex;
  std::vector<refusals::Refusal> stored ABSL_GUARDED_BY(mutex);
};

// The audit service's contract with handlers of the test's own.
class Service final : public UnaryService<v1::AuditService> {
 public:
  explicit Service(Pipeline& pipeline) : UnaryService(pipeline) {
    Add<v1::ListAuditEventsRequest, v1::ListAuditEventsResponse>(
        "ListAuditEvents", [this](Call& call, const auto&, auto& answer) {
          answer.set_next_page_token("never sent with an error");
          return handler(call);
        });
    Add<v1::RecordAuditEventsRequest, v1::RecordAuditEventsResponse>(
        "RecordAuditEvents", [this](Call&, const auto&, auto&) {
          ++recorded;
          return absl::OkStatus();
        });
  }

  std::function<absl::Status(Call&)> handler = [](Call&) { return absl::OkStatus(); };
  std::atomic<int> recorded = 0;
};

class Fixture {
 public:
  Fixture() {
    auto resolver = std::make_unique<KnownKeys>();
    keys_ = resolver.get();
    keys_->principal = {.id = core::Ulid::Generate(absl::Now()),
                        .role = authn::Role::kServiceAccount,
                        .tenant_id = core::Ulid::Generate(absl::Now()),
                        .scopes = {"audit:read"}};
    authenticator_ = std::make_unique<authn::Authenticator>(std::move(resolver), clock_);
    pipeline_ = std::make_unique<Pipeline>(*authenticator_, nullptr, clock_, nullptr, &requests_,
                                           &refusals_);
    service_ = std::make_unique<Service>(*pipeline_);
    server_ = *Server::Start({.listen = {"127.0.0.1:0"}, .calls = 1, .queued_calls = 1},
                             {service_.get()});
    const auto address = "127.0.0.1:" + std::to_string(server_->ports().front());
    stub_ =
        v1::AuditService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }

  absl::Status Call(grpc::ClientContext& context) {
    v1::ListAuditEventsResponse response;
    const auto status = stub_->ListAuditEvents(&context, {}, &response);
    return FromGrpcStatus(status);
  }

  absl::Status Record(grpc::ClientContext& context) {
    v1::RecordAuditEventsResponse response;
    return FromGrpcStatus(stub_->RecordAuditEvents(&context, {}, &response));
  }

  KnownKeys& keys() { return *keys_; }
  Service& service() { return *service_; }

  // Calls that were counted since the last time, by tenant.
  std::map<core::Ulid, std::int64_t> Counted() {
    usage::RequestsByDay days;
    requests_.TakeInto(days);
    std::map<core::Ulid, std::int64_t> counted;
    for (const auto& [key, requests] : days) counted[key.first] += requests;
    return counted;
  }

  std::vector<refusals::Refusal> Refused() {
    CHECK(refusals_.Flush(absl::InfiniteFuture()).ok());
    absl::MutexLock lock(&refused_.mutex);
    return refused_.stored;
  }

  // A key that is well-formed; what it stands for is up to keys().
  std::string Key() {
    return authn::ApiKey::Generate("test", core::Ulid::Generate(absl::Now())).Plaintext();
  }

 private:
  core::SystemClock clock_;
  usage::RequestCounter requests_;
  Refusals refused_;
  refusals::RefusalLog refusals_{refused_, clock_, absl::InfiniteDuration()};
  KnownKeys* keys_ = nullptr;
  std::unique_ptr<authn::Authenticator> authenticator_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::AuditService::Stub> stub_;
};

TEST_CASE("the stages run in the order that the design asks for") {
  CHECK(Pipeline::Stages() == std::vector<std::string_view>{
                                  "recover", "trace", "log", "refusals", "deadline", "authenticate",
                                  "authorize", "share", "conceal", "disclose", "write", "handle"});
}

TEST_CASE("a call without a credential never reaches the handler") {
  Fixture fixture;
  bool reached = false;
  fixture.service().handler = [&](Call&) {
    reached = true;
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  CHECK(absl::IsUnauthenticated(fixture.Call(context)));
  CHECK_FALSE(reached);
}

TEST_CASE("a call without a credential that holds leaves a record of nobody") {
  Fixture fixture;
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "request-1");
  REQUIRE(absl::IsUnauthenticated(fixture.Call(context)));

  const auto refused = fixture.Refused();
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].action == "AUTHENTICATE");
  CHECK(refused[0].reason == "CREDENTIAL_MISSING");
  CHECK(refused[0].endpoint == "enlace.audit.v1.AuditService/ListAuditEvents");
  CHECK(refused[0].context.actor_type == "ANONYMOUS");
  CHECK(refused[0].context.actor_id.empty());
  CHECK(refused[0].context.tenant_id.IsNil());
  CHECK(refused[0].context.request_id == "request-1");
  CHECK(refused[0].context.ip == "127.0.0.1");
}

TEST_CASE("a denied call leaves a record of its caller") {
  Fixture fixture;
  fixture.keys().principal.scopes = {"patients:read"};
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  REQUIRE(absl::IsPermissionDenied(fixture.Call(context)));

  const auto refused = fixture.Refused();
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].action == "AUTHORIZE");
  CHECK(refused[0].reason == "SCOPE_MISSING");
  CHECK(refused[0].context.tenant_id == fixture.keys().principal.tenant_id);
  CHECK(refused[0].context.actor_id == fixture.keys().principal.id.ToString());
  CHECK(refused[0].context.actor_type == "API_KEY");
}

TEST_CASE("what a handler says of whose credential was tried is recorded, and not answered") {
  Fixture fixture;
  const auto key = core::Ulid::Generate(absl::Now());
  const auto tenant = core::Ulid::Generate(absl::Now());
  fixture.keys().principal = {.id = key, .role = authn::Role::kPlatformAdmin};
  fixture.service().handler = [&](Call&) {
    return refusals::Concerning(core::refusal::SignInRefused(), {"ApiKey", key, tenant});
  };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  const auto answer = fixture.Call(context);

  CHECK_FALSE(refusals::SubjectOf(answer));
  const auto refused = fixture.Refused();
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].subject.resource_type == "ApiKey");
  CHECK(refused[0].subject.id == key);
  CHECK(refused[0].context.tenant_id == tenant);
}

TEST_CASE("errors of other kinds, and calls that are answered, leave no record of a refusal") {
  Fixture fixture;
  absl::Status outcome;
  SECTION("answered") {}
  SECTION("invalid") { outcome = core::InvalidFields({core::violation::Required("email")}); }
  SECTION("not found") { outcome = core::refusal::NotFound(); }
  SECTION("busy") { outcome = core::refusal::Busy(); }
  SECTION("ours") { outcome = core::Internal("why"); }
  fixture.service().handler = [&](Call&) { return outcome; };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  (void)fixture.Call(context);
  CHECK(fixture.Refused().empty());
}

TEST_CASE("a guess that comes too early is a failed authentication") {
  Fixture fixture;
  fixture.service().handler = [](Call&) { return core::refusal::TooManySignIns(); };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  (void)fixture.Call(context);
  const auto refused = fixture.Refused();
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].action == "AUTHENTICATE");
}

TEST_CASE("a call whose principal lacks the scope or the role never reaches the handler") {
  Fixture fixture;
  bool reached = false;
  fixture.service().handler = [&](Call&) {
    reached = true;
    return absl::OkStatus();
  };
  SECTION("scope") { fixture.keys().principal.scopes = {"patients:read"}; }
  SECTION("role") { fixture.keys().principal.role = authn::Role::kAdministrativeStaff; }
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  CHECK(absl::IsPermissionDenied(fixture.Call(context)));
  CHECK_FALSE(reached);
}

TEST_CASE("the handler sees the caller, the deadline and the request id, which goes back") {
  Fixture fixture;
  std::string seen_id;
  core::Ulid seen_tenant;
  absl::Duration left;
  fixture.service().handler = [&](Call& call) {
    seen_id = call.request_id();
    seen_tenant = call.tenant_context().tenant_id;
    left = call.deadline() - absl::Now();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  context.AddMetadata("x-request-id", "bot-request-0001");
  REQUIRE(fixture.Call(context).ok());
  CHECK(seen_id == "bot-request-0001");
  CHECK(seen_tenant == fixture.keys().principal.tenant_id);
  CHECK(left <= absl::Seconds(5));
  const auto& metadata = context.GetServerInitialMetadata();
  REQUIRE(metadata.contains("x-request-id"));
  CHECK(metadata.find("x-request-id")->second == "bot-request-0001");
}

TEST_CASE("a call has 5 seconds, or what its caller allows, and never more than 30") {
  const auto [allowed, has] = GENERATE(table<absl::Duration, absl::Duration>(
      {{absl::InfiniteDuration(), absl::Seconds(5)}, {absl::Hours(1), absl::Seconds(30)}}));
  CAPTURE(allowed);
  Fixture fixture;
  absl::Time deadline;
  fixture.service().handler = [&](Call& call) {
    deadline = call.deadline();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  const auto began = absl::Now();
  if (allowed < absl::InfiniteDuration()) {
    context.set_deadline(absl::ToChronoTime(began + allowed));
  }
  REQUIRE(fixture.Call(context).ok());
  CHECK(deadline >= began + has);
  CHECK(deadline <= absl::Now() + has);
}

TEST_CASE("a call that is part of this one has a little less time, but never none") {
  Fixture fixture;
  absl::Duration kept, left;
  fixture.service().handler = [&](Call& call) {
    grpc::ClientContext outgoing;
    const auto span = call.PassOn(outgoing, "enlace.test.v1.TestService/Get");
    kept = call.deadline() - absl::FromChrono(outgoing.deadline());
    left = absl::FromChrono(outgoing.deadline()) - absl::Now();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  REQUIRE(fixture.Call(context).ok());
  CHECK(kept > absl::ZeroDuration());
  CHECK(kept <= absl::Milliseconds(50));
  CHECK(left > absl::ZeroDuration());
}

TEST_CASE(
    "a call that is refused already is refused whatever its handler says, who names the rest") {
  Fixture fixture;
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  context.AddMetadata("x-already-refused", "true");
  SECTION("nothing is wrong with the rest") {
    const auto status = fixture.Call(context);
    CHECK(core::DetailsOf(status).reason == core::reason::kFieldViolation);
    CHECK(core::DetailsOf(status).violations.empty());
  }
  SECTION("something is") {
    fixture.service().handler = [](Call&) {
      return core::InvalidFields({core::violation::Required("from")});
    };
    CHECK(core::DetailsOf(fixture.Call(context)).violations.front().field == "from");
  }
  SECTION("it finds nothing") {
    fixture.service().handler = [](Call&) { return core::refusal::NotFound(); };
    CHECK(absl::IsNotFound(fixture.Call(context)));
  }
}

TEST_CASE("what is refused already stores nothing where nothing could take it back") {
  Fixture fixture;
  fixture.keys().principal = {.id = core::Ulid::Generate(absl::Now()),
                              .role = authn::Role::kInternalService};
  grpc::ClientContext refused, taken;
  refused.AddMetadata("x-api-key", fixture.Key());
  refused.AddMetadata("x-already-refused", "true");
  taken.AddMetadata("x-api-key", fixture.Key());

  CHECK(core::DetailsOf(fixture.Record(refused)).reason == core::reason::kFieldViolation);
  CHECK(fixture.service().recorded == 0);
  CHECK(fixture.Record(taken).ok());
  CHECK(fixture.service().recorded == 1);
}

TEST_CASE("a handler knows what its caller looks at personal data for") {
  Fixture fixture;
  Purpose seen;
  fixture.service().handler = [&](Call& call) {
    seen = call.purpose();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  context.AddMetadata("x-purpose-of-use", "ETREAT");
  context.AddMetadata("x-purpose-reason", "Sin acompa%C3%B1ante");
  REQUIRE(fixture.Call(context).ok());
  CHECK(seen.of_use == "ETREAT");
  CHECK(seen.reason == "Sin acompañante");
}

TEST_CASE("a purpose that is none is refused with all else that is wrong, and opens nothing") {
  Fixture fixture;
  fixture.service().handler = [](Call&) {
    return core::InvalidFields({core::violation::Required("from")});
  };
  const auto call = [&] {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", fixture.Key());
    context.AddMetadata("x-purpose-of-use", "CURIOSITY");
    return fixture.Call(context);
  };
  const auto violations = core::DetailsOf(call()).violations;
  REQUIRE(violations.size() == 2);
  CHECK(violations[0].field == "X-Purpose-Of-Use");
  CHECK(violations[0].reason == core::reason::kEnumValue);
  CHECK(violations[1].field == "from");

  fixture.keys().principal.scopes = {};
  CHECK(absl::IsPermissionDenied(call()));
}

TEST_CASE("what is no read and can't be rolled back does not run for a purpose that is none") {
  Fixture fixture;
  fixture.keys().principal = {.id = core::Ulid::Generate(absl::Now()),
                              .role = authn::Role::kInternalService};
  const auto call = [&](const char* purpose) {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", fixture.Key());
    context.AddMetadata("x-purpose-of-use", purpose);
    return fixture.Record(context);
  };
  CHECK(absl::IsInvalidArgument(call("CURIOSITY")));
  CHECK(fixture.service().recorded == 0);
  CHECK(call("TREAT").ok());
  CHECK(fixture.service().recorded == 1);
}

TEST_CASE(
    "a tenant's calls are counted, also refused ones, but for those that are part of others") {
  Fixture fixture;
  const auto call = [&](const char* mark) {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", fixture.Key());
    if (mark != nullptr) context.AddMetadata(mark, "true");
    return fixture.Call(context);
  };
  const auto tenant = fixture.keys().principal.tenant_id;
  CHECK(call(nullptr).ok());
  CHECK(call(kInnerCall).ok());
  CHECK(fixture.Counted() == std::map<core::Ulid, std::int64_t>{{tenant, 1}});

  fixture.keys().principal.scopes = {};
  CHECK(absl::IsPermissionDenied(call(nullptr)));
  CHECK(fixture.Counted() == std::map<core::Ulid, std::int64_t>{{tenant, 1}});

  fixture.keys().principal.tenant_id = {};
  CHECK_FALSE(call(nullptr).ok());
  grpc::ClientContext nobody;
  CHECK(absl::IsUnauthenticated(fixture.Call(nobody)));
  CHECK(fixture.Counted().empty());
}

TEST_CASE("an exception becomes an internal error that tells nothing") {
  Fixture fixture;
  fixture.service().handler = [](Call&) -> absl::Status {
    throw std::runtime_error("secret detail");
  };
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", fixture.Key());
  const auto status = fixture.Call(context);
  CHECK(absl::IsInternal(status));
  CHECK(status.ToString().find("secret") == std::string::npos);
}

TEST_CASE("an RPC that its proto does not name is open to nobody") {
  const auto& rule = RuleOf(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
                                v1::AuditService::service_full_name()),
                            "NoSuchMethod");
  CHECK(rule.roles.empty());
  const auto role = static_cast<authn::Role>(GENERATE(1, 2, 3, 4, 8));
  CHECK_FALSE(authn::Authorize({.role = role, .scopes = {"*"}}, rule.roles, rule.scopes).ok());
}

}  // namespace
}  // namespace enlace::rpc

#include "libs/rpc/tls.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "enlace/audit/v1/audit_service.grpc.pb.h"
#include "libs/authn/api_key.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/certificate_fixture.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/unary_service.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::audit::v1;

constexpr auto kOften = absl::Seconds(1);

// Whatever key is shown, it stands for this role.
class KnownKey final : public authn::CredentialResolver {
 public:
  explicit KnownKey(authn::Role role) : role_(role) {}
  absl::StatusOr<authn::Principal> Resolve(std::string_view, absl::Time,
                                           const authn::Origin&) override {
    return authn::Principal{.id = core::Ulid::Generate(absl::Now()), .role = role_};
  }

 private:
  const authn::Role role_;
};

class Service final : public UnaryService<v1::AuditService> {
 public:
  explicit Service(Pipeline& pipeline) : UnaryService(pipeline) {
    Add<v1::RecordAuditEventsRequest, v1::RecordAuditEventsResponse>(
        "RecordAuditEvents", [this](Call&, const auto&, auto&) {
          ++recorded;
          return absl::OkStatus();
        });
    Add<v1::ListAuditEventsRequest, v1::ListAuditEventsResponse>(
        "ListAuditEvents", [](Call&, const auto&, auto&) { return absl::OkStatus(); });
  }
  std::atomic<int> recorded = 0;
};

// The audit service's contract behind TLS on a port and without it on a Unix socket.
class Fixture {
 public:
  explicit Fixture(authn::Role role = authn::Role::kInternalService)
      : authenticator_(std::make_unique<KnownKey>(role), clock_),
        pipeline_(authenticator_, nullptr, clock_),
        service(pipeline_),
        server_(*Server::Start({.listen = {"127.0.0.1:0", "unix:" + (folder / "socket")},
                                .tls = std::make_shared<const Tls>(own, kOften)},
                               {&service})) {}

  std::string Address() const { return "127.0.0.1:" + std::to_string(server_->ports().front()); }

  // A connection of its own of whoever has these files.
  std::shared_ptr<grpc::Channel> Connect(const TlsFiles& files,
                                         const std::string& expected = "audit") const {
    const Tls tls(files, kOften);
    return MakeChannel(expected, Address(), &tls);
  }
  std::shared_ptr<grpc::Channel> ConnectAs(const std::string& service_name) const {
    return Connect(authority.IssueTo(folder / service_name, service_name));
  }

  static absl::Status Record(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    v1::RecordAuditEventsResponse response;
    AddKey(context);
    return FromGrpcStatus(
        v1::AuditService::NewStub(channel)->RecordAuditEvents(&context, {}, &response));
  }
  static absl::Status List(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    v1::ListAuditEventsResponse response;
    AddKey(context);
    return FromGrpcStatus(
        v1::AuditService::NewStub(channel)->ListAuditEvents(&context, {}, &response));
  }

  const CertificateFolder folder;
  const TestAuthority authority;
  const TlsFiles own = authority.IssueTo(folder / "audit", "audit");

 private:
  static void AddKey(grpc::ClientContext& context) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    context.AddMetadata(
        "x-api-key",
        authn::ApiKey::Generate("test", core::Ulid::Generate(absl::Now())).Plaintext());
  }

  core::SystemClock clock_;
  authn::Authenticator authenticator_;
  Pipeline pipeline_;

 public:
  Service service;

 private:
  std::unique_ptr<Server> server_;
};

// Whether new connections succeed, or fail, within half a minute.
template <typename Connect>
bool Becomes(bool succeeding, const Connect& connect) {
  for (const auto end = absl::Now() + absl::Seconds(30); absl::Now() < end;) {
    const std::shared_ptr<grpc::Channel> channel = connect();
    const auto soon = absl::ToChronoTime(absl::Now() + absl::Seconds(1));
    if (channel->WaitForConnected(soon) == succeeding) return true;
  }
  return false;
}

TEST_CASE("a port with TLS is closed to whoever has no good certificate") {
  const Fixture fixture;
  const TestAuthority stranger;
  std::shared_ptr<grpc::Channel> channel;
  SECTION("no TLS") {
    channel = grpc::CreateChannel(fixture.Address(), grpc::InsecureChannelCredentials());
  }
  SECTION("no certificate") {
    channel = grpc::CreateChannel(
        fixture.Address(), grpc::SslCredentials({.pem_root_certs = fixture.authority.pem()}));
  }
  SECTION("one of another authority") {
    auto files = stranger.IssueTo(fixture.folder / "stranger", "patient");
    files.authority = fixture.own.authority;
    channel = fixture.Connect(files);
  }
  SECTION("one that has ended") {
    channel = fixture.Connect(fixture.authority.Issue(
        fixture.folder / "ended",
        {.uri = ServiceUri("patient"), .until = absl::Now() - absl::Minutes(1)}));
  }
  CHECK(absl::IsUnavailable(Fixture::Record(channel)));
  CHECK(fixture.service.recorded == 0);
}

TEST_CASE("a client talks to nobody but the service that it expects") {
  const Fixture fixture;
  const auto files = fixture.authority.IssueTo(fixture.folder / "patient", "patient");
  CHECK(Fixture::Record(fixture.Connect(files, "audit")).ok());
  CHECK(absl::IsUnavailable(Fixture::Record(fixture.Connect(files, "auth"))));

  auto distrustful = files;
  distrustful.authority = fixture.folder / "other.ca";
  ReplaceFile(distrustful.authority, TestAuthority().pem());
  CHECK(absl::IsUnavailable(Fixture::Record(fixture.Connect(distrustful, "audit"))));
}

TEST_CASE("a good key stores events over the certificate of a service that has any, and no other") {
  const Fixture fixture;
  for (const auto* name : {"auth", "patient", "appointment"}) {
    INFO(name);
    CHECK(Fixture::Record(fixture.ConnectAs(name)).ok());
  }
  CHECK(fixture.service.recorded == 3);

  std::vector<std::shared_ptr<grpc::Channel>> others = {fixture.ConnectAs("gateway"),
                                                        fixture.ConnectAs("audit")};
  for (const auto* uri : {"spiffe://enlace/operator", "spiffe://elsewhere/service/patient", ""}) {
    others.push_back(
        fixture.Connect(fixture.authority.Issue(fixture.folder / "other", {.uri = uri})));
  }
  for (const auto& channel : others) {
    const auto status = Fixture::Record(channel);
    CHECK(absl::IsPermissionDenied(status));
    CHECK(core::DetailsOf(status).reason == core::reason::kRoleNotAllowed);
  }
  CHECK(fixture.service.recorded == 3);
}

TEST_CASE("what others than services may call is called over any good certificate") {
  const Fixture fixture(authn::Role::kPlatformAdmin);
  const auto operators = fixture.Connect(
      fixture.authority.Issue(fixture.folder / "operator", {.uri = "spiffe://enlace/operator"}));
  CHECK(Fixture::List(operators).ok());
  CHECK(absl::IsPermissionDenied(Fixture::Record(fixture.ConnectAs("patient"))));
}

TEST_CASE("whoever reaches the Unix socket is taken for a service") {
  const Fixture fixture;
  const Tls tls(fixture.own);
  CHECK(Fixture::Record(MakeChannel("audit", "unix:" + (fixture.folder / "socket"), &tls)).ok());
}

TEST_CASE("without TLS a caller of this machine is taken for a service, and no other") {
  for (const auto* own : {"unix:", "unix:/run/enlace/audit.sock", "ipv4:127.0.0.1:40000",
                          "ipv6:[::1]:40000", "ipv6:%5B::1%5D:40000"}) {
    INFO(own);
    CHECK(IsOfThisMachine(own));
  }
  for (const auto* other :
       {"", "unknown", "inproc", "ipv4:10.0.0.7:40000", "ipv4:128.127.0.1:40000",
        "ipv6:%5Bfd00::2%5D:40000", "ipv6:[::12]:40000", "ipv6:[::]:40000"}) {
    INFO(other);
    CHECK_FALSE(IsOfThisMachine(other));
  }
}

TEST_CASE("a service without TLS knows its own machine's callers over each kind of address") {
  core::SystemClock clock;
  authn::Authenticator authenticator(std::make_unique<KnownKey>(authn::Role::kInternalService),
                                     clock);
  Pipeline pipeline(authenticator, nullptr, clock);
  Service service(pipeline);
  const auto server = *Server::Start({.listen = {"127.0.0.1:0", "[::1]:0"}}, {&service});
  const auto& ports = server->ports();
  for (const auto& address :
       {"127.0.0.1:" + std::to_string(ports.at(0)), "[::1]:" + std::to_string(ports.at(1))}) {
    INFO(address);
    CHECK(Fixture::Record(MakeChannel("audit", address, nullptr)).ok());
  }
  CHECK(service.recorded == 2);
}

TEST_CASE("new files are taken for new connections, and standing ones live on") {
  const Fixture fixture;
  const auto standing = fixture.ConnectAs("patient");
  REQUIRE(Fixture::Record(standing).ok());

  const TestAuthority next;
  const auto auth = next.IssueTo(fixture.folder / "auth", "auth");
  REQUIRE_FALSE(fixture.Connect(auth)->WaitForConnected(
      absl::ToChronoTime(absl::Now() + absl::Milliseconds(200))));

  ReplaceFiles(fixture.own, next.IssueTo(fixture.folder / "next", "audit"));
  CHECK(Becomes(true, [&] { return fixture.Connect(auth); }));
  CHECK(Fixture::Record(fixture.Connect(auth)).ok());
  // It trusts the authority from before alone: it could not have connected again.
  CHECK(Fixture::Record(standing).ok());
}

TEST_CASE("while the files are wrong nobody gets in, also without TLS") {
  const Fixture fixture;
  const auto files = fixture.authority.IssueTo(fixture.folder / "patient", "patient");
  const auto standing = fixture.Connect(files);
  REQUIRE(Fixture::Record(standing).ok());
  const auto key = ReadWhole(fixture.own.key);

  ReplaceFile(fixture.own.key, ReadWhole(files.key));
  CHECK(Becomes(false, [&] { return fixture.Connect(files); }));
  CHECK(absl::IsUnavailable(
      Fixture::Record(grpc::CreateChannel(fixture.Address(), grpc::InsecureChannelCredentials()))));
  CHECK(Fixture::Record(standing).ok());

  ReplaceFile(fixture.own.key, key);
  CHECK(Becomes(true, [&] { return fixture.Connect(files); }));
}

}  // namespace
}  // namespace enlace::rpc

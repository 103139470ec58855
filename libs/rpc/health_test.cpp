#include "libs/rpc/health.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "libs/rpc/server.h"

namespace enlace::rpc {
namespace {

namespace v1 = grpc::health::v1;

class Fixture {
 public:
  Fixture() : server_(*Server::Start({.listen = {"127.0.0.1:0"}}, {&health_})) {
    const auto address = "127.0.0.1:" + std::to_string(server_->ports().front());
    stub_ = v1::Health::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }

  Health& health() { return health_; }
  v1::Health::Stub& stub() { return *stub_; }

  grpc::Status Check(const std::string& service, v1::HealthCheckResponse& answer) {
    grpc::ClientContext context;
    v1::HealthCheckRequest request;
    request.set_service(service);
    return stub_->Check(&context, request, &answer);
  }

 private:
  Health health_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::Health::Stub> stub_;
};

TEST_CASE("a server is healthy when it says so, for itself and for each of its services") {
  Fixture fixture;
  v1::HealthCheckResponse answer;
  REQUIRE(fixture.Check("", answer).ok());
  CHECK(answer.status() == v1::HealthCheckResponse::NOT_SERVING);

  fixture.health().SetServing(true);
  for (const char* service : {"", "grpc.health.v1.Health"}) {
    REQUIRE(fixture.Check(service, answer).ok());
    CHECK(answer.status() == v1::HealthCheckResponse::SERVING);
  }
}

TEST_CASE("the health of a service that is not there is not found") {
  Fixture fixture;
  v1::HealthCheckResponse answer;
  CHECK(fixture.Check("no.such.Service", answer).error_code() == grpc::StatusCode::NOT_FOUND);
}

TEST_CASE("of the health protocol, what is not served says so") {
  Fixture fixture;
  {
    grpc::ClientContext context;
    v1::HealthListResponse answer;
    CHECK(fixture.stub().List(&context, {}, &answer).error_code() ==
          grpc::StatusCode::UNIMPLEMENTED);
  }
  // More often than calls are asked for beforehand.
  for (int i = 0; i < 10; ++i) {
    grpc::ClientContext context;
    v1::HealthCheckResponse answer;
    const auto watch = fixture.stub().Watch(&context, {});
    CHECK_FALSE(watch->Read(&answer));
    CHECK(watch->Finish().error_code() == grpc::StatusCode::UNIMPLEMENTED);
  }
}

}  // namespace
}  // namespace enlace::rpc

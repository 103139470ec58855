#include "libs/rpc/stream_service.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "enlace/audit/v1/audit_stream_service.grpc.pb.h"
#include "libs/authn/api_key.h"
#include "libs/core/error.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::audit::v1;
using Request = v1::ExportAuditEventsRequest;
using Message = v1::ExportedAuditEvent;
using Writer = StreamWriter<Message>;

class KnownKey final : public authn::CredentialResolver {
 public:
  absl::StatusOr<authn::Principal> Resolve(std::string_view, absl::Time,
                                           const authn::Origin&) override {
    return authn::Principal{.id = core::Ulid::Generate(absl::Now()),
                            .role = authn::Role::kServiceAccount,
                            .tenant_id = core::Ulid::Generate(absl::Now()),
                            .scopes = {"audit:read"}};
  }
};

class Service final : public StreamService<v1::AuditStreamService> {
 public:
  explicit Service(Pipeline& pipeline) : StreamService(pipeline) {
    Add<Request, Message>("ExportAuditEvents", absl::Minutes(1),
                          [this](Call& call, const Request& request, Writer& writer) {
                            return handler(call, request, writer);
                          });
  }

  std::function<absl::Status(Call&, const Request&, Writer&)> handler;
};

class Fixture {
 public:
  Fixture() {
    const auto address = "127.0.0.1:" + std::to_string(server->ports().front());
    stub_ = v1::AuditStreamService::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }

  // Begins a call, by a good key unless `key` is empty.
  std::unique_ptr<grpc::ClientReader<Message>> Begin(grpc::ClientContext& context,
                                                     bool key = true) {
    if (key) {
      context.AddMetadata(
          "x-api-key",
          authn::ApiKey::Generate("test", core::Ulid::Generate(absl::Now())).Plaintext());
    }
    return stub_->ExportAuditEvents(&context, {});
  }

 private:
  core::SystemClock clock_;
  authn::Authenticator authenticator_{std::make_unique<KnownKey>(), clock_};
  Pipeline pipeline_{authenticator_, nullptr, clock_};

 public:
  Service service{pipeline_};
  // One stream at once.
  std::unique_ptr<Server> server =
      *Server::Start({.listen = {"127.0.0.1:0"}, .calls = 4}, {&service});

 private:
  std::unique_ptr<v1::AuditStreamService::Stub> stub_;
};

Message At(std::int64_t position) {
  Message message;
  message.set_position(position);
  return message;
}

TEST_CASE("messages arrive in their order, and then the end") {
  Fixture fixture;
  fixture.service.handler = [](Call&, const Request&, Writer& writer) {
    for (int i = 0; i < 1'000; ++i) {
      if (!writer.Write(At(i))) return writer.End();
    }
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  const auto reader = fixture.Begin(context);
  Message message;
  std::vector<std::int64_t> seen;
  while (reader->Read(&message)) seen.push_back(message.position());
  REQUIRE(reader->Finish().ok());
  REQUIRE(seen.size() == 1'000);
  for (int i = 0; i < 1'000; ++i) CHECK(seen[static_cast<std::size_t>(i)] == i);
  CHECK(context.GetServerInitialMetadata().contains("x-request-id"));
}

TEST_CASE("a caller who takes nothing bounds what is made for it") {
  constexpr int kMessages = 1'000;
  Fixture fixture;
  absl::Mutex mutex;
  int made = 0;
  absl::Notification ended;
  fixture.service.handler = [&](Call&, const Request&, Writer& writer) {
    auto large = At(0);
    large.set_payload(std::string(100'000, 'x'));
    auto status = absl::OkStatus();
    for (int i = 0; i < kMessages && status.ok(); ++i) {
      if (!writer.Write(large)) status = writer.End();
      absl::MutexLock lock(&mutex);
      ++made;
    }
    ended.Notify();
    return status;
  };
  grpc::ClientContext context;
  const auto reader = fixture.Begin(context);
  Message message;
  REQUIRE(reader->Read(&message));
  // As many others are told meanwhile, by the same loop, that there is no place.
  for (int i = 0; i < kMessages; ++i) {
    grpc::ClientContext other;
    const auto refused = fixture.Begin(other);
    REQUIRE_FALSE(refused->Read(&message));
    REQUIRE(refused->Finish().error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED);
  }
  {
    absl::MutexLock lock(&mutex);
    CHECK(made < kMessages / 2);
  }
  context.TryCancel();
  ended.WaitForNotification();
}

TEST_CASE("a handler that waits is woken when its caller goes") {
  Fixture fixture;
  absl::Notification ended;
  absl::Status why;
  std::vector<bool> went_on;
  fixture.service.handler = [&](Call&, const Request&, Writer& writer) {
    // Of the first message, true; then it is over, and stays so.
    went_on = {writer.Write(At(0)), writer.Pause(absl::Hours(1)), writer.Write(At(1)),
               writer.Pause(absl::Hours(1))};
    const auto end = writer.End();
    why = end;
    ended.Notify();
    return end;
  };
  grpc::ClientContext context;
  const auto reader = fixture.Begin(context);
  Message message;
  REQUIRE(reader->Read(&message));
  context.TryCancel();
  REQUIRE(ended.WaitForNotificationWithTimeout(absl::Seconds(30)));
  CHECK(absl::IsCancelled(why));
  CHECK(went_on == std::vector<bool>{true, false, false, false});
  CHECK(reader->Finish().error_code() == grpc::StatusCode::CANCELLED);
}

TEST_CASE("an error after messages arrives with what it says") {
  Fixture fixture;
  fixture.service.handler = [](Call&, const Request&, Writer& writer) {
    return writer.Write(At(0)) ? core::refusal::NotFound() : writer.End();
  };
  grpc::ClientContext context;
  const auto reader = fixture.Begin(context);
  Message message;
  CHECK(reader->Read(&message));
  CHECK_FALSE(reader->Read(&message));
  const auto status = FromGrpcStatus(reader->Finish());
  CHECK(absl::IsNotFound(status));
  CHECK(core::DetailsOf(status).reason == core::reason::kNotFound);
}

TEST_CASE("a stream is refused before its first message, and its handler never runs") {
  Fixture fixture;
  std::atomic<bool> ran = false;
  fixture.service.handler = [&](Call&, const Request&, Writer&) {
    ran = true;
    return absl::OkStatus();
  };
  const auto refusal_of = [&](const char* metadata, const char* value, bool key) {
    grpc::ClientContext context;
    if (metadata != nullptr) context.AddMetadata(metadata, value);
    const auto reader = fixture.Begin(context, key);
    Message message;
    CHECK_FALSE(reader->Read(&message));
    return FromGrpcStatus(reader->Finish());
  };
  CHECK(absl::IsUnauthenticated(refusal_of(nullptr, nullptr, false)));
  CHECK(absl::IsInvalidArgument(refusal_of("x-already-refused", "true", true)));
  CHECK(absl::IsInvalidArgument(refusal_of("x-purpose-of-use", "CURIOSITY", true)));
  CHECK_FALSE(ran);
}

TEST_CASE("a stream ends by its caller's deadline") {
  Fixture fixture;
  absl::Notification ended;
  bool went_on = true;
  fixture.service.handler = [&](Call&, const Request&, Writer& writer) {
    went_on = writer.Pause(absl::Hours(1));
    ended.Notify();
    return writer.End();
  };
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(200)));
  const auto reader = fixture.Begin(context);
  CHECK(reader->Finish().error_code() == grpc::StatusCode::DEADLINE_EXCEEDED);
  CHECK(ended.WaitForNotificationWithTimeout(absl::Seconds(30)));
  CHECK_FALSE(went_on);
}

TEST_CASE("a stream lasts no longer than its RPC lets it") {
  Fixture fixture;
  absl::Time deadline;
  fixture.service.handler = [&](Call& call, const Request&, Writer&) {
    deadline = call.deadline();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  const auto began = absl::Now();
  CHECK(fixture.Begin(context)->Finish().ok());
  CHECK(deadline >= began + absl::Minutes(1));
  CHECK(deadline <= absl::Now() + absl::Minutes(1));
}

TEST_CASE("beyond its number a stream is refused, until another has ended") {
  Fixture fixture;
  fixture.service.handler = [](Call&, const Request&, Writer& writer) {
    while (writer.Write(At(0)) && writer.Pause(absl::Hours(1))) {
    }
    return writer.End();
  };
  grpc::ClientContext first;
  const auto reader = fixture.Begin(first);
  Message message;
  REQUIRE(reader->Read(&message));
  const auto another = [&] {
    grpc::ClientContext context;
    const auto refused = fixture.Begin(context);
    Message none;
    if (!refused->Read(&none)) return FromGrpcStatus(refused->Finish());
    context.TryCancel();
    return absl::OkStatus();
  };
  const auto refusal = another();
  CHECK(absl::IsResourceExhausted(refusal));
  CHECK(core::DetailsOf(refusal).reason == core::reason::kBusy);

  first.TryCancel();
  CHECK_FALSE(reader->Finish().ok());
  bool admitted = false;
  for (int i = 0; i < 10'000 && !admitted; ++i) admitted = another().ok();
  CHECK(admitted);
}

TEST_CASE("a server that stops ends its streams without waiting for them") {
  Fixture fixture;
  fixture.service.handler = [&](Call&, const Request&, Writer& writer) {
    while (writer.Write(At(0)) && writer.Pause(absl::Milliseconds(10))) {
    }
    return writer.End();
  };
  grpc::ClientContext context;
  const auto reader = fixture.Begin(context);
  Message message;
  REQUIRE(reader->Read(&message));
  const auto started = absl::Now();
  fixture.server->Stop(absl::Now() + absl::Minutes(1));
  CHECK(absl::Now() - started < absl::Seconds(30));
  while (reader->Read(&message)) {
  }
  CHECK(reader->Finish().error_code() == grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace enlace::rpc

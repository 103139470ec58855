#include "libs/tracing/tracing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <opentelemetry/exporters/memory/in_memory_span_data.h>
#include <opentelemetry/exporters/memory/in_memory_span_exporter.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/tracing/sdk.h"

namespace enlace::tracing {
namespace {

namespace memory = opentelemetry::exporter::memory;
using Recorded = std::unique_ptr<opentelemetry::sdk::trace::SpanData>;

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kSampled = "00-" + kTrace + "-00f067aa0ba902b7-01";
const std::string kMethod = "enlace.patient.v1.PatientService/GetPatient";

class Collected {
 public:
  explicit Collected(double ratio = 1) {
    auto exporter = std::make_unique<memory::InMemorySpanExporter>();
    data_ = exporter->GetData();
    tracing_.emplace(std::make_unique<Tracing::Sdk>(std::move(exporter), "test", ratio));
  }

  Tracing* tracing() { return &*tracing_; }

  // Those that ended, in that order. Nothing is recorded afterwards.
  std::vector<Recorded> End() {
    tracing_.reset();
    return data_->GetSpans();
  }

 private:
  std::shared_ptr<memory::InMemorySpanData> data_;
  std::optional<Tracing> tracing_;
};

std::string SpanIdOf(const Place& place) { return place.traceparent.substr(36, 16); }

template <typename Id>
std::string Hex(const Id& id) {
  std::string text(2 * Id::kSize, ' ');
  id.ToLowerBase16(opentelemetry::nostd::span<char, 2 * Id::kSize>(text.data(), text.size()));
  return text;
}

// An address of loopback that takes connections and never says a word.
class SilentServer {
 public:
  SilentServer() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(socket_, 8) == 0);
    REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  std::string url() const { return absl::StrCat("http://127.0.0.1:", port_); }

 private:
  const int socket_;
  int port_ = 0;
};

core::Config ConfigOf(std::map<std::string, std::string> values) {
  return core::Config(
      [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
        const auto found = values.find(name);
        return found == values.end() ? std::nullopt : std::optional(found->second);
      });
}

TEST_CASE("a traceparent is well-formed, or it is none") {
  CHECK(IsTraceparent(kSampled));
  for (const std::string& text : std::vector<std::string>{
           std::string(), std::string("garbage"), kSampled + "0", "01" + kSampled.substr(2),
           "00-" + std::string(32, '0') + kSampled.substr(35),
           kSampled.substr(0, 36) + std::string(16, '0') + "-01", kSampled.substr(0, 53) + "0G",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"}) {
    CAPTURE(text);
    CHECK(!IsTraceparent(text));
  }
}

TEST_CASE("the spans of a call hang on each other as they were handed on") {
  Collected collected;
  Place served, called;
  {
    auto server = ServerSpan(collected.tracing(), kSampled, kMethod);
    served = server.place();
    auto client = ClientSpan(served, "enlace.auth.v1.WorkflowService/ListWorkflows");
    called = client.place();
    const auto transaction = TransactionSpan(served, "enlace_patient");
    client.SetCode(0);
    server.SetCode(5);
  }
  const auto spans = collected.End();
  REQUIRE(spans.size() == 3);
  std::map<std::string, const opentelemetry::sdk::trace::SpanData*> by_name;
  for (const auto& span : spans) {
    CHECK(Hex(span->GetTraceId()) == kTrace);
    by_name[std::string(span->GetName())] = span.get();
  }
  const auto* server = by_name.at(kMethod);
  const auto* client = by_name.at("enlace.auth.v1.WorkflowService/ListWorkflows");
  const auto* transaction = by_name.at("db.transaction");
  CHECK(Hex(server->GetParentSpanId()) == "00f067aa0ba902b7");
  CHECK(Hex(server->GetSpanId()) == SpanIdOf(served));
  CHECK(Hex(client->GetParentSpanId()) == SpanIdOf(served));
  CHECK(Hex(client->GetSpanId()) == SpanIdOf(called));
  CHECK(Hex(transaction->GetParentSpanId()) == SpanIdOf(served));
  CHECK(server->GetAttributes().size() == 4);
  CHECK(transaction->GetAttributes().size() == 2);
  // What the caller got wrong is no fault of who answers.
  CHECK(server->GetStatus() == opentelemetry::trace::StatusCode::kUnset);
}

TEST_CASE("a trace begins where the caller shows none, and is recorded by the ratio") {
  Collected none(0);
  std::string traceparent;
  {
    const auto span = ServerSpan(none.tracing(), "garbage", kMethod);
    traceparent = span.place().traceparent;
  }
  CHECK(IsTraceparent(traceparent));
  CHECK(traceparent.ends_with("-00"));
  CHECK(none.End().empty());

  Collected all(1);
  { const auto span = ServerSpan(all.tracing(), "garbage", kMethod); }
  CHECK(all.End().size() == 1);
}

TEST_CASE("whether a trace is recorded is its caller's decision") {
  Collected none(0), all(1);
  { const auto span = ServerSpan(none.tracing(), kSampled, kMethod); }
  CHECK(none.End().size() == 1);
  const auto unsampled = kSampled.substr(0, 53) + "00";
  {
    const auto span = ServerSpan(all.tracing(), unsampled, kMethod);
    CHECK(span.place().traceparent.ends_with("-00"));
    CHECK(span.place().trace_id() == kTrace);
  }
  CHECK(all.End().empty());
}

TEST_CASE("an inner error is one of who answers, any error one of who asks") {
  Collected collected;
  {
    auto server = ServerSpan(collected.tracing(), kSampled, kMethod);
    server.SetCode(13);
    auto client = ClientSpan(server.place(), kMethod);
    client.SetCode(5);
  }
  for (const auto& span : collected.End()) {
    CHECK(span->GetStatus() == opentelemetry::trace::StatusCode::kError);
  }
}

TEST_CASE("where nothing is recorded a span is nothing") {
  auto span = ServerSpan(nullptr, kSampled, kMethod);
  CHECK(!span);
  span.SetCode(0);
  CHECK(!ClientSpan({.traceparent = kSampled}, kMethod));
  CHECK(!TransactionSpan({.traceparent = kSampled}, "enlace_patient"));
}

TEST_CASE("without an endpoint nothing is recorded, and a wrong setting is named") {
  auto none = ConfigOf({{"OTEL_TRACES_SAMPLER_ARG", "many"}});
  CHECK(Tracing::FromSettings(none, "test") == nullptr);
  CHECK(none.status().ok());
  for (const auto& [name, value] : std::map<std::string, std::string>{
           {"OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318"}, {"OTEL_TRACES_SAMPLER_ARG", "1.5"}}) {
    std::map<std::string, std::string> values{
        {"OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"}};
    values[name] = value;
    auto config = ConfigOf(values);
    CHECK(Tracing::FromSettings(config, "test") == nullptr);
    CHECK(config.status().ToString().find(name) != std::string::npos);
  }
}

TEST_CASE("a collector that is silent holds up no shutdown") {
  const SilentServer collector;
  auto config = ConfigOf({{"OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()}});
  auto tracing = Tracing::FromSettings(config, "test");
  REQUIRE(tracing != nullptr);
  // More than one export takes.
  for (int i = 0; i < 2000; ++i) {
    const auto span = ServerSpan(tracing.get(), kSampled, kMethod);
  }
  const auto began = absl::Now();
  tracing.reset();
  // Two seconds, and what a busy machine adds.
  CHECK(absl::Now() - began < absl::Seconds(4));
}

}  // namespace
}  // namespace enlace::tracing

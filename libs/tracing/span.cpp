#include "libs/tracing/span.h"

#include <opentelemetry/trace/propagation/http_trace_context.h>
#include <opentelemetry/trace/span.h>
#include <opentelemetry/trace/span_startoptions.h>
#include <opentelemetry/trace/tracer.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "libs/tracing/sdk.h"
#include "libs/tracing/tracing.h"

namespace enlace::tracing {
namespace {

namespace api = opentelemetry::trace;
namespace nostd = opentelemetry::nostd;

constexpr std::size_t kLength = 55, kTraceAt = 3, kTraceLength = 32, kSpanAt = 36, kSpanLength = 16,
                      kFlagsAt = 53;

nostd::string_view View(std::string_view text) { return {text.data(), text.size()}; }

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsId(std::string_view text) {
  return IsHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

// An invalid one where there is no parent: the span begins a trace.
api::SpanContext ContextOf(std::string_view traceparent) {
  if (!IsTraceparent(traceparent)) return api::SpanContext::GetInvalid();
  using Read = api::propagation::HttpTraceContext;
  return {Read::TraceIdFromHex(View(traceparent.substr(kTraceAt, kTraceLength))),
          Read::SpanIdFromHex(View(traceparent.substr(kSpanAt, kSpanLength))),
          Read::TraceFlagsFromHex(View(traceparent.substr(kFlagsAt))), /*is_remote=*/true};
}

api::StartSpanOptions OptionsOf(api::SpanKind kind, std::string_view parent) {
  api::StartSpanOptions options;
  options.kind = kind;
  options.parent = ContextOf(parent);
  return options;
}

// To whom answers, what the caller got wrong is no error (OpenTelemetry's conventions for gRPC).
bool IsError(bool answers, int code) {
  constexpr std::array<int, 6> kOurs = {2, 4, 12, 13, 14, 15};
  return answers ? std::find(kOurs.begin(), kOurs.end(), code) != kOurs.end() : code != 0;
}

}  // namespace

struct Span::Recorded {
  Tracing* tracing;
  nostd::shared_ptr<api::Span> span;
  bool answers = false;
};

bool IsTraceparent(std::string_view text) {
  return text.size() == kLength && text.substr(0, kTraceAt) == "00-" && text[kSpanAt - 1] == '-' &&
         text[kFlagsAt - 1] == '-' && IsId(text.substr(kTraceAt, kTraceLength)) &&
         IsId(text.substr(kSpanAt, kSpanLength)) && IsHex(text.substr(kFlagsAt));
}

std::string_view Place::trace_id() const {
  const std::string_view all = traceparent;
  return all.size() == kLength ? all.substr(kTraceAt, kTraceLength) : std::string_view();
}

Span::Span() = default;
Span::Span(std::unique_ptr<Recorded> recorded) : recorded_(std::move(recorded)) {}
Span::Span(Span&&) noexcept = default;
Span::~Span() {
  if (recorded_) recorded_->span->End();
}
Span& Span::operator=(Span&& other) noexcept {
  std::swap(recorded_, other.recorded_);
  return *this;
}

Place Span::place() const {
  const auto context = recorded_->span->GetContext();
  std::string text(kLength, '-');
  text[0] = text[1] = '0';
  context.trace_id().ToLowerBase16(nostd::span<char, kTraceLength>(&text[kTraceAt], kTraceLength));
  context.span_id().ToLowerBase16(nostd::span<char, kSpanLength>(&text[kSpanAt], kSpanLength));
  context.trace_flags().ToLowerBase16(nostd::span<char, 2>(&text[kFlagsAt], 2));
  return {.traceparent = std::move(text), .tracing = recorded_->tracing};
}

void Span::SetCode(int code) {
  if (!recorded_) return;
  recorded_->span->SetAttribute("rpc.grpc.status_code", std::int64_t{code});
  if (IsError(recorded_->answers, code)) recorded_->span->SetStatus(api::StatusCode::kError);
}

Span Tracing::Rpc(Kind kind, std::string_view parent, std::string_view method) {
  const bool answers = kind == Kind::kServer;
  const auto slash = std::min(method.find('/'), method.size());
  auto span = sdk_->tracer->StartSpan(
      View(method),
      {{"rpc.system", "grpc"},
       {"rpc.service", View(method.substr(0, slash))},
       {"rpc.method", View(method.substr(std::min(slash + 1, method.size())))}},
      OptionsOf(answers ? api::SpanKind::kServer : api::SpanKind::kClient, parent));
  return Span(std::make_unique<Span::Recorded>(Span::Recorded{this, std::move(span), answers}));
}

Span Tracing::Transaction(std::string_view parent, std::string_view database) {
  auto span = sdk_->tracer->StartSpan(
      "db.transaction", {{"db.system.name", "postgresql"}, {"db.namespace", View(database)}},
      OptionsOf(api::SpanKind::kClient, parent));
  return Span(std::make_unique<Span::Recorded>(Span::Recorded{this, std::move(span)}));
}

Span ServerSpan(Tracing* tracing, std::string_view sent, std::string_view method) {
  return tracing == nullptr ? Span() : tracing->Rpc(Tracing::Kind::kServer, sent, method);
}

Span ClientSpan(const Place& place, std::string_view method) {
  if (place.tracing == nullptr) return {};
  return place.tracing->Rpc(Tracing::Kind::kClient, place.traceparent, method);
}

Span TransactionSpan(const Place& place, std::string_view database) {
  if (place.tracing == nullptr) return {};
  return place.tracing->Transaction(place.traceparent, database);
}

}  // namespace enlace::tracing

#include "libs/tracing/tracing.h"

#include <opentelemetry/exporters/otlp/otlp_http_exporter_factory.h>
#include <opentelemetry/exporters/otlp/otlp_http_exporter_options.h>
#include <opentelemetry/sdk/common/global_log_handler.h>
#include <opentelemetry/sdk/resource/resource.h>
#include <opentelemetry/sdk/trace/batch_span_processor_factory.h>
#include <opentelemetry/sdk/trace/batch_span_processor_options.h>
#include <opentelemetry/sdk/trace/samplers/parent.h>
#include <opentelemetry/sdk/trace/samplers/trace_id_ratio.h>

#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/core/absl_view.h"
#include "libs/core/log.h"
#include "libs/core/sparse.h"
#include "libs/tracing/bounded_exporter.h"
#include "libs/tracing/sdk.h"

namespace enlace::tracing {
namespace {

namespace sdk = opentelemetry::sdk;
namespace otlp = opentelemetry::exporter::otlp;

// Together the two seconds of a shutdown: the last export may begin just before the end.
constexpr auto kExportTimeout = std::chrono::seconds(1);
constexpr absl::Duration kDrainTime = absl::Seconds(1);

constexpr const char* kEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
constexpr const char* kRatio = "OTEL_TRACES_SAMPLER_ARG";

class LibraryLog : public sdk::common::internal_log::LogHandler {
 public:
  void Handle(sdk::common::internal_log::LogLevel level, const char* /*file*/, int /*line*/,
              const char* text, const sdk::common::AttributeMap& /*attributes*/) noexcept override {
    using sdk::common::internal_log::LogLevel;
    const std::string_view said(text == nullptr ? "" : text);
    if (level != LogLevel::Error && level != LogLevel::Warning) {
      core::Log(core::LogLevel::kDebug, "OpenTelemetry says", {{"text", said}});
    } else if (const auto held_back = warnings_.Pass()) {
      core::Log(core::LogLevel::kWarning, "OpenTelemetry says",
                {{"text", said}, {"left_out", *held_back}});
    }
  }

 private:
  // It warns of each span that a full queue does not take.
  core::Sparse warnings_{std::chrono::seconds(10)};
};

double ReadRatio(core::Config& config) {
  double ratio = 0;
  if (!absl::SimpleAtod(config.Optional(kRatio, "1"), &ratio) || !(ratio >= 0 && ratio <= 1)) {
    config.Refuse(kRatio, "is wrong: it must be a number from 0 to 1");
  }
  return ratio;
}

}  // namespace

Tracing::Sdk::Sdk(std::unique_ptr<sdk::trace::SpanExporter> inner, const std::string& service,
                  double ratio) {
  auto bounded = std::make_unique<BoundedExporter>(std::move(inner));
  exporter = bounded.get();
  provider = std::make_unique<sdk::trace::TracerProvider>(
      sdk::trace::BatchSpanProcessorFactory::Create(std::move(bounded), {}),
      sdk::resource::Resource::Create({{"service.name", absl::StrCat("enlace-", service)}}),
      std::make_unique<sdk::trace::ParentBasedSampler>(
          std::make_shared<sdk::trace::TraceIdRatioBasedSampler>(ratio)));
  tracer = provider->GetTracer("enlace");
}

Tracing::Sdk::~Sdk() {
  exporter->EndAt(absl::Now() + kDrainTime);
  provider->Shutdown();
}

Tracing::Tracing(std::unique_ptr<Sdk> sdk) : sdk_(std::move(sdk)) {}
Tracing::~Tracing() = default;

std::unique_ptr<Tracing> Tracing::FromSettings(core::Config& config, std::string_view service) {
  const auto endpoint = config.Optional(kEndpoint, "");
  if (endpoint.empty()) return nullptr;
  if (!absl::StartsWith(endpoint, "http://") && !absl::StartsWith(endpoint, "https://")) {
    config.Refuse(kEndpoint, "is wrong: it must be a URL, for example http://127.0.0.1:4318");
  }
  const double ratio = ReadRatio(config);
  if (!config.status().ok()) return nullptr;
  sdk::common::internal_log::GlobalLogHandler::SetLogHandler(
      opentelemetry::nostd::shared_ptr<sdk::common::internal_log::LogHandler>(new LibraryLog));
  otlp::OtlpHttpExporterOptions options;
  options.url = absl::StrCat(absl::StripSuffix(endpoint, "/"), "/v1/traces");
  options.content_type = otlp::HttpRequestContentType::kBinary;
  options.timeout = kExportTimeout;
  options.retry_policy_max_attempts = 0;
  return std::make_unique<Tracing>(std::make_unique<Sdk>(
      otlp::OtlpHttpExporterFactory::Create(options), std::string(service), ratio));
}

}  // namespace enlace::tracing

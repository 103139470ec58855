#include "libs/rpc/pipeline.h"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/container/inlined_vector.h"
#include "absl/time/clock.h"
#include "enlace/common/v1/options.pb.h"
#include "libs/authn/access.h"
#include "libs/authn/credential_error.h"
#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/core/reasons.h"
#include "libs/refusals/subject.h"
#include "libs/rpc/clinical_fields.h"
#include "libs/rpc/metadata.h"
#include "libs/rpc/method_rules.h"
#include "libs/rpc/purpose.h"
#include "libs/rpc/request_id.h"
#include "libs/rpc/status.h"
#include "libs/rpc/tls.h"
#include "libs/rpc/write_stage.h"

namespace enlace::rpc {
namespace {

constexpr absl::Duration kDefaultDeadline = absl::Seconds(5);
constexpr absl::Duration kLongestDeadline = absl::Seconds(30);

bool IsRead(const std::string& full_name) {
  return full_name.find("/Get") != std::string::npos ||
         full_name.find("/Resolve") != std::string::npos;
}

// Whether a handler may run for a call that is refused: what it writes is rolled back, or it is a
// read. What signs somebody in, or may be repeated, is neither.
bool CanBeTried(const MethodRule& rule) {
  const auto& name = rule.full_name;
  return rule.writes || IsRead(name) || name.find("/List") != std::string::npos ||
         name.find("/Search") != std::string::npos;
}

// What a refused call failed at; null for errors of any other kind.
const char* RefusedAt(const absl::Status& status, std::string_view reason) {
  if (absl::IsPermissionDenied(status)) return refusals::kAuthorize;
  if (absl::IsUnauthenticated(status) || reason == core::reason::kTooManySignIns) {
    return refusals::kAuthenticate;
  }
  return nullptr;
}

void LogCall(const Run& run, const Call& call, const absl::Status& status, std::string_view tenant,
             std::string_view actor) {
  const auto details = status.ok() ? core::ErrorDetails{} : core::DetailsOf(status);
  const auto code = absl::StatusCodeToString(status.code());
  absl::InlinedVector<core::LogField, 10> fields = {
      {"request_id", call.request_id()},
      {"trace_id", call.trace_id()},
      {"method", run.rule.full_name},
      {"code", code},
      {"latency_ms", absl::ToDoubleMilliseconds(absl::Now() - run.started)}};
  if (!tenant.empty()) fields.emplace_back("tenant", tenant);
  if (!actor.empty()) fields.emplace_back("actor", actor);
  if (status.ok() && call.disclosed_count() > 0) {
    fields.emplace_back("disclosed", call.disclosed_count());
  }
  if (!details.reason.empty()) fields.emplace_back("reason", details.reason);
  if (!details.internal.empty()) fields.emplace_back("detail", details.internal);
  const bool ours = status.code() == absl::StatusCode::kInternal ||
                    status.code() == absl::StatusCode::kUnknown ||
                    status.code() == absl::StatusCode::kDataLoss;
  core::Log(ours ? core::LogLevel::kError : core::LogLevel::kInfo, "call", fields);
}

// Measured as it is logged.
void Measure(const Run& run, absl::StatusCode code) {
  auto* const metrics = run.messages.metrics;
  if (metrics == nullptr) return;
  if (run.messages.longest_stream) {
    metrics->EndStream(code);
  } else {
    metrics->End(code, absl::Now() - run.started);
  }
}

}  // namespace

struct PipelineStages {
  // The stages that are left.
  struct Next {
    absl::Status operator()() const { return Advance(pipeline, run, index); }
    Pipeline& pipeline;
    Run& run;
    std::size_t index;
  };
  using Function = absl::Status (*)(Pipeline&, Run&, const Next&);
  struct Stage {
    std::string_view name;
    Function function;
  };

  static absl::Status Recover(Pipeline&, Run& run, const Next& next) {
    std::string what;
    try {
      return next();
    } catch (const std::exception& error) {
      // Its text may quote what it stumbled over, which may be a person's data.
      what = typeid(error).name();
    } catch (...) {
      what = "unknown";
    }
    core::Log(core::LogLevel::kError, "exception of the type in detail",
              {{"request_id", run.call.request_id()},
               {"trace_id", run.call.trace_id()},
               {"method", run.rule.full_name},
               {"detail", what}});
    return core::Internal(what);
  }

  static absl::Status Trace(Pipeline& pipeline, Run& run, const Next& next) {
    auto& call = run.call;
    call.request_id_ =
        RequestIdOrNew(MetadataValue(run.context, "x-request-id"), pipeline.clock_.Now());
    const auto sent = MetadataValue(run.context, "traceparent");
    run.span = tracing::ServerSpan(pipeline.tracing_, sent, run.rule.full_name);
    call.place_ = run.span ? run.span.place() : tracing::Place{TraceparentOrNew(sent)};
    call.ip_ = CallerAddress(run.context);
    call.user_agent_ = CallerUserAgent(run.context);
    call.accept_language_ = std::string(MetadataValue(run.context, "accept-language"));
    call.broken_glass_ = pipeline.broken_glass_;
    run.context.AddInitialMetadata("x-request-id", call.request_id_);
    return next();
  }

  static absl::Status Log(Pipeline&, Run& run, const Next& next) {
    std::optional<absl::Status> status;
    if (run.messages.metrics != nullptr) run.messages.metrics->Begin();
    const absl::Cleanup log = [&run, &status] {
      const auto code = status ? status->code() : absl::StatusCode::kInternal;
      Measure(run, code);
      run.span.SetCode(static_cast<int>(code));
      const auto* principal = run.call.principal_.get();
      LogCall(run, run.call, status ? *status : core::Internal("the handler threw"),
              principal && !principal->tenant_id.IsNil() ? principal->tenant_id.ToString() : "",
              principal && !principal->id.IsNil() ? principal->id.ToString() : "");
    };
    status = next();
    // A copy: the log reads the original after this line.
    return *status;
  }

  static absl::Status Refusals(Pipeline& pipeline, Run& run, const Next& next) {
    auto status = next();
    if (pipeline.refusals_ == nullptr || status.ok()) return status;
    auto reason = core::DetailsOf(status).reason;
    const char* const refused_at = RefusedAt(status, reason);
    if (refused_at == nullptr) return status;
    refusals::Refusal refusal{.context = run.call.caller_context(),
                              .action = refused_at,
                              .endpoint = run.rule.full_name,
                              .reason = std::move(reason)};
    if (auto subject = refusals::SubjectOf(status)) {
      if (refusal.context.tenant_id.IsNil()) refusal.context.tenant_id = subject->tenant_id;
      refusal.subject = *std::move(subject);
    }
    pipeline.refusals_->Add(std::move(refusal));
    return status;
  }

  static absl::Status Deadline(Pipeline&, Run& run, const Next& next) {
    const auto sent = absl::FromChrono(run.context.deadline());
    const auto& stream = run.messages.longest_stream;
    const auto longest = run.started + stream.value_or(kLongestDeadline);
    const bool none = sent > run.started + absl::Hours(24 * 365);
    run.call.deadline_ =
        none ? run.started + stream.value_or(kDefaultDeadline) : std::min(sent, longest);
    if (run.call.deadline_ <= absl::Now()) {
      return core::refusal::DeadlineExceededNotBegun();
    }
    return next();
  }

  static bool AsksNoCredential(const MethodRule& rule) {
    return rule.roles.size() == 1 && rule.roles.front() == common::v1::ROLE_LINK;
  }

  static void Count(Pipeline& pipeline, const Run& run) {
    const auto& principal = *run.call.principal_;
    if (pipeline.requests_ == nullptr || principal.tenant_id.IsNil()) return;
    if (!MetadataValue(run.context, kInnerCall).empty()) return;
    pipeline.requests_->Add(principal.tenant_id, principal.time_zone, run.started);
  }

  static absl::Status Authenticate(Pipeline& pipeline, Run& run, const Next& next) {
    if (AsksNoCredential(run.rule)) {
      static const auto& nobody =
          *new auto(std::make_shared<const authn::Principal>(authn::Principal{}));
      run.call.principal_ = nobody;
      return next();
    }
    const auto key = MetadataValue(run.context, "x-api-key");
    const auto token = MetadataValue(run.context, "authorization");
    // Whichever was taken, the other one could be meant.
    if (!key.empty() && !token.empty()) return authn::CredentialInvalid();
    run.call.credential_ = std::string(key.empty() ? token : key);
    auto principal = pipeline.authenticator_.Authenticate(run.call.credential_, run.call.deadline_,
                                                          {.ip = run.call.ip_,
                                                           .user_agent = run.call.user_agent_,
                                                           .request_id = run.call.request_id_});
    if (!principal.ok()) return principal.status();
    run.call.principal_ = *std::move(principal);
    Count(pipeline, run);
    return next();
  }

  static absl::Status AllowedBy(const MethodRule& rule, const authn::Principal& principal) {
    auto allowed = authn::Authorize(principal, rule.roles, rule.scopes);
    if (!allowed.ok()) return allowed;
    if (rule.whole_tenant && !principal.workflows.empty()) {
      return core::refusal::RoleNotAllowedLimited();
    }
    return absl::OkStatus();
  }

  static absl::Status StillAllows(Pipeline& pipeline, const MethodRule& rule, const Call& call,
                                  absl::Time deadline) {
    if (AsksNoCredential(rule)) return absl::OkStatus();
    const auto principal = pipeline.authenticator_.Authenticate(call.credential_, deadline);
    if (!principal.ok()) return principal.status();
    return AllowedBy(rule, **principal);
  }

  static absl::Status Authorize(Pipeline& pipeline, Run& run, const Next& next) {
    if (AsksNoCredential(run.rule)) return next();
    auto allowed = AllowedBy(run.rule, *run.call.principal_);
    if (!allowed.ok()) return allowed;
    if (!run.rule.callers.empty() && !IsFromOneOf(run.rule.callers, run.context)) {
      return core::refusal::RoleNotAllowedCertificate();
    }
    const auto& until = run.call.principal_->writable_until;
    if (until && run.rule.writes && !run.rule.while_read_only && pipeline.clock_.Now() >= *until) {
      return core::refusal::TenantReadOnly();
    }
    return next();
  }

  // After authorization: who is denied waits for nobody. Streams have a number of their own, and
  // the platform and the other services belong to no tenant.
  static absl::Status Share(Pipeline& pipeline, Run& run, const Next& next) {
    const auto& tenant = run.call.principal_->tenant_id;
    if (pipeline.shares_ == nullptr || tenant.IsNil() || run.messages.longest_stream) return next();
    const bool inner = !MetadataValue(run.context, kInnerCall).empty();
    const auto hold = pipeline.shares_->Enter({tenant, inner}, run.call.deadline_);
    if (!hold.ok()) return hold.status();
    return next();
  }

  // Around `write`, which keeps whole answers for those who repeat a call.
  static absl::Status Conceal(Pipeline&, Run& run, const Next& next) {
    if (run.call.principal_->role != authn::Role::kAdministrativeStaff) return next();
    auto sent = ClinicalFieldsSent(run.messages.request);
    if (!sent.empty()) return core::InvalidFields(std::move(sent));
    auto status = next();
    ClearClinicalFields(run.messages.response);
    EditDetails(status, ClearClinicalFields);
    return status;
  }

  static std::string FieldsClass(const Run& run) {
    const bool clinical = run.call.principal_->role != authn::Role::kAdministrativeStaff &&
                          CanHoldClinicalFields(run.messages.response);
    return clinical ? "CLINICAL" : "ADMINISTRATIVE";
  }

  static absl::Status Disclose(Pipeline& pipeline, Run& run, const Next& next) {
    auto status = next();
    if (!status.ok() || !run.rule.discloses_personal_data) return status;
    auto& call = run.call;
    if (call.disclosed_.empty()) {
      return call.answer_is_empty_ ? absl::OkStatus()
                                   : core::Internal("an answer without its disclosure");
    }
    if (pipeline.access_log_ == nullptr) return core::Internal("no access log");
    const auto now = pipeline.clock_.Now();
    const bool list = run.rule.full_name.find("/List") != std::string::npos;
    auto recorded = pipeline.access_log_->Record(
        {.event_id = core::Ulid::Generate(now),
         .occurred_at = now,
         .context = call.context_for(call.disclosed_tenant_.value_or(call.principal_->tenant_id)),
         .action = list ? "LIST" : "READ",
         .endpoint = run.rule.full_name,
         .resource_type = call.disclosed_type_,
         .resource_ids = call.disclosed_,
         .fields_class = FieldsClass(run),
         .purpose = std::string(call.purpose_.of_use),
         .purpose_reason = call.purpose_.reason},
        call.deadline_);
    if (recorded.ok()) call.WarnIfGlassIsBroken(run.rule.full_name);
    // A change that answers the resource is committed by then: the caller must not take the error
    // for a refusal.
    const bool stored = !list && !IsRead(run.rule.full_name) && !run.messages.validate_only;
    return recorded.ok() || !stored ? recorded : core::refusal::CommitInDoubtUnrecorded();
  }

  static absl::Status Write(Pipeline& pipeline, Run& run, const Next& next) {
    std::vector<core::Violation> wrong;
    run.call.purpose_ = ReadPurpose(MetadataValue(run.context, "x-purpose-of-use"),
                                    MetadataValue(run.context, "x-purpose-reason"), wrong);
    // The gateway has found mistakes that it names itself.
    if (!wrong.empty() || !MetadataValue(run.context, "x-already-refused").empty()) {
      if (run.messages.longest_stream || !CanBeTried(run.rule)) {
        return wrong.empty() ? core::refusal::FieldViolation()
                             : core::InvalidFields(std::move(wrong));
      }
      return WriteStage::Judge(run, std::move(wrong), next);
    }
    return run.rule.writes ? WriteStage::Pass(pipeline.repeats_, run, next) : next();
  }

  static absl::Status Handle(Pipeline&, Run& run, const Next&) {
    auto if_match = core::VersionMatch::Parse(MetadataValue(run.context, "if-match"));
    if (!if_match.ok()) return if_match.status();
    run.call.if_match_ = *std::move(if_match);
    return run.body(run.call);
  }

  static constexpr std::array<Stage, 12> kStages = {{{"recover", Recover},
                                                     {"trace", Trace},
                                                     {"log", Log},
                                                     {"refusals", Refusals},
                                                     {"deadline", Deadline},
                                                     {"authenticate", Authenticate},
                                                     {"authorize", Authorize},
                                                     {"share", Share},
                                                     {"conceal", Conceal},
                                                     {"disclose", Disclose},
                                                     {"write", Write},
                                                     {"handle", Handle}}};

  static absl::Status Advance(Pipeline& pipeline, Run& run, std::size_t index) {
    if (index == kStages.size()) return absl::OkStatus();
    return kStages[index].function(pipeline, run, {pipeline, run, index + 1});
  }
};

Pipeline::Pipeline(authn::Authenticator& authenticator, db::AccessLog* access_log,
                   const core::Clock& clock, const Repeats* repeats,
                   usage::RequestCounter* requests, refusals::RefusalLog* refusals,
                   metrics::Registry* metrics, TenantShare* shares, tracing::Tracing* tracing)
    : authenticator_(authenticator),
      access_log_(access_log),
      clock_(clock),
      repeats_(repeats),
      requests_(requests),
      refusals_(refusals),
      metrics_(metrics),
      shares_(shares),
      tracing_(tracing) {
  if (metrics_ == nullptr) return;
  broken_glass_ = metrics_->AddCounter("enlace_break_glass_accesses_total",
                                       "Accesses whose caller named an emergency.");
}

std::unique_ptr<MethodMetrics> Pipeline::MetricsOf(const MethodRule& rule) const {
  return std::make_unique<MethodMetrics>(metrics_, rule.full_name);
}

std::vector<std::string_view> Pipeline::Stages() {
  std::vector<std::string_view> names;
  names.reserve(PipelineStages::kStages.size());
  for (const auto& stage : PipelineStages::kStages) names.push_back(stage.name);
  return names;
}

grpc::Status Pipeline::Handle(const MethodRule& rule, grpc::ServerContext& context,
                              const Messages& messages, Body body) {
  Run run{rule, context, messages, body, absl::Now(), Call()};
  const auto status = PipelineStages::Advance(*this, run, 0);
  if (status.ok()) return grpc::Status::OK;
  return ToGrpcStatus(status, run.call.request_id(), LanguageOf(context));
}

absl::Status Pipeline::StillAllows(const MethodRule& rule, const Call& call, absl::Time deadline) {
  return PipelineStages::StillAllows(*this, rule, call, deadline);
}

grpc::Status Pipeline::Refuse(const MethodRule& rule, const grpc::ServerContext& context) {
  const auto request_id = RequestIdOrNew(MetadataValue(context, "x-request-id"), clock_.Now());
  const tracing::Place place{TraceparentOrNew(MetadataValue(context, "traceparent"))};
  core::Log(
      core::LogLevel::kWarning, "call refused: too many are under way, or wait",
      {{"request_id", request_id}, {"trace_id", place.trace_id()}, {"method", rule.full_name}});
  return ToGrpcStatus(core::refusal::Busy(), request_id, LanguageOf(context));
}

}  // namespace enlace::rpc

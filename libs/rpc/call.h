#pragma once

#include <grpcpp/client_context.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "libs/core/language.h"
#include "libs/core/ulid.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"
#include "libs/metrics/series.h"
#include "libs/rpc/purpose.h"
#include "libs/tracing/span.h"

namespace enlace::rpc {

// What the stages before the handler found out about a call. Lives on one thread.
class Call {
 public:
  // The caller; of a role that the RPC's access rule allows.
  const authn::Principal& principal() const { return *principal_; }
  // Every database call and outgoing RPC ends by then.
  absl::Time deadline() const { return deadline_; }
  const std::string& request_id() const { return request_id_; }
  // 32 hexadecimal digits (W3C trace context).
  std::string_view trace_id() const { return place_.trace_id(); }
  // Which versions of the resource the call is meant for: the metadata `if-match`.
  const core::VersionMatch& if_match() const { return if_match_; }
  // The language that the caller asks for.
  core::Language language() const { return core::ParseLanguage(accept_language_); }
  // The language of people who read what the call sends them: Spanish where the caller asks for
  // none, as the first clinics are Colombian.
  core::Language audience_language() const {
    return accept_language_.empty() ? core::Language::kSpanish : language();
  }
  // Makes an outgoing call to another service part of this one: the caller's own credential,
  // address, user agent, language and purpose, the request id, the trace and the deadline, a little
  // earlier. `method`: "enlace.patient.v1.PatientService/GetPatient". The span is that of the
  // outgoing call, which is to be told its code and to end with it.
  [[nodiscard]] tracing::Span PassOn(grpc::ClientContext& outgoing, std::string_view method) const;

  // The context of the caller's own tenant. Only for principals that have one.
  db::TenantContext tenant_context() const;
  // The same actor on the tenant `tenant_id`: for platform admins, who have none of their own.
  db::TenantContext context_for(const core::Ulid& tenant_id) const;

  // That of whoever calls, ANONYMOUS and of no tenant unless it has shown a credential that holds.
  db::TenantContext caller_context() const;

  // What the caller says that it looks at personal data for.
  const Purpose& purpose() const { return purpose_; }
  // Once the access is recorded, for whoever watches the log and the metrics: the caller named an
  // emergency. `method` is the RPC's full name.
  void WarnIfGlassIsBroken(std::string_view method) const;

  // Names a resource whose personal data the answer holds. The answer leaves only after the
  // access record with all disclosed ids is durable. All ids of a call are of one type.
  void Disclose(std::string_view resource_type, const core::Ulid& id);

  // Of what is disclosed, where it is not the caller's own tenant's: whose it is.
  void DiscloseOf(const core::Ulid& tenant_id) { disclosed_tenant_ = tenant_id; }

  // For a service that keeps its own access records: so many resources more are in one.
  void CountDisclosed(std::size_t resources) { disclosed_count_ += resources; }
  // How many resources the answer holds, as the log tells.
  std::size_t disclosed_count() const { return disclosed_count_ + disclosed_.size(); }

  // Of an RPC that creates or changes: it created. The initial metadata x-created says so, and REST
  // answers 201.
  void SetCreated() { created_ = true; }
  bool created() const { return created_; }

  // Of an RPC whose name says that it creates: what it answers was there already.
  void SetFound() { found_ = true; }

  // False for a call that is only tried or judged: nothing that comes of it may be stored, here or
  // in another service.
  bool stores() const;

  // For the server: whether the handler left the answer empty, so that there was nothing to
  // disclose.
  void SetAnswerEmpty(bool empty) { answer_is_empty_ = empty; }

 private:
  friend struct PipelineStages;
  friend struct WriteStage;
  std::shared_ptr<const authn::Principal> principal_;
  absl::Time deadline_;
  std::string request_id_, credential_, ip_, user_agent_, accept_language_;
  tracing::Place place_;
  Purpose purpose_;
  metrics::Counter broken_glass_;
  std::string disclosed_type_;
  std::vector<core::Ulid> disclosed_;
  std::optional<core::Ulid> disclosed_tenant_;
  std::size_t disclosed_count_ = 0;
  core::VersionMatch if_match_;
  bool created_ = false;
  bool found_ = false;
  bool judged_ = false;
  bool answer_is_empty_ = false;
  db::WriteIntent* intent_ = nullptr;
};

}  // namespace enlace::rpc

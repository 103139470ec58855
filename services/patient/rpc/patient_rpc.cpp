#include "services/patient/rpc/patient_rpc.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/call.h"
#include "libs/rpc/tenant_id.h"
#include "libs/rpc/warnings.h"
#include "services/patient/rpc/patient_proto.h"

namespace enlace::patient::rpc {
namespace {

using enlace::rpc::Call;

Caller CallerOf(const Call& call) {
  return {.context = call.tenant_context(),
          .owner_id = call.principal().owner_id,
          .time_zone = call.principal().time_zone,
          .may_list = call.principal().HasScope("patients:list"),
          .deadline = call.deadline(),
          .if_match = call.if_match(),
          .rules = call.principal().rules,
          .workflows = nullptr,
          .limited_to_workflows = !call.principal().workflows.empty()};
}

// The caller of a call that sends `input`. Who is limited to one workflow means that one.
absl::StatusOr<Caller> CallerWith(const Call& call, const WorkflowsOf& workflows, bool is_new,
                                  PatientInput& input) {
  auto caller = CallerOf(call);
  const auto& limit = call.principal().workflows;
  if (is_new && !input.workflow && limit.size() == 1) input.workflow = limit.front();
  if (!input.workflow || input.workflow->empty()) return caller;
  auto names = workflows(call);
  if (!names.ok()) return names.status();
  caller.workflows = *std::move(names);
  return caller;
}

// A new patient: its fields are the caller's own, so that nothing is disclosed.
absl::Status Answer(const absl::StatusOr<Patient>& patient, v1::Patient& response) {
  if (!patient.ok()) return patient.status();
  Fill(*patient, &response);
  return absl::OkStatus();
}

// A patient that was there before: even an update that changes nothing reads it.
template <typename Response>
absl::Status Disclose(Call& call, const absl::StatusOr<Patient>& patient, Response& response) {
  if (!patient.ok()) return patient.status();
  call.Disclose("Patient", patient->id);
  Fill(*patient, &response);
  return absl::OkStatus();
}

// Fields of the person are those of the request's `patient`.
std::vector<core::Violation> UnderPatient(std::vector<core::Violation> violations) {
  for (auto& violation : violations) {
    if (violation.field != "id") violation.field.insert(0, "patient.");
  }
  return violations;
}

absl::Status Ensure(Call& call, PatientService& patients, const WorkflowsOf& workflows,
                    const v1::EnsurePatientRequest& request, v1::EnsurePatientResponse& response) {
  const auto& person = request.patient();
  auto input = InputOf(person);
  const auto caller = CallerWith(call, workflows, /*is_new=*/true, input);
  if (!caller.ok()) return caller.status();
  const Envelope envelope{person.event_type(), person.action_type()};
  std::vector<core::Violation> warnings;
  const auto ensured = patients.Ensure(*caller, envelope, request.id(), input, warnings);
  if (!ensured.ok()) {
    auto violations = core::DetailsOf(ensured.status()).violations;
    return violations.empty() ? ensured.status()
                              : core::InvalidFields(UnderPatient(std::move(violations)));
  }
  if (ensured->created) call.SetCreated();
  enlace::rpc::FillWarnings(UnderPatient(std::move(warnings)), call.language(), &response);
  return Disclose(call, absl::StatusOr<Patient>(ensured->patient), response);
}

absl::Status List(Call& call, PatientService& patients, const enlace::rpc::PageTokens& page_tokens,
                  const v1::ListPatientsRequest& request, v1::ListPatientsResponse& response) {
  const auto tenant = call.principal().tenant_id;
  std::vector<core::Violation> violations;
  const auto asked = page_tokens.Read(tenant, request, violations);
  const auto page = patients.List(CallerOf(call), QueryOf(request), asked.size, asked.after,
                                  std::move(violations));
  if (!page.ok()) return page.status();
  for (const auto& patient : page->patients) {
    call.Disclose("Patient", patient.id);
    Fill(patient, response.add_patients());
  }
  if (page->next) response.set_next_page_token(page_tokens.Make(tenant, request, *page->next));
  return absl::OkStatus();
}

std::string FullName(const Patient& patient) {
  std::string name;
  for (const auto* part :
       {&patient.first_name, &patient.second_name, &patient.last_name, &patient.second_last_name}) {
    if (*part) absl::StrAppend(&name, name.empty() ? "" : " ", **part);
  }
  return name;
}

// In the tenant that the request names: the caller is a service of ours and has none.
absl::Status AnswerNames(const Call& call, PatientService& patients,
                         const v1::ResolvePatientNamesRequest& request,
                         v1::ResolvePatientNamesResponse& response) {
  const auto tenant = enlace::rpc::TenantIdOf(request.tenant_id());
  if (!tenant) {
    return core::InvalidFields({core::violation::RequiredTenant("tenantId")});
  }
  const Caller caller{.context = call.context_for(*tenant), .deadline = call.deadline()};
  const auto found = patients.GetAll(caller, {request.ids().begin(), request.ids().end()});
  if (!found.ok()) return found.status();
  for (const auto& patient : *found) {
    auto* named = response.add_names();
    named->set_id(patient.id.ToString());
    named->set_name(FullName(patient));
  }
  return absl::OkStatus();
}

}  // namespace

PatientRpc::PatientRpc(enlace::rpc::Pipeline& pipeline, PatientService& patients,
                       const enlace::rpc::PageTokens& page_tokens, WorkflowsOf workflows)
    : UnaryService(pipeline),
      patients_(patients),
      page_tokens_(page_tokens),
      workflows_(std::move(workflows)) {
  AddReads();
  AddWrites();
}

void PatientRpc::AddReads() {
  Add<v1::GetPatientRequest, v1::Patient>(
      "GetPatient", [this](Call& call, const auto& in, auto& out) {
        return Disclose(call, patients_.Get(CallerOf(call), in.id()), out);
      });
  Add<v1::ListPatientsRequest, v1::ListPatientsResponse>(
      "ListPatients", [this](Call& call, const auto& in, auto& out) {
        return List(call, patients_, page_tokens_, in, out);
      });
  Add<v1::ResolvePatientRequest, v1::PatientReference>(
      "ResolvePatient", [this](Call& call, const auto& in, auto& out) {
        const PatientName name{in.id(), in.doc_type_id(), in.doc_number()};
        return Disclose(call, patients_.Resolve(CallerOf(call), name), out);
      });
  Add<v1::ResolvePatientNamesRequest, v1::ResolvePatientNamesResponse>(
      "ResolvePatientNames", [this](Call& call, const auto& in, auto& out) {
        return AnswerNames(call, patients_, in, out);
      });
}

void PatientRpc::AddWrites() {
  Add<v1::CreatePatientRequest, v1::Patient>(
      "CreatePatient", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        auto input = InputOf(in);
        const auto caller = CallerWith(call, workflows_, /*is_new=*/true, input);
        if (!caller.ok()) return caller.status();
        const Envelope envelope{in.event_type(), in.action_type()};
        std::vector<core::Violation> warnings;
        const auto patient = patients_.Create(*caller, envelope, input, warnings);
        enlace::rpc::FillWarnings(warnings, call.language(), &out);
        return Answer(patient, out);
      });
  Add<v1::UpdatePatientRequest, v1::Patient>(
      "UpdatePatient", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        auto input = InputOf(in);
        const auto caller = CallerWith(call, workflows_, /*is_new=*/false, input);
        if (!caller.ok()) return caller.status();
        std::vector<core::Violation> warnings;
        const auto patient = patients_.Update(*caller, in.id(), input, warnings);
        enlace::rpc::FillWarnings(warnings, call.language(), &out);
        return Disclose(call, patient, out);
      });
  Add<v1::UpsertPatientByDocumentRequest, v1::Patient>(
      "UpsertPatientByDocument", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        auto input = InputOf(in);
        const auto caller = CallerWith(call, workflows_, /*is_new=*/true, input);
        if (!caller.ok()) return caller.status();
        const Envelope envelope{in.event_type(), in.action_type()};
        std::vector<core::Violation> warnings;
        const auto upserted = patients_.Upsert(*caller, envelope, input, warnings);
        if (!upserted.ok()) return upserted.status();
        if (upserted->created) call.SetCreated();
        enlace::rpc::FillWarnings(warnings, call.language(), &out);
        return Disclose(call, absl::StatusOr<Patient>(upserted->patient), out);
      });
  Add<v1::DeletePatientRequest, google::protobuf::Empty>(
      "DeletePatient", [this](Call& call, const auto& in, auto&) {
        return patients_.Delete(CallerOf(call), in.id());
      });
  Add<v1::RestorePatientRequest, v1::Patient>(
      "RestorePatient", [this](Call& call, const auto& in, auto& out) {
        return Disclose(call, patients_.Restore(CallerOf(call), in.id()), out);
      });
  Add<v1::EnsurePatientRequest, v1::EnsurePatientResponse>(
      "EnsurePatient", [this](Call& call, const auto& in, auto& out) {
        return Ensure(call, patients_, workflows_, in, out);
      });
}

}  // namespace enlace::patient::rpc

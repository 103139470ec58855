#include "services/patient/rpc/patient_proto.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "absl/time/time.h"
#include "libs/clinical/date.h"
#include "libs/core/version_match.h"
#include "libs/rpc/struct_json.h"

namespace enlace::patient::rpc {
namespace {

std::optional<std::string> UnlessEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// Fields that requests read in the same way.
template <typename Request>
void ReadShared(const Request& request, PatientInput& input) {
  if (request.phones_size() > 0) {
    input.phones.emplace(request.phones().begin(), request.phones().end());
  }
  if (request.has_custom_fields()) {
    input.custom_fields =
        enlace::rpc::FromStruct(request.custom_fields(), "customFields", input.unreadable);
  }
}

template <typename Request>
void ReadTexts(const Request& request, PatientInput& input) {
  input.first_name = UnlessEmpty(request.first_name());
  input.second_name = UnlessEmpty(request.second_name());
  input.last_name = UnlessEmpty(request.last_name());
  input.second_last_name = UnlessEmpty(request.second_last_name());
  input.birth_date = UnlessEmpty(request.birth_date());
  input.gender_id = UnlessEmpty(request.gender_id());
  input.gender_identity_id = UnlessEmpty(request.gender_identity_id());
  input.doc_type_id = UnlessEmpty(request.doc_type_id());
  input.doc_number = UnlessEmpty(request.doc_number());
  input.mrn = UnlessEmpty(request.mrn());
  input.email = UnlessEmpty(request.email());
  input.eps_id = UnlessEmpty(request.eps_id());
  input.workflow = UnlessEmpty(request.workflow());
}

template <typename Request>
PatientInput InputOfNew(const Request& request) {
  PatientInput input;
  ReadTexts(request, input);
  ReadShared(request, input);
  input.habeas_data = request.habeas_data();
  return input;
}

// What a booking keeps.
template <typename Message>
void FillReference(const Patient& patient, Message* message) {
  message->set_id(patient.id.ToString());
  if (patient.workflow) message->set_workflow(*patient.workflow);
  if (!patient.document) return;
  message->set_doc_type_id(patient.document->type);
  message->set_doc_number(patient.document->number);
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

PatientInput InputOf(const v1::CreatePatientRequest& request) { return InputOfNew(request); }

PatientInput InputOf(const v1::InlinePatient& message) { return InputOfNew(message); }

PatientInput InputOf(const v1::UpsertPatientByDocumentRequest& request) {
  PatientInput input;
  ReadTexts(request, input);
  ReadShared(request, input);
  if (request.has_habeas_data()) input.habeas_data = request.habeas_data();
  input.clear_fields.assign(request.clear_fields().begin(), request.clear_fields().end());
  return input;
}

PatientInput InputOf(const v1::UpdatePatientRequest& request) {
  PatientInput input;
  ReadShared(request, input);
  if (request.has_first_name()) input.first_name = request.first_name();
  if (request.has_second_name()) input.second_name = request.second_name();
  if (request.has_last_name()) input.last_name = request.last_name();
  if (request.has_second_last_name()) input.second_last_name = request.second_last_name();
  if (request.has_birth_date()) input.birth_date = request.birth_date();
  if (request.has_gender_id()) input.gender_id = request.gender_id();
  if (request.has_gender_identity_id()) input.gender_identity_id = request.gender_identity_id();
  if (request.has_doc_type_id()) input.doc_type_id = request.doc_type_id();
  if (request.has_doc_number()) input.doc_number = request.doc_number();
  if (request.has_mrn()) input.mrn = request.mrn();
  if (request.has_email()) input.email = request.email();
  if (request.has_eps_id()) input.eps_id = request.eps_id();
  if (request.has_workflow()) input.workflow = request.workflow();
  if (request.has_habeas_data()) input.habeas_data = request.habeas_data();
  input.clear_fields.assign(request.clear_fields().begin(), request.clear_fields().end());
  return input;
}

PatientQuery QueryOf(const v1::ListPatientsRequest& request) {
  PatientQuery query{.doc_type_id = request.doc_type_id(),
                     .doc_number = request.doc_number(),
                     .email = request.email(),
                     .phone = request.phone(),
                     .name = request.name(),
                     .workflow = request.workflow(),
                     .owner_id = request.owner_id(),
                     .custom_fields = {},
                     .order_by = request.order_by()};
  query.custom_fields.assign(request.custom_fields().begin(), request.custom_fields().end());
  return query;
}

void Fill(const Patient& patient, v1::Patient* message) {
  message->set_id(patient.id.ToString());
  if (patient.first_name) message->set_first_name(*patient.first_name);
  if (patient.second_name) message->set_second_name(*patient.second_name);
  if (patient.last_name) message->set_last_name(*patient.last_name);
  if (patient.second_last_name) message->set_second_last_name(*patient.second_last_name);
  if (patient.birth_date) message->set_birth_date(clinical::FormatDate(*patient.birth_date));
  if (patient.gender_id) message->set_gender_id(*patient.gender_id);
  if (patient.gender_identity_id) message->set_gender_identity_id(*patient.gender_identity_id);
  if (patient.document) {
    message->set_doc_type_id(patient.document->type);
    message->set_doc_number(patient.document->number);
  }
  if (patient.mrn) message->set_mrn(*patient.mrn);
  for (const auto& phone : patient.phones) message->add_phones(phone);
  if (patient.email) message->set_email(*patient.email);
  if (patient.eps_id) message->set_eps_id(*patient.eps_id);
  message->set_habeas_data(patient.habeas_data);
  enlace::rpc::ToStruct(patient.custom_fields, message->mutable_custom_fields());
  message->set_owner_id(patient.owner_id);
  if (patient.workflow) message->set_workflow(*patient.workflow);
  *message->mutable_created_at() = TimestampOf(patient.created_at);
  *message->mutable_updated_at() = TimestampOf(patient.updated_at);
  message->set_etag(core::EtagOf(patient.version));
}

void Fill(const Patient& patient, v1::PatientReference* message) {
  FillReference(patient, message);
}

void Fill(const Patient& patient, v1::EnsurePatientResponse* message) {
  FillReference(patient, message);
}

}  // namespace enlace::patient::rpc

#pragma once

#include "enlace/patient/v1/patient.pb.h"
#include "services/patient/domain/patient.h"
#include "services/patient/domain/patient_filter.h"
#include "services/patient/domain/patient_input.h"

// Protos to the domain's types and back. An empty text of a create or an upsert is a field that was
// not sent: bots send "" for what they do not know. In an update it is kept, to be refused there.
namespace enlace::patient::rpc {

PatientInput InputOf(const v1::CreatePatientRequest& request);
PatientInput InputOf(const v1::UpdatePatientRequest& request);
PatientInput InputOf(const v1::UpsertPatientByDocumentRequest& request);
PatientInput InputOf(const v1::InlinePatient& message);

PatientQuery QueryOf(const v1::ListPatientsRequest& request);

void Fill(const Patient& patient, v1::Patient* message);
void Fill(const Patient& patient, v1::PatientReference* message);
void Fill(const Patient& patient, v1::EnsurePatientResponse* message);

}  // namespace enlace::patient::rpc

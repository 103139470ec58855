#include "services/patient/storage/patient_row.h"

#include "libs/clinical/date.h"

namespace enlace::patient::storage {

Patient ReadPatient(const db::Row& row) {
  Patient patient;
  patient.id = row.Id("id");
  patient.first_name = row.OptionalText("first_name");
  patient.second_name = row.OptionalText("second_name");
  patient.last_name = row.OptionalText("last_name");
  patient.second_last_name = row.OptionalText("second_last_name");
  if (!row.IsNull("birth_date")) patient.birth_date = clinical::ParseDate(row.Text("birth_date"));
  patient.gender_id = row.OptionalText("gender_id");
  patient.gender_identity_id = row.OptionalText("gender_identity_id");
  if (!row.IsNull("doc_number")) {
    patient.document = clinical::IdentityDocument{std::string(row.Text("doc_type_id")),
                                                  std::string(row.Text("doc_number"))};
  }
  patient.mrn = row.OptionalText("mrn");
  patient.phones = row.TextArray("phones");
  patient.email = row.OptionalText("email");
  patient.eps_id = row.OptionalText("eps_id");
  patient.habeas_data = row.Bool("habeas_data");
  patient.custom_fields = nlohmann::json::parse(row.Text("custom_fields"));
  patient.owner_id = std::string(row.Text("owner_id"));
  patient.workflow = row.OptionalText("workflow");
  patient.created_at = row.Time("created_at");
  patient.updated_at = row.Time("updated_at");
  patient.deleted = row.Bool("deleted");
  patient.version = row.Int("version");
  return patient;
}

db::Params PatientParams(const Caller& caller, const Patient& patient) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(patient.id)
      .Text(patient.first_name)
      .Text(patient.second_name)
      .Text(patient.last_name)
      .Text(patient.second_last_name);
  if (patient.birth_date) {
    params.Text(clinical::FormatDate(*patient.birth_date));
  } else {
    params.Null();
  }
  params.Text(patient.gender_id).Text(patient.gender_identity_id);
  if (patient.document) {
    params.Text(patient.document->type).Text(patient.document->number);
  } else {
    params.Null().Null();
  }
  params.Text(patient.mrn)
      .TextArray(patient.phones)
      .Text(patient.email)
      .Text(patient.eps_id)
      .Bool(patient.habeas_data)
      .Text(patient.custom_fields.dump())
      .Text(patient.workflow);
  return params;
}

}  // namespace enlace::patient::storage

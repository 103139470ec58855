#include "services/patient/storage/patient_filter_sql.h"

#include "services/patient/storage/patient_statements.h"

namespace enlace::patient::storage {

const db::Statement& ListStatement(const PatientFilter& filter) {
  if (filter.document) return kListPatientsByDocument;
  if (filter.email) return kListPatientsByEmail;
  if (filter.phone) return kListPatientsByPhone;
  if (filter.name) return kListPatientsByName;
  if (filter.workflow) return kListPatientsByWorkflow;
  if (filter.owner_id) return kListPatientsByOwner;
  return kListPatients;
}

db::Params ListParams(const Caller& caller, const PatientFilter& filter,
                      const std::optional<core::Ulid>& after, int limit) {
  std::vector<std::string> keys, values;
  for (const auto& [key, value] : filter.custom_fields) {
    keys.push_back(key);
    values.push_back(value);
  }
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after).Int(limit);
  if (filter.document) {
    params.Text(filter.document->type).Text(filter.document->number);
  } else {
    params.Text(filter.doc_type_id).Null();
  }
  params.Text(filter.email)
      .Text(filter.phone)
      .Text(filter.name)
      .Text(filter.workflow)
      .Text(filter.owner_id)
      .TextArray(keys)
      .TextArray(values);
  return params;
}

}  // namespace enlace::patient::storage

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
  if (filter.doc_type_id || !filter.custom_fields.empty()) return kListPatientsByFields;
  return kListPatients;
}

db::Params ListParams(const Caller& caller, const PatientFilter& filter,
                      const std::optional<core::Ulid>& after, int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after).Int(limit);
  const auto& statement = ListStatement(filter);
  if (&statement == &kListPatients) return params;
  params.Text(filter.document ? filter.document->type : filter.doc_type_id);
  if (&statement != &kListPatientsByFields) {
    params.Text(filter.document ? std::optional(filter.document->number) : std::nullopt)
        .Text(filter.email)
        .Text(filter.phone)
        .Text(filter.name)
        .Text(filter.workflow)
        .Text(filter.owner_id);
  }
  std::vector<std::string> keys, values;
  for (const auto& [key, value] : filter.custom_fields) {
    keys.push_back(key);
    values.push_back(value);
  }
  params.TextArray(keys).TextArray(values);
  return params;
}

}  // namespace enlace::patient::storage

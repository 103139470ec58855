#include "services/patient/storage/patient_filter_sql.h"

#include "services/patient/storage/patient_statements.h"

namespace enlace::patient::storage {
namespace {

// Whether the filter names a document and nothing else.
bool IsDocumentAlone(const PatientFilter& filter) {
  return filter.document && !filter.email && !filter.phone && !filter.name && !filter.workflow &&
         !filter.owner_id && filter.custom_fields.empty();
}

}  // namespace

const db::Statement& ListStatement(const PatientFilter& filter) {
  if (IsDocumentAlone(filter)) return kListPatientOfDocument;
  if (filter.document) return kListPatientsByDocument;
  if (filter.email) return kListPatientsByEmail;
  if (filter.phone) return kListPatientsByPhone;
  if (filter.name) return kListPatientsByName;
  if (filter.custom_fields.size() == 1) return kListPatientsByField;
  if (!filter.custom_fields.empty()) return kListPatientsByFields;
  if (filter.workflow) return kListPatientsByWorkflow;
  if (filter.owner_id) return kListPatientsByOwner;
  if (filter.doc_type_id) return kListPatientsByDocumentType;
  return kListPatients;
}

db::Params ListParams(const Caller& caller, const PatientFilter& filter,
                      const std::optional<core::Ulid>& after, int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after.value_or(core::Ulid())).Int(limit);
  if (&ListStatement(filter) == &kListPatients) return params;
  params.Text(filter.document ? filter.document->type : filter.doc_type_id)
      .Text(filter.document ? std::optional(filter.document->number) : std::nullopt);
  if (IsDocumentAlone(filter)) return params;
  params.Text(filter.email)
      .Text(filter.phone)
      .Text(filter.name)
      .Text(filter.workflow)
      .Text(filter.owner_id);
  std::vector<std::string> keys, values;
  for (const auto& [key, value] : filter.custom_fields) {
    keys.push_back(key);
    values.push_back(value);
  }
  params.TextArray(keys).TextArray(values);
  return params;
}

}  // namespace enlace::patient::storage

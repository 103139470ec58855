#include "services/patient/storage/patient_filter_sql.h"

#include "services/patient/storage/patient_list_statements.h"

namespace enlace::patient::storage {
namespace {

// Whether the filter names a document and nothing else.
bool IsDocumentAlone(const PatientFilter& filter) {
  return filter.document && !filter.email && !filter.phone && !filter.name && !filter.workflow &&
         !filter.owner_id && filter.custom_fields.empty();
}

// Whether there is no condition at all.
bool IsEmpty(const PatientFilter& filter) {
  return !filter.document && !filter.doc_type_id && !filter.email && !filter.phone &&
         !filter.name && !filter.workflow && !filter.owner_id && filter.custom_fields.empty();
}

}  // namespace

const db::Statement& ListStatement(const PatientFilter& filter) {
  const auto& lists = filter.newest_first ? NewestFirst() : OldestFirst();
  if (IsDocumentAlone(filter)) return lists.of_document;
  if (filter.document) return lists.by_document;
  if (filter.email) return lists.by_email;
  if (filter.phone) return lists.by_phone;
  if (filter.name) return lists.by_name;
  if (filter.custom_fields.size() == 1) return lists.by_field;
  if (!filter.custom_fields.empty()) return lists.by_fields;
  if (filter.workflow) return lists.by_workflow;
  if (filter.owner_id) return lists.by_owner;
  if (filter.doc_type_id) return lists.by_document_type;
  return lists.all;
}

db::Params ListParams(const Caller& caller, const PatientFilter& filter,
                      const std::optional<core::Ulid>& after, int limit) {
  static const auto kGreatest = *core::Ulid::FromUuid("ffffffff-ffff-ffff-ffff-ffffffffffff");
  const auto start = filter.newest_first ? kGreatest : core::Ulid();
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after.value_or(start)).Int(limit);
  if (IsEmpty(filter)) return params;
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

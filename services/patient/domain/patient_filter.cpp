#include "services/patient/domain/patient_filter.h"

#include "libs/catalog/identity_document.h"
#include "libs/clinical/email.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/text.h"
#include "libs/core/order.h"
#include "libs/core/reasons.h"

namespace enlace::patient {
namespace {

constexpr clinical::TextRule kFilterText{.max_characters = 200};

std::optional<std::string> ReadText(const std::string& value, std::string_view field,
                                    std::vector<core::Violation>& violations) {
  std::string text = clinical::CheckText(value, field, kFilterText, violations);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

void ReadDocument(const PatientQuery& query, const catalog::Codes& codes, PatientFilter& filter,
                  std::vector<core::Violation>& violations) {
  if (query.doc_number.empty()) {
    if (query.doc_type_id.empty()) return;
    filter.doc_type_id =
        catalog::ReadDocumentType(codes, query.doc_type_id, "docTypeId", violations);
  } else if (query.doc_type_id.empty()) {
    violations.push_back(core::violation::RequiredBeside("docTypeId", "docNumber"));
  } else {
    filter.document = catalog::ReadIdentityDocument(codes, query.doc_type_id, query.doc_number,
                                                    "docTypeId", "docNumber", violations);
  }
}

}  // namespace

PatientFilter ReadFilter(const PatientQuery& query, const catalog::Codes& codes,
                         std::vector<core::Violation>& violations) {
  PatientFilter filter;
  ReadDocument(query, codes, filter, violations);
  if (!query.email.empty()) {
    const auto email = clinical::ReadEmail(query.email, "email", violations);
    if (email) filter.email = clinical::LowerEmail(*email);
  }
  if (!query.phone.empty()) {
    filter.phone = clinical::ReadPhone(query.phone, "phone", violations, codes.rules().country);
  }
  filter.name = ReadText(query.name, "name", violations);
  filter.workflow = ReadText(query.workflow, "workflow", violations);
  filter.owner_id = ReadText(query.owner_id, "ownerId", violations);
  filter.custom_fields =
      clinical::ReadCustomFieldFilter(query.custom_fields, "customFields", violations);
  filter.newest_first = core::ReadOrder(query.order_by, {"createdAt"}, violations).descending;
  return filter;
}

}  // namespace enlace::patient

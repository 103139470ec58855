#include "services/appointment/domain/appointment_filter.h"

#include <charconv>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "libs/catalog/identity_document.h"
#include "libs/clinical/rfc3339.h"
#include "libs/core/order.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

std::optional<core::Ulid> ReadId(const std::string& value, const char* field,
                                 Violations& violations) {
  if (value.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(value);
  if (!id) violations.push_back(core::violation::IdFormat(field));
  return id;
}

std::optional<PersonName> ReadPerson(const catalog::Codes& codes, const std::string& id,
                                     const std::string& doc_type, const std::string& doc_number,
                                     const char* id_field, const char* type_field,
                                     const char* number_field, Violations& violations) {
  PersonName name;
  name.id = ReadId(id, id_field, violations);
  if (!doc_type.empty() || !doc_number.empty()) {
    name.document = catalog::ReadIdentityDocument(codes, doc_type, doc_number, type_field,
                                                  number_field, violations);
  }
  if (!name.id && !name.document) return std::nullopt;
  return name;
}

void ReadRange(const AppointmentQuery& query, AppointmentFilter& filter, Violations& violations) {
  if (!query.from.empty()) filter.from = clinical::ReadTime(query.from, "from", violations);
  if (!query.to.empty()) filter.to = clinical::ReadTime(query.to, "to", violations);
  if (filter.from && filter.to && *filter.to <= *filter.from) {
    violations.push_back(core::violation::TimeOrder("to", "from"));
  }
}

bool IsEmpty(const AppointmentFilter& filter) {
  return !filter.from && !filter.to && !filter.modality && !filter.state &&
         !filter.notification_state && !filter.appointment_type && !filter.doctor &&
         !filter.patient && !filter.location_id && filter.custom_fields.empty();
}

void ReadOrder(const AppointmentQuery& query, AppointmentFilter& filter, Violations& violations) {
  const auto order = core::ReadOrder(query.order_by, {"startAppointment", "createdAt"}, violations);
  filter.descending = order.descending;
  filter.by_creation = order.field == "createdAt";
  if (filter.by_creation && !IsEmpty(filter)) {
    violations.push_back(core::violation::OrderByUnfiltered("orderBy", "createdAt",
                                                            core::OrdersBy({"startAppointment"})));
  }
}

}  // namespace

AppointmentFilter ReadFilter(const AppointmentQuery& query, const catalog::Codes& codes,
                             Violations& violations) {
  AppointmentFilter filter;
  ReadRange(query, filter, violations);
  // Old appointments are looked for as well: that a code has ended is of no matter.
  Violations warnings;
  if (!query.modality.empty()) {
    filter.modality = ReadModality(query.modality, codes, violations, warnings);
  }
  if (!query.state.empty()) filter.state = ReadState(query.state, violations);
  if (!query.notification_state.empty()) {
    filter.notification_state = ReadNotificationState(query.notification_state, violations);
  }
  filter.appointment_type = ReadAppointmentType(query.appointment_type, violations);
  filter.doctor =
      ReadPerson(codes, query.doctor_id, query.doctor_doc_type_id, query.doctor_doc_number,
                 "doctorId", "doctorDocTypeId", "doctorDocNumber", violations);
  filter.patient =
      ReadPerson(codes, query.patient_id, query.patient_doc_type_id, query.patient_doc_number,
                 "patientId", "patientDocTypeId", "patientDocNumber", violations);
  filter.location_id = ReadId(query.clinic_id, "clinicId", violations);
  filter.custom_fields =
      clinical::ReadCustomFieldFilter(query.custom_fields, "customFields", violations);
  ReadOrder(query, filter, violations);
  return filter;
}

std::string AppointmentCursor::ToString() const {
  return absl::StrCat(absl::ToUnixMicros(start), ".", id.ToString());
}

std::optional<AppointmentCursor> AppointmentCursor::Parse(std::string_view text) {
  std::int64_t micros = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), micros);
  const auto used = static_cast<std::size_t>(rest - text.data());
  if (error != std::errc() || used == text.size() || text[used] != '.') return std::nullopt;
  const auto id = core::Ulid::Parse(text.substr(used + 1));
  const auto start = absl::FromUnixMicros(micros);
  static const absl::Time kFirst = absl::FromCivil(absl::CivilDay(1900), absl::UTCTimeZone());
  static const absl::Time kLast = absl::FromCivil(absl::CivilDay(2201), absl::UTCTimeZone());
  if (!id || start < kFirst || start >= kLast) return std::nullopt;
  return AppointmentCursor{start, *id};
}

}  // namespace enlace::appointment

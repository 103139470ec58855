#include "services/appointment/domain/waitlist_entry.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/catalog/identity_document.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/references.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr std::array kStatuses = {"WAITING", "OFFERED", "BOOKED", "EXPIRED", "CANCELLED"};

std::optional<clinical::IdentityDocument> ReadDocument(const catalog::Codes& codes,
                                                       const std::string& type,
                                                       const std::string& number,
                                                       Violations& violations) {
  if (clinical::Trim(type).empty() && clinical::Trim(number).empty()) return std::nullopt;
  return catalog::ReadIdentityDocument(codes, type, number, "patientDocTypeId", "patientDocNumber",
                                       violations);
}

std::string Lower(const std::string& text) { return absl::AsciiStrToLower(text); }

}  // namespace

std::string WishKey(const SlotDraft& draft, const SlotWish& wish) {
  const auto doctor = wish.doctor.value_or(PersonName());
  const auto said = [](const std::string& text, absl::Time time) {
    return clinical::Trim(text).empty() ? std::string() : absl::FormatTime(time);
  };
  const auto document =
      doctor.document ? absl::StrCat(doctor.document->type, " ", doctor.document->number) : "";
  // No text of a wish holds a line break.
  return absl::StrJoin(
      {doctor.id ? doctor.id->ToString() : std::string(), document, Lower(wish.specialty),
       wish.location_id ? wish.location_id->ToString() : std::string(), Lower(wish.city),
       wish.appointment_type,
       wish.duration_minutes ? absl::StrCat(*wish.duration_minutes) : std::string(),
       wish.modality.value_or(""), wish.eps_id.value_or(""), wish.language,
       said(draft.earliest, wish.earliest), said(draft.latest, wish.latest), wish.days.to_string(),
       DayPartName(wish.part_of_day).value_or("")},
      "\n");
}

std::optional<PersonName> ReadWaitingPatient(const WaitlistDraft& draft,
                                             const catalog::Codes& codes, Violations& violations) {
  PersonName patient;
  const auto before = violations.size();
  if (const auto id = clinical::Trim(draft.patient_id); !id.empty()) {
    patient.id = core::Ulid::Parse(id);
    if (!patient.id) violations.push_back(violation::PatientNotFound("patientId"));
  }
  patient.document =
      ReadDocument(codes, draft.patient_doc_type_id, draft.patient_doc_number, violations);
  if (violations.size() > before) return std::nullopt;
  if (patient.id || patient.document) return patient;
  violations.push_back(
      violation::RequiredTogether("patientDocNumber", "patientDocTypeId", "patientId"));
  return std::nullopt;
}

WaitlistFilter ReadWaitlistQuery(const WaitlistQuery& query, const catalog::Codes& codes,
                                 Violations& violations) {
  WaitlistFilter filter;
  if (!query.status.empty()) {
    filter.status = query.status;
    if (std::find(kStatuses.begin(), kStatuses.end(), query.status) == kStatuses.end()) {
      violations.push_back(violation::EnumValue("status", absl::StrJoin(kStatuses, ", ")));
    }
  }
  PersonName patient{.id = ReadId(query.patient_id, "patientId", violations)};
  patient.document =
      ReadDocument(codes, query.patient_doc_type_id, query.patient_doc_number, violations);
  if (patient.id || patient.document) filter.patient = patient;
  filter.practitioner_id = ReadId(query.doctor_id, "doctorId", violations);
  return filter;
}

}  // namespace enlace::appointment

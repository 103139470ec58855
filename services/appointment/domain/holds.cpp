#include "services/appointment/domain/holds.h"

#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

std::optional<PersonName> ReadPatient(const HoldDraft& draft, const catalog::Codes& codes,
                                      Violations& violations) {
  PersonName patient;
  if (const auto id = clinical::Trim(draft.patient_id); !id.empty()) {
    patient.id = core::Ulid::Parse(id);
    if (!patient.id) violations.push_back(violation::IdFormat("patientId"));
  }
  if (!clinical::Trim(draft.patient_doc_type_id).empty() ||
      !clinical::Trim(draft.patient_doc_number).empty()) {
    patient.document =
        catalog::ReadIdentityDocument(codes, draft.patient_doc_type_id, draft.patient_doc_number,
                                      "patientDocTypeId", "patientDocNumber", violations);
  }
  if (!patient.id && !patient.document) return std::nullopt;
  return patient;
}

absl::Status Refusal(const HoldOutcome& outcome) {
  if (outcome.offer_used) return core::refusal::OfferUsed();
  if (!outcome.found.doctor_found || !outcome.found.doctor_active) {
    return core::InvalidFields({violation::OfferInvalidDoctor("offerId")});
  }
  if (!outcome.found.site || !outcome.found.site->active) {
    return core::InvalidFields({violation::OfferInvalidSite("offerId")});
  }
  if (outcome.waitlisted) {
    return core::InvalidFields({violation::OfferExpiredWaitlist("offerId")});
  }
  if (outcome.of_credential >= kHoldsOfCredential) {
    return core::refusal::TooManyHolds(kHoldsOfCredential);
  }
  if (outcome.of_patient >= kHoldsOfPatient) {
    return core::refusal::TooManyHoldsPatient(kHoldsOfPatient);
  }
  return outcome.room_taken ? RoomTaken(false) : SlotTaken();
}

}  // namespace

Holds::Holds(HoldRepository& repository, const OfferIds& offer_ids, const catalog::Source& catalogs,
             const core::Clock& clock)
    : repository_(repository), offer_ids_(offer_ids), catalogs_(catalogs), clock_(clock) {}

absl::StatusOr<SlotHold> Holds::Hold(const Caller& caller, const HoldDraft& draft,
                                     std::optional<TakenTime>* taken) {
  const auto now = clock_.Now();
  const catalog::Codes codes(catalogs_.Current(), caller.rules,
                             clinical::Today(clock_, caller.time_zone));
  Violations violations;
  const auto terms =
      ReadOffer(offer_ids_, caller.context.tenant_id, draft.offer_id, now, violations);
  if (draft.offer_id.empty()) violations.push_back(violation::Required("offerId"));
  auto patient = ReadPatient(draft, codes, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto outcome = repository_.Hold(caller, {.id = core::Ulid::Generate(now),
                                                 .terms = *terms,
                                                 .offer = OfferIds::KeyOf(draft.offer_id),
                                                 .patient = std::move(patient),
                                                 .expires_at = now + kHoldLasts});
  if (!outcome.ok()) return outcome.status();
  if (outcome->held) return *outcome->held;
  auto refusal = Refusal(*outcome);
  if (taken != nullptr && absl::IsAlreadyExists(refusal) && !outcome->offer_used) {
    *taken = TakenTime{.doctor = {.id = terms->practitioner_id},
                       .location_id = terms->location_id,
                       .start = terms->start,
                       .end = terms->end,
                       .appointment_type = terms->appointment_type,
                       .modality = terms->modality};
  }
  return refusal;
}

absl::Status Holds::Release(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundHold();
  const auto released = repository_.Release(caller, *key);
  if (!released.ok()) return released.status();
  return *released ? absl::OkStatus() : core::refusal::NotFoundHold();
}

}  // namespace enlace::appointment

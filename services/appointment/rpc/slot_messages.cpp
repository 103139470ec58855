#include "services/appointment/rpc/slot_messages.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/spoken.h"
#include "libs/core/time_zone.h"
#include "services/appointment/domain/slot_finder.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

// What a person would say before such an offer.
std::string Introduction(const std::optional<Removal>& wish, bool english) {
  switch (wish.value_or(Removal::kHorizon)) {
    case Removal::kSite:
      return english ? "At another site: " : "En otra sede: ";
    case Removal::kInsurer:
      return english ? "At a site that does not take that insurer: "
                     : "En una sede que no recibe esa EPS: ";
    case Removal::kLanguage:
      return english ? "In another language: " : "En otro idioma: ";
    case Removal::kDayOfWeek:
      return english ? "On another day of the week: " : "Otro día de la semana: ";
    case Removal::kPartOfDay:
      return english ? "At another time of the day: " : "A otra hora del día: ";
    default:
      return english ? "Later on: " : "Más adelante: ";
  }
}

void FillExplanation(const SlotExplanation& explanation, const OfferStyle& style,
                     v1::SlotExplanation* message) {
  message->set_candidates(static_cast<std::int32_t>(explanation.count.candidates));
  message->set_free(static_cast<std::int32_t>(explanation.count.free));
  for (std::size_t i = 0; i < kRemovals; ++i) {
    if (explanation.count.removed[i] == 0) continue;
    auto* removed = message->add_removed();
    removed->set_rule(std::string(RemovalName(static_cast<Removal>(i))));
    removed->set_count(static_cast<std::int32_t>(explanation.count.removed[i]));
  }
  for (const auto& relaxation : explanation.relaxations) {
    auto* relaxed = message->add_relaxations();
    relaxed->set_rule(relaxation.wish ? std::string(RemovalName(*relaxation.wish)) : "LATEST");
    Fill(relaxation.offer, style, relaxed->mutable_offer());
    const bool english = style.language == core::Language::kEnglish;
    relaxed->set_spoken(
        absl::StrCat(Introduction(relaxation.wish, english), relaxed->offer().spoken()));
  }
}

}  // namespace

void Fill(const SlotOffer& offer, const OfferStyle& style, v1::SlotOffer* message) {
  message->set_offer_id(
      style.offer_ids.Make(style.tenant_id, {.practitioner_id = offer.at.practitioner_id,
                                             .location_id = offer.at.location_id,
                                             .start = offer.start,
                                             .end = offer.end,
                                             .appointment_type = offer.appointment_type,
                                             .modality = offer.modality,
                                             .expires_at = style.expires_at}));
  *message->mutable_expires_at() = TimestampOf(style.expires_at);
  *message->mutable_start_appointment() = TimestampOf(offer.start);
  *message->mutable_end_appointment() = TimestampOf(offer.end);
  message->set_start_local(core::FormatLocal(offer.start, offer.at.time_zone));
  message->set_end_local(core::FormatLocal(offer.end, offer.at.time_zone));
  message->set_time_zone(offer.at.time_zone);
  message->set_spoken(Spoken(offer.start, offer.at.time_zone, offer.at.doctor_name,
                             offer.at.site_name, style.language));
  message->set_doctor_id(offer.at.practitioner_id.ToString());
  message->set_doctor_name(offer.at.doctor_name);
  if (offer.at.specialty) message->set_specialty(*offer.at.specialty);
  message->set_clinic_id(offer.at.location_id.ToString());
  message->set_clinic_name(offer.at.site_name);
  if (offer.at.address) message->set_address(*offer.at.address);
  if (offer.at.city) message->set_city(*offer.at.city);
  if (offer.appointment_type) message->set_appointment_type(*offer.appointment_type);
  message->set_modality(offer.modality);
}

std::string Spoken(absl::Time start, std::string_view time_zone, std::string_view doctor,
                   std::string_view site, core::Language language) {
  const bool english = language == core::Language::kEnglish;
  return absl::StrCat(core::SpokenTime(start, time_zone, language), english ? ", with " : ", con ",
                      core::Absl(doctor), english ? ", at " : ", en ", core::Absl(site));
}

SlotDraft DraftOf(const v1::SearchSlotsRequest& request) {
  SlotDraft draft{.doctor_id = request.doctor_id(),
                  .doctor_doc_type_id = request.doctor_doc_type_id(),
                  .doctor_doc_number = request.doctor_doc_number(),
                  .specialty = request.specialty(),
                  .clinic_id = request.clinic_id(),
                  .city = request.city(),
                  .appointment_type = request.appointment_type(),
                  .modality = request.modality(),
                  .eps_id = request.eps_id(),
                  .language = request.language(),
                  .earliest = request.earliest(),
                  .latest = request.latest(),
                  .days = {request.days().begin(), request.days().end()},
                  .part_of_day = request.part_of_day(),
                  .mode = request.mode(),
                  .paged = request.has_page_size() || !request.page_token().empty()};
  if (request.has_duration_minutes()) draft.duration_minutes = request.duration_minutes();
  if (request.has_max_offers()) draft.max_offers = request.max_offers();
  return draft;
}

void Fill(const SlotAnswer& answer, const OfferStyle& style, v1::SearchSlotsResponse* message) {
  for (const auto& offer : answer.offers) Fill(offer, style, message->add_offers());
  if (answer.explanation) {
    FillExplanation(*answer.explanation, style, message->mutable_explanation());
  }
}

HoldDraft DraftOf(const v1::HoldSlotRequest& request) {
  return {.offer_id = request.offer_id(),
          .patient_id = request.patient_id(),
          .patient_doc_type_id = request.patient_doc_type_id(),
          .patient_doc_number = request.patient_doc_number()};
}

void Fill(const SlotHold& hold, const std::string& offer_id, core::Language language,
          v1::SlotHold* message) {
  const auto& terms = hold.terms;
  message->set_id(hold.id.ToString());
  message->set_offer_id(offer_id);
  *message->mutable_expires_at() = TimestampOf(hold.expires_at);
  *message->mutable_start_appointment() = TimestampOf(terms.start);
  *message->mutable_end_appointment() = TimestampOf(terms.end);
  message->set_start_local(core::FormatLocal(terms.start, hold.time_zone));
  message->set_end_local(core::FormatLocal(terms.end, hold.time_zone));
  message->set_time_zone(hold.time_zone);
  message->set_spoken(core::SpokenTime(terms.start, hold.time_zone, language));
  message->set_doctor_id(terms.practitioner_id.ToString());
  message->set_clinic_id(terms.location_id.ToString());
  if (terms.appointment_type) message->set_appointment_type(*terms.appointment_type);
  message->set_modality(terms.modality);
}

}  // namespace enlace::appointment::rpc

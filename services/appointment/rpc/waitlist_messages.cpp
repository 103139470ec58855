#include "services/appointment/rpc/waitlist_messages.h"

#include "libs/core/time_zone.h"
#include "services/appointment/rpc/messages.h"
#include "services/appointment/rpc/slot_messages.h"

namespace enlace::appointment::rpc {
namespace {

void FillWish(const SlotWish& wish, v1::WaitlistEntry* message) {
  if (wish.doctor) message->set_doctor_id(wish.doctor->id->ToString());
  if (!wish.specialty.empty()) message->set_specialty(wish.specialty);
  if (wish.location_id) message->set_clinic_id(wish.location_id->ToString());
  if (!wish.city.empty()) message->set_city(wish.city);
  if (!wish.appointment_type.empty()) message->set_appointment_type(wish.appointment_type);
  if (wish.duration_minutes) message->set_duration_minutes(*wish.duration_minutes);
  if (wish.modality) message->set_modality(*wish.modality);
  if (wish.eps_id) message->set_eps_id(*wish.eps_id);
  if (!wish.language.empty()) message->set_language(wish.language);
  *message->mutable_earliest() = TimestampOf(wish.earliest);
  *message->mutable_latest() = TimestampOf(wish.latest);
  for (auto& day : WeekdayNames(wish.days)) message->add_days(std::move(day));
  if (auto part = DayPartName(wish.part_of_day)) message->set_part_of_day(*std::move(part));
}

void FillOffer(const WaitlistOffer& offer, core::Language language, v1::WaitlistOffer* message) {
  message->set_offer_id(offer.offer_id);
  *message->mutable_expires_at() = TimestampOf(offer.expires_at);
  *message->mutable_start_appointment() = TimestampOf(offer.start);
  *message->mutable_end_appointment() = TimestampOf(offer.end);
  message->set_start_local(core::FormatLocal(offer.start, offer.time_zone));
  message->set_time_zone(offer.time_zone);
  message->set_spoken(
      Spoken(offer.start, offer.time_zone, offer.doctor_name, offer.site_name, language));
  message->set_doctor_id(offer.practitioner_id.ToString());
  message->set_clinic_id(offer.location_id.ToString());
  if (offer.appointment_type) message->set_appointment_type(*offer.appointment_type);
  message->set_modality(offer.modality);
}

}  // namespace

WaitlistDraft DraftOf(const v1::CreateWaitlistEntryRequest& request) {
  WaitlistDraft draft{.patient_id = request.patient_id(),
                      .patient_doc_type_id = request.patient_doc_type_id(),
                      .patient_doc_number = request.patient_doc_number(),
                      .wish = {.doctor_id = request.doctor_id(),
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
                               .part_of_day = request.part_of_day()}};
  if (request.has_duration_minutes()) draft.wish.duration_minutes = request.duration_minutes();
  return draft;
}

WaitlistQuery QueryOf(const v1::ListWaitlistEntriesRequest& request) {
  return {.status = request.status(),
          .patient_id = request.patient_id(),
          .patient_doc_type_id = request.patient_doc_type_id(),
          .patient_doc_number = request.patient_doc_number(),
          .doctor_id = request.doctor_id()};
}

void Fill(const WaitlistEntry& entry, core::Language language, v1::WaitlistEntry* message) {
  message->set_id(entry.id.ToString());
  message->set_patient_id(entry.patient_id.ToString());
  message->set_status(entry.status);
  if (entry.offer) FillOffer(*entry.offer, language, message->mutable_offer());
  if (entry.appointment_id) message->set_appointment_id(entry.appointment_id->ToString());
  FillWish(entry.wish, message);
  *message->mutable_created_at() = TimestampOf(entry.created_at);
  *message->mutable_updated_at() = TimestampOf(entry.updated_at);
}

}  // namespace enlace::appointment::rpc

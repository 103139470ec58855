#include "services/appointment/domain/bookings.h"

#include <utility>

#include "libs/clinical/date.h"

#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

absl::Status Absent() { return core::refusal::NotFoundAppointment(); }

absl::Status OverbookingRefused() { return core::refusal::ScopeMissingOverbook(); }

absl::Status ListingRefused() { return core::refusal::ScopeMissingListAppointments(); }

void CheckDoctorAndSite(const Booking& booking, const DoctorAndSite& found,
                        Violations& violations) {
  if (!found.room_found) violations.push_back(core::violation::RoomNotFound("roomId"));
  if (booking.offer) {
    if (!found.doctor_active) violations.push_back(core::violation::OfferInvalidDoctor("offerId"));
    if (!found.site || !found.site->active) {
      violations.push_back(core::violation::OfferInvalidSite("offerId"));
    }
    return;
  }
  if (booking.doctor && !found.doctor_found) {
    violations.push_back(DoctorNotFound(*booking.doctor));
  } else if (booking.doctor && !found.doctor_active) {
    violations.push_back(DoctorInactive(*booking.doctor));
  }
  if (booking.location_id) {
    if (!found.site) {
      violations.push_back(ClinicNotFound());
    } else if (!found.site->active) {
      violations.push_back(ClinicInactive());
    }
  } else if (found.doctor_found && !found.site) {
    violations.push_back(ClinicRequired());
  }
}

// Fills the patient whom the booking names; an error when that can't be found out.
absl::Status FindPatient(PatientDirectory& patients, Booking& booking, Violations& violations) {
  if (!booking.patient) return absl::OkStatus();
  const auto patient = patients.Resolve(*booking.patient);
  if (!patient.ok()) return patient.status();
  if (patient->has_value()) {
    booking.appointment.patient_id = (*patient)->id;
    booking.appointment.patient_document = (*patient)->document;
    booking.appointment.patient_workflow = (*patient)->workflow;
  } else {
    violations.push_back(PatientNotFound(*booking.patient));
  }
  return absl::OkStatus();
}

// Another time needs the doctor and the site to be there still.
void CheckStillThere(const Change& change, const AppointmentRepository::Locked& locked,
                     Violations& violations) {
  if (!change.Reschedules()) return;
  if (locked.doctor_deleted) {
    violations.push_back(
        core::violation::DoctorNotFound(change.start ? "startAppointment" : "endAppointment"));
  }
  if (locked.site_deleted && !change.location_id) violations.push_back(ClinicNotFound());
}

TakenTime TakenBy(const Appointment& appointment, PersonName doctor, const core::Ulid& site) {
  return {.doctor = std::move(doctor),
          .location_id = site,
          .start = appointment.start,
          .end = appointment.end,
          .appointment_type = appointment.appointment_type,
          .modality = appointment.modality};
}

// What another time would mend.
bool IsTaken(const absl::Status& status) {
  if (!absl::IsAlreadyExists(status)) return false;
  const auto reason = core::DetailsOf(status).reason;
  return reason == core::reason::kSlotTaken || reason == core::reason::kRoomTaken;
}

}  // namespace

absl::Status SlotTaken() { return core::refusal::SlotTaken(); }

absl::Status RoomTaken(bool named) {
  return named ? core::refusal::RoomTakenNamed() : core::refusal::RoomTaken();
}

Bookings::Bookings(AppointmentRepository& repository, const OfferIds& offer_ids,
                   const catalog::Source& catalogs, const core::Clock& clock)
    : repository_(repository), offer_ids_(offer_ids), catalogs_(catalogs), clock_(clock) {}

catalog::Codes Bookings::CodesOf(const Caller& caller) const {
  return {catalogs_.Current(), caller.rules, clinical::Today(clock_, caller.time_zone)};
}

absl::StatusOr<Appointment> Bookings::Create(const Caller& caller, PatientDirectory& patients,
                                             const AppointmentDraft& draft, BookingNotes& notes,
                                             InlinePatient* inline_patient) {
  Violations violations;
  notes = {};
  const auto offer =
      ReadOffer(offer_ids_, caller.context.tenant_id, draft.offer_id, clock_.Now(), violations);
  Booking booking = ReadDraft(draft, offer, CodesOf(caller), violations, notes.warnings);
  if (booking.appointment.overbook_reason && !caller.may_overbook) return OverbookingRefused();
  booking.appointment.id = core::Ulid::Generate(clock_.Now());
  booking.appointment.owner_id = caller.owner_id;

  const auto unknown = inline_patient ? JudgeInlinePatient(*inline_patient, clock_.Now(), booking,
                                                           violations, notes.warnings)
                                      : FindPatient(patients, booking, violations);
  if (violations.empty()) {
    if (!unknown.ok()) return unknown;
    const auto outcome = booking.patient_is_new
                             ? BookWithNewPatient(repository_, caller, booking, *inline_patient)
                             : repository_.Book(caller, booking);
    if (!outcome.ok()) return outcome.status();
    if (outcome->booked) return *outcome->booked;
    if (outcome->offer_used) return core::refusal::OfferUsed();
    CheckDoctorAndSite(booking, outcome->found, violations);
    if (!violations.empty()) return core::InvalidFields(std::move(violations));
    notes.taken = TakenBy(booking.appointment, *booking.doctor, outcome->found.site->id);
    return outcome->room_taken ? RoomTaken(booking.appointment.room_id.has_value()) : SlotTaken();
  }
  // The payload is refused in any case; a caller should learn all that is wrong with it, as far as
  // it can be found out now.
  const auto found = repository_.FindDoctorAndSite(caller, booking);
  if (found.ok()) CheckDoctorAndSite(booking, *found, violations);
  return core::InvalidFields(std::move(violations));
}

absl::StatusOr<Appointment> Bookings::Get(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  auto found = repository_.Find(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return Absent();
  return **std::move(found);
}

absl::StatusOr<AppointmentPage> Bookings::List(const Caller& caller, PatientDirectory& patients,
                                               const AppointmentQuery& query, int page_size,
                                               std::string_view after, Violations violations) {
  const auto cursor = after.empty() ? std::nullopt : AppointmentCursor::Parse(after);
  if (!after.empty() && !cursor) {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  AppointmentFilter filter = ReadFilter(query, CodesOf(caller), violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!caller.may_list && !filter.patient) return ListingRefused();

  if (filter.patient && filter.patient->document) {
    const auto patient = patients.Resolve(*filter.patient);
    if (!patient.ok()) return patient.status();
    if (!patient->has_value()) return AppointmentPage();
    filter.patient = PersonName{.id = (*patient)->id};
  }
  auto found = repository_.List(caller, filter, cursor, page_size + 1);
  if (!found.ok()) return found.status();
  AppointmentPage page{*std::move(found), std::nullopt};
  if (page.appointments.size() > static_cast<std::size_t>(page_size)) {
    page.appointments.pop_back();
    const auto& last = page.appointments.back();
    page.next = AppointmentCursor{last.start, last.id}.ToString();
  }
  return page;
}

absl::StatusOr<Appointment> Bookings::Update(const Caller& caller, std::string_view id,
                                             const AppointmentPatch& patch, BookingNotes& notes) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  Violations violations;
  notes = {};
  const Change change = ReadPatch(patch, CodesOf(caller), violations, notes.warnings);
  if (change.overbook_reason && !caller.may_overbook) return OverbookingRefused();
  const auto work = [&](const AppointmentRepository::Locked& locked) {
    auto all = violations;
    CheckStillThere(change, locked, all);
    auto next = Apply(change, locked.appointment, locked.site, std::move(all));
    if (next.ok()) notes.taken = TakenBy(*next, {.id = next->practitioner_id}, next->location_id);
    return next;
  };
  auto updated = repository_.Update(
      caller, *key, {.takes_time = change.TakesTime(), .site = change.location_id}, work);
  if (!IsTaken(updated.status())) notes.taken.reset();
  return updated;
}

absl::StatusOr<Appointment> Bookings::Cancel(const Caller& caller, std::string_view id,
                                             const std::string& comment) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  Violations violations;
  const auto text = ReadComment(comment, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  return repository_.Update(caller, *key, {}, [&](const AppointmentRepository::Locked& locked) {
    return Cancelled(locked.appointment, text);
  });
}

absl::Status Bookings::Delete(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  return repository_
      .Update(caller, *key, {},
              [](const AppointmentRepository::Locked& locked) -> absl::StatusOr<Appointment> {
                Appointment next = locked.appointment;
                next.deleted = true;
                return next;
              })
      .status();
}

}  // namespace enlace::appointment

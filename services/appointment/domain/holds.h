#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/appointment_repository.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/nearest_slots.h"
#include "services/appointment/domain/offer.h"
#include "services/appointment/domain/person_name.h"

namespace enlace::appointment {

inline constexpr absl::Duration kHoldLasts = absl::Minutes(5);
// How many a credential, and a patient, may have at once: one bot talks to many people.
inline constexpr int kHoldsOfCredential = 20;
inline constexpr int kHoldsOfPatient = 2;

// A hold as it was asked for; empty is absent.
struct HoldDraft {
  std::string offer_id;
  std::string patient_id;
  std::string patient_doc_type_id;
  std::string patient_doc_number;
};

// An offer kept for whoever brings it.
struct SlotHold {
  core::Ulid id;
  OfferTerms terms;
  // What tells the offer from all others.
  std::string offer;
  std::optional<PersonName> patient;
  absl::Time expires_at;
  // IANA name, of the site.
  std::string time_zone;
};

// What became of a hold.
struct HoldOutcome {
  DoctorAndSite found;
  bool offer_used = false;
  // It is the waitlist's: whose hold is over can't be held again.
  bool waitlisted = false;
  // The doctor is free, but no room of the site is.
  bool room_taken = false;
  // Live holds beside it.
  std::int64_t of_credential = 0;
  std::int64_t of_patient = 0;
  // The new one, or the one that holds the same offer already.
  std::optional<SlotHold> held;
};

// Where holds are kept. Thread-safe; each function is one transaction in the caller's tenant.
class HoldRepository {
 public:
  virtual ~HoldRepository() = default;

  // Stores the hold unless its offer is used or held, the doctor's time is taken, doctor or site
  // can't be booked, or the caller's credential or the patient has its number of holds already.
  // Holds of one credential wait for each other.
  virtual absl::StatusOr<HoldOutcome> Hold(const Caller& caller, const SlotHold& hold) = 0;

  // Gives a live hold of the caller's credential up; false where there is none.
  virtual absl::StatusOr<bool> Release(const Caller& caller, const core::Ulid& id) = 0;
};

// The use cases of holds (C7). Thread-safe.
class Holds {
 public:
  // All must outlive the object.
  Holds(HoldRepository& repository, const OfferIds& offer_ids, const catalog::Source& catalogs,
        const core::Clock& clock);

  // INVALID_ARGUMENT (REQUIRED, OFFER_INVALID, OFFER_EXPIRED, DOCUMENT_…, ID_FORMAT,
  // DOCTOR_INACTIVE…); ALREADY_EXISTS (SLOT_TAKEN, OFFER_USED); RESOURCE_EXHAUSTED
  // (TOO_MANY_HOLDS). An offer that is held already is answered with its hold, which does not last
  // longer for that. `taken`, unless null: with SLOT_TAKEN, what could not be had.
  absl::StatusOr<SlotHold> Hold(const Caller& caller, const HoldDraft& draft,
                                std::optional<TakenTime>* taken = nullptr);

  // NOT_FOUND for what is no live hold of the caller's.
  absl::Status Release(const Caller& caller, std::string_view id);

 private:
  HoldRepository& repository_;
  const OfferIds& offer_ids_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment

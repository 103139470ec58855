#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/person_name.h"
#include "services/appointment/domain/slot_wish.h"

namespace enlace::appointment {

// How long an offer of the waitlist holds its time. The offer ends with the hold.
inline constexpr absl::Duration kWaitlistOfferLasts = absl::Minutes(15);
// How many live entries a patient may have.
inline constexpr int kEntriesOfPatient = 5;
// How often an entry is looked at although nothing was freed: hours, exceptions and the horizon of
// a type make time free as well.
inline constexpr absl::Duration kLookAgain = absl::Hours(1);

// An entry as it was asked for; empty is absent.
struct WaitlistDraft {
  std::string patient_id;
  std::string patient_doc_type_id;
  std::string patient_doc_number;
  SlotDraft wish;
};

// The filter of a list as it was sent; empty is absent.
struct WaitlistQuery {
  std::string status;
  std::string patient_id;
  std::string patient_doc_type_id;
  std::string patient_doc_number;
  std::string doctor_id;
};

struct WaitlistFilter {
  std::optional<std::string> status;
  std::optional<PersonName> patient;
  std::optional<core::Ulid> practitioner_id;
};

// An offer that is open.
struct WaitlistOffer {
  std::string offer_id;
  absl::Time expires_at;
  absl::Time start;
  absl::Time end;
  core::Ulid practitioner_id;
  std::string doctor_name;
  core::Ulid location_id;
  std::string site_name;
  // IANA name, of the site.
  std::string time_zone;
  // Code; absent: none.
  std::optional<std::string> appointment_type;
  // Canonical name.
  std::string modality;
};

struct WaitlistEntry {
  core::Ulid id;
  core::Ulid patient_id;
  // The workflow that the patient belongs to; of one that is to be stored alone.
  std::optional<std::string> patient_workflow;
  // Of the doctor, the id alone. Not of a search: mode and number of offers.
  SlotWish wish;
  // The wish as it was said, where a time of it is the default: absent.
  std::string wish_key;
  // WAITING, OFFERED, BOOKED, EXPIRED or CANCELLED.
  std::string status;
  std::optional<WaitlistOffer> offer;
  std::optional<core::Ulid> appointment_id;
  absl::Time created_at;
  absl::Time updated_at;
};

// What tells a wish from others: two texts are equal where the same was wished for. Periods count
// as far as they were said.
std::string WishKey(const SlotDraft& draft, const SlotWish& wish);

// Reads the patient of a draft; adds what is wrong: REQUIRED, PATIENT_NOT_FOUND for an id that
// can't be one, DOCUMENT_….
std::optional<PersonName> ReadWaitingPatient(const WaitlistDraft& draft,
                                             const catalog::Codes& codes,
                                             std::vector<core::Violation>& violations);

// Reads a filter; adds ENUM_VALUE, ID_FORMAT, DOCUMENT_….
WaitlistFilter ReadWaitlistQuery(const WaitlistQuery& query, const catalog::Codes& codes,
                                 std::vector<core::Violation>& violations);

}  // namespace enlace::appointment

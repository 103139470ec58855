#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/page_request.h"
#include "services/appointment/domain/patient_directory.h"
#include "services/appointment/domain/slot_finder.h"
#include "services/appointment/domain/waitlist_repository.h"

namespace enlace::appointment {

// One page of a list.
struct WaitlistPage {
  std::vector<WaitlistEntry> entries;
  // Key of the last one, where more follow.
  std::optional<std::string> next;
};

// What became of a wish.
struct JoinedWaitlist {
  WaitlistEntry entry;
  // False: the patient waited for the same already.
  bool made = true;
};

// The use cases of the waitlist. Thread-safe. An id that is absent, malformed or another tenant's
// gets one answer: NOT_FOUND. All functions also return what the repository does.
class Waitlist {
 public:
  // All must outlive the object.
  Waitlist(WaitlistRepository& repository, SlotFinder& finder, const catalog::Source& catalogs,
           const core::Clock& clock);

  // A new entry, or the live one of the same patient with the same wish.
  // INVALID_ARGUMENT with everything that is wrong (see SlotFinder::Search and ReadWaitingPatient;
  // PATIENT_NOT_FOUND); RESOURCE_EXHAUSTED (TOO_MANY_WAITLIST_ENTRIES); what `patients` answers
  // when it can't tell.
  absl::StatusOr<JoinedWaitlist> Create(const Caller& caller, PatientDirectory& patients,
                                        const WaitlistDraft& draft);

  absl::StatusOr<WaitlistEntry> Get(const Caller& caller, std::string_view id);

  // PERMISSION_DENIED (SCOPE_MISSING) when the filter names no patient and the caller may not
  // list.
  absl::StatusOr<WaitlistPage> List(const Caller& caller, PatientDirectory& patients,
                                    const WaitlistQuery& query, PageRequest page);

  // NOT_FOUND for what is over as well.
  absl::Status Leave(const Caller& caller, std::string_view id);

  // FAILED_PRECONDITION (NO_OPEN_OFFER); `offer_id`: which one, or empty.
  absl::StatusOr<WaitlistEntry> Decline(const Caller& caller, std::string_view id,
                                        const std::string& offer_id);

 private:
  catalog::Codes CodesOf(const Caller& caller) const;

  WaitlistRepository& repository_;
  SlotFinder& finder_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment

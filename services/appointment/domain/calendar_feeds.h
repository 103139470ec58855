#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/calendar_feed.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/page_request.h"

namespace enlace::appointment {

// What a calendar shows: appointments that start in this time around now, and at most so many of
// them, the earliest first.
inline constexpr absl::Duration kCalendarBack = absl::Hours(24 * 30);
inline constexpr absl::Duration kCalendarAhead = absl::Hours(24 * 180);
inline constexpr int kCalendarEvents = 10'000;

// Where feeds are kept. Thread-safe; each function is one transaction in the caller's tenant.
class CalendarFeedRepository {
 public:
  virtual ~CalendarFeedRepository() = default;

  // The stored feed; nullopt where its doctor or site is not there.
  virtual absl::StatusOr<std::optional<CalendarFeed>> Insert(const Caller& caller,
                                                             const CalendarFeed& feed) = 0;
  // A live feed; nullopt where there is none.
  virtual absl::StatusOr<std::optional<CalendarFeed>> Find(const Caller& caller,
                                                           const core::Ulid& id) = 0;
  // Live feeds in the order of their ids after `after`, at most `limit`.
  virtual absl::StatusOr<std::vector<CalendarFeed>> List(const Caller& caller,
                                                         const std::optional<core::Ulid>& after,
                                                         int limit) = 0;
  // Softly. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match.
  virtual absl::Status Delete(const Caller& caller, const core::Ulid& id) = 0;
  // What the feed shows of the time from `from` on and before `until`, without patients' names.
  virtual absl::StatusOr<Calendar> Show(const Caller& caller, const CalendarFeed& feed,
                                        absl::Time from, absl::Time until, int limit) = 0;
};

// The full names of patients.
class PatientNames {
 public:
  virtual ~PatientNames() = default;
  // Fills `patient_name` of the events that have a patient_id, as far as the patients are there.
  // UNAVAILABLE when it can't be found out.
  virtual absl::Status Fill(const Caller& caller, std::vector<CalendarEvent>& events) = 0;
};

struct CalendarFeedPage {
  std::vector<CalendarFeed> feeds;
  // Key of the last one, where more follow.
  std::optional<std::string> next;
};

// The use cases of calendar feeds. Thread-safe. All functions also return what the repository does.
class CalendarFeeds {
 public:
  // Both must outlive the object.
  CalendarFeeds(CalendarFeedRepository& repository, const core::Clock& clock)
      : repository_(repository), clock_(clock) {}

  // A feed of a doctor or a site, and its secret, of which only the hash is kept. INVALID_ARGUMENT
  // (REQUIRED, FEED_SUBJECT, DOCTOR_NOT_FOUND, CLINIC_NOT_FOUND).
  struct Made {
    CalendarFeed feed;
    CalendarSecret secret;
  };
  absl::StatusOr<Made> Create(const Caller& caller, std::string_view doctor_id,
                              std::string_view clinic_id);
  absl::StatusOr<CalendarFeed> Get(const Caller& caller, std::string_view id);
  absl::StatusOr<CalendarFeedPage> List(const Caller& caller, PageRequest page);
  // Its URL is refused at once.
  absl::Status Delete(const Caller& caller, std::string_view id);

  // What the secret's feed shows; UNAUTHENTICATED (CREDENTIAL_INVALID) for a secret that is none,
  // whose feed is revoked or was never there. `caller`: without more than the secret's tenant.
  absl::StatusOr<Calendar> Show(const Caller& caller, const CalendarSecret& secret,
                                PatientNames& names);

 private:
  CalendarFeedRepository& repository_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment

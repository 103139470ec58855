#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/day_part.h"
#include "services/appointment/domain/person_name.h"
#include "services/appointment/domain/weekday.h"

namespace enlace::appointment {

inline constexpr int kUsualMinutes = 30;
inline constexpr int kUsualOffers = 3;
inline constexpr absl::Duration kUsualPeriod = absl::Hours(24 * 30);
inline constexpr absl::Duration kLongestPeriod = absl::Hours(24 * 92);

// A search as it was sent; empty is absent.
struct SlotDraft {
  std::string doctor_id;
  std::string doctor_doc_type_id;
  std::string doctor_doc_number;
  std::string specialty;
  std::string clinic_id;
  std::string city;
  std::string appointment_type;
  std::optional<int> duration_minutes;
  std::string modality;
  std::string eps_id;
  std::string language;
  std::string earliest;
  std::string latest;
  std::vector<std::string> days;
  std::string part_of_day;
  std::string mode;
  std::optional<int> max_offers;
  // Whether a page was asked for, which only one mode has.
  bool paged = false;
};

// What is looked for, as far as it could be read.
struct SlotWish {
  // Absent: anyone.
  std::optional<PersonName> doctor;
  std::string specialty;
  std::optional<core::Ulid> location_id;
  std::string city;
  std::string appointment_type;
  std::optional<int> duration_minutes;
  // Canonical name.
  std::optional<std::string> modality;
  std::optional<std::string> eps_id;
  // Lower case.
  std::string language;
  // An appointment begins within [earliest, latest).
  absl::Time earliest;
  absl::Time latest;
  // None: any.
  Weekdays days;
  DayPart part_of_day;
  // All of them, by pages; otherwise at most `max_offers` varied ones.
  bool all = false;
  int max_offers = kUsualOffers;
};

// Reads a search and adds everything that is wrong with it:
//   ID_FORMAT, DOCUMENT_…   an id or a document that can't be one
//   TEXT_…                  see libs/clinical/text.h
//   RANGE                   durationMinutes not 5 to 720, maxOffers not 1 to 10
//   MODALITY, EPS_…         see libs/catalog/codes.h
//   TIME_…                  see libs/clinical/rfc3339.h; TIME_ORDER: latest is not after earliest,
//   nor
//                           after now; PERIOD: more than 92 days after it
//   ENUM_VALUE              days, partOfDay, mode
//   REQUIRED_OTHERWISE…     a page without mode ALL
SlotWish ReadSlotDraft(const SlotDraft& draft, const catalog::Codes& codes, absl::Time now,
                       std::vector<core::Violation>& violations);

}  // namespace enlace::appointment

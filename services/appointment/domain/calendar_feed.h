#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// A secret URL by which a calendar program reads appointments: of a doctor or of a site.
struct CalendarFeed {
  core::Ulid id;
  // One of the two.
  std::optional<core::Ulid> practitioner_id;
  std::optional<core::Ulid> location_id;
  // See CalendarSecret.
  std::string secret_hash;
  absl::Time created_at;
  std::int64_t version = 1;
};

// What a feed's URL shows of itself: whose it is, and 32 random bytes, in base 64 for URLs, 86
// characters. The ids lead to the one row whose hash it is compared with, in its own tenant.
struct CalendarSecret {
  core::Ulid tenant_id;
  core::Ulid feed_id;
  std::string text;

  static CalendarSecret Generate(const core::Ulid& tenant_id, const core::Ulid& feed_id);
  // Nullopt for what is no secret of this form.
  static std::optional<CalendarSecret> Parse(std::string_view text);

  // BLAKE2b-256 of the text, 64 hexadecimal digits.
  std::string Hash() const;
  // In constant time.
  bool Matches(std::string_view hash) const;
};

// One appointment as a calendar shows it.
struct CalendarEvent {
  core::Ulid id;
  absl::Time start;
  absl::Time end;
  // Canonical name.
  std::string state;
  std::int64_t version = 1;
  absl::Time updated_at;
  // Name of the type of appointment.
  std::optional<std::string> appointment_type;
  std::string doctor_name;
  std::string site_name;
  // Address and city, as far as they are known.
  std::optional<std::string> site_address;
  // Whose appointment it is; absent unless the doctor shows it.
  std::optional<core::Ulid> patient_id;
  // Full name; personal data.
  std::optional<std::string> patient_name;
};

struct Calendar {
  // Of the doctor or the site.
  std::string name;
  // By their start.
  std::vector<CalendarEvent> events;
};

}  // namespace enlace::appointment

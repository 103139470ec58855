#include "services/appointment/domain/appointment_type_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/sent_fields.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;

constexpr std::size_t kLongestCode = 60;
constexpr std::size_t kMostSpecialties = 20;
constexpr clinical::TextRule kName{.max_characters = 200};
// That of a doctor's.
constexpr clinical::TextRule kSpecialty{.max_characters = 100, .required = true};

bool IsCode(std::string_view text) {
  return text.size() <= kLongestCode && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

void ReadCode(const AppointmentTypeInput& input, SentFields& fields, std::string& target) {
  const std::string* sent = fields.Sent("code", input.code);
  if (sent == nullptr) return;
  auto code = absl::AsciiStrToUpper(core::Absl(clinical::Trim(*sent)));
  if (IsCode(code)) {
    target = std::move(code);
  } else {
    fields.violations().push_back(violation::CodeFormatAppointmentType("code", kLongestCode));
  }
}

void ReadMinutes(SentFields& fields, std::string_view field,
                 const std::optional<std::int32_t>& sent, int least, int most,
                 absl::Duration& target) {
  if (const auto minutes = fields.Number(field, sent, least, most)) {
    target = absl::Minutes(*minutes);
  }
}

void ReadSpecialties(const AppointmentTypeInput& input, SentFields& fields,
                     std::vector<std::string>& target) {
  if (fields.Cleared("specialties", input.specialties.has_value())) target.clear();
  if (!input.specialties) return;
  if (input.specialties->size() > kMostSpecialties) {
    fields.violations().push_back(violation::ListLength("specialties", kMostSpecialties));
    return;
  }
  std::vector<std::string> specialties;
  for (std::size_t i = 0; i < input.specialties->size(); ++i) {
    auto text =
        clinical::CheckText((*input.specialties)[i], "specialties[" + std::to_string(i) + "]",
                            kSpecialty, fields.violations());
    if (std::find(specialties.begin(), specialties.end(), text) == specialties.end()) {
      specialties.push_back(std::move(text));
    }
  }
  target = std::move(specialties);
}

void ReadBookableBy(const AppointmentTypeInput& input, SentFields& fields, bool& staff_only) {
  const std::string* sent = fields.Sent("bookableBy", input.bookable_by);
  if (sent == nullptr) return;
  const auto word = clinical::Trim(*sent);
  if (word == BookableBy(false) || word == BookableBy(true)) {
    staff_only = word == BookableBy(true);
  } else {
    fields.violations().push_back(violation::EnumValue("bookableBy", "ANYONE, STAFF"));
  }
}

}  // namespace

std::string_view BookableBy(bool staff_only) { return staff_only ? "STAFF" : "ANYONE"; }

absl::StatusOr<AppointmentType> ApplyInput(const AppointmentType& current,
                                           const AppointmentTypeInput& input,
                                           const catalog::Codes& codes,
                                           std::vector<core::Violation>& warnings) {
  AppointmentType next = current;
  SentFields fields(input.clear_fields);
  warnings.clear();
  if (current.code.empty()) {
    fields.Require("code", input.code.has_value());
    fields.Require("name", input.name.has_value());
    fields.Require("durationMinutes", input.duration_minutes.has_value());
  }
  ReadCode(input, fields, next.code);
  fields.Text("name", input.name, kName, next.name);
  ReadMinutes(fields, "durationMinutes", input.duration_minutes, 5, 720, next.duration);
  ReadMinutes(fields, "bufferBeforeMinutes", input.buffer_before_minutes, 0, 240,
              next.buffer_before);
  ReadMinutes(fields, "bufferAfterMinutes", input.buffer_after_minutes, 0, 240, next.buffer_after);
  if (fields.Cleared("modality", input.modality.has_value())) next.modality.reset();
  if (const auto* sent = fields.SentClearable("modality", input.modality)) {
    next.modality = ReadModality(*sent, codes, fields.violations(), warnings);
  }
  ReadSpecialties(input, fields, next.specialties);
  ReadBookableBy(input, fields, next.staff_only);
  ReadMinutes(fields, "minNoticeMinutes", input.min_notice_minutes, 0, 43'200, next.min_notice);
  next.max_days_ahead =
      fields.Number("maxDaysAhead", input.max_days_ahead, 1, 730).value_or(next.max_days_ahead);
  fields.Flag("active", input.active, next.active);
  auto violations = std::move(fields).Finish();
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  return next;
}

}  // namespace enlace::appointment

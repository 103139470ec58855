#include "services/appointment/domain/slot_wish.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "libs/catalog/identity_document.h"
#include "libs/clinical/rfc3339.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr clinical::TextRule kName{.max_characters = 100};
constexpr clinical::TextRule kCode{.max_characters = 60};

std::string Upper(const std::string& text) {
  return absl::AsciiStrToUpper(core::Absl(clinical::Trim(text)));
}

std::optional<core::Ulid> ReadId(const std::string& value, const char* field,
                                 Violations& violations) {
  const auto text = clinical::Trim(value);
  if (text.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(text);
  if (!id) violations.push_back(violation::IdFormat(field));
  return id;
}

std::optional<PersonName> ReadDoctor(const SlotDraft& draft, const catalog::Codes& codes,
                                     Violations& violations) {
  PersonName doctor{.id = ReadId(draft.doctor_id, "doctorId", violations)};
  if (!clinical::Trim(draft.doctor_doc_type_id).empty() ||
      !clinical::Trim(draft.doctor_doc_number).empty()) {
    doctor.document =
        catalog::ReadIdentityDocument(codes, draft.doctor_doc_type_id, draft.doctor_doc_number,
                                      "doctorDocTypeId", "doctorDocNumber", violations);
  }
  if (!doctor.id && !doctor.document) return std::nullopt;
  return doctor;
}

void ReadPeriod(const SlotDraft& draft, absl::Time now, SlotWish& wish, Violations& violations) {
  wish.earliest = now;
  if (!clinical::Trim(draft.earliest).empty()) {
    const auto time = clinical::ReadTime(draft.earliest, "earliest", violations);
    wish.earliest = std::max(now, time.value_or(now));
  }
  wish.latest = wish.earliest + kUsualPeriod;
  if (clinical::Trim(draft.latest).empty()) return;
  const auto time = clinical::ReadTime(draft.latest, "latest", violations);
  if (!time) return;
  wish.latest = *time;
  if (*time <= now) {
    violations.push_back(violation::TimePast("latest"));
  } else if (*time <= wish.earliest) {
    violations.push_back(violation::TimeOrder("latest", "earliest"));
  } else if (*time - wish.earliest > kLongestPeriod) {
    violations.push_back(
        violation::Period("latest", absl::ToInt64Hours(kLongestPeriod) / 24, "earliest"));
  }
}

void ReadDays(const SlotDraft& draft, SlotWish& wish, Violations& violations) {
  for (std::size_t i = 0; i < draft.days.size(); ++i) {
    if (const auto day = ParseWeekday(Upper(draft.days[i]))) {
      wish.days.set(static_cast<std::size_t>(*day));
    } else {
      violations.push_back(
          violation::EnumValue("days[" + std::to_string(i) + "]", absl::StrJoin(kWeekdays, ", ")));
    }
  }
}

void ReadPartOfDay(const SlotDraft& draft, SlotWish& wish, Violations& violations) {
  const auto text = Upper(draft.part_of_day);
  const auto part = ParseDayPart(text);
  wish.part_of_day = part.value_or(DayPart());
  if (!part && !text.empty()) {
    violations.push_back(violation::EnumValue("partOfDay", "MORNING, AFTERNOON, EVENING"));
  }
}

void ReadMode(const SlotDraft& draft, SlotWish& wish, Violations& violations) {
  const auto text = Upper(draft.mode);
  wish.all = text == "ALL";
  if (!wish.all && !text.empty() && text != "OFFERS") {
    violations.push_back(violation::EnumValue("mode", "OFFERS, ALL"));
    return;
  }
  if (!wish.all && draft.paged) violations.push_back(violation::EnumValue("mode", "ALL"));
  wish.max_offers = draft.max_offers.value_or(kUsualOffers);
  if (wish.max_offers < 1 || wish.max_offers > 10) {
    violations.push_back(violation::Range("maxOffers", 1, 10));
  }
}

void CheckDuration(const SlotDraft& draft, Violations& violations) {
  constexpr int kLeast = 5, kMost = 720;
  const int minutes = draft.duration_minutes.value_or(kUsualMinutes);
  if (minutes < kLeast || minutes > kMost) {
    violations.push_back(violation::Range("durationMinutes", kLeast, kMost));
  }
}

}  // namespace

SlotWish ReadSlotDraft(const SlotDraft& draft, const catalog::Codes& codes, absl::Time now,
                       Violations& violations) {
  SlotWish wish;
  Violations warnings;
  wish.doctor = ReadDoctor(draft, codes, violations);
  wish.specialty = clinical::CheckText(draft.specialty, "specialty", kName, violations);
  wish.location_id = ReadId(draft.clinic_id, "clinicId", violations);
  wish.city = clinical::CheckText(draft.city, "city", kName, violations);
  wish.appointment_type =
      Upper(clinical::CheckText(draft.appointment_type, "appointmentType", kCode, violations));
  wish.duration_minutes = draft.duration_minutes;
  CheckDuration(draft, violations);
  if (!clinical::Trim(draft.modality).empty()) {
    wish.modality = ReadModality(draft.modality, codes, violations, warnings);
  }
  if (!clinical::Trim(draft.eps_id).empty()) {
    wish.eps_id = catalog::ReadEps(codes, draft.eps_id, "epsId", violations, warnings);
  }
  wish.language = absl::AsciiStrToLower(
      clinical::CheckText(draft.language, "language", {.max_characters = 35}, violations));
  ReadPeriod(draft, now, wish, violations);
  ReadDays(draft, wish, violations);
  ReadPartOfDay(draft, wish, violations);
  ReadMode(draft, wish, violations);
  return wish;
}

}  // namespace enlace::appointment

#include "services/appointment/storage/waitlist_row.h"

#include <string>

namespace enlace::appointment::storage {
namespace {

std::string TextOr(const db::Row& row, const char* column) {
  return row.OptionalText(column).value_or("");
}

}  // namespace

WaitlistEntry ReadWaitlistEntry(const db::Row& row) {
  WaitlistEntry entry{.id = row.Id("id"),
                      .patient_id = row.Id("patient_id"),
                      .status = std::string(row.Text("status")),
                      .appointment_id = row.OptionalId("appointment_id"),
                      .created_at = row.Time("created_at"),
                      .updated_at = row.Time("updated_at")};
  auto& wish = entry.wish;
  if (const auto doctor = row.OptionalId("practitioner_id")) wish.doctor = PersonName{.id = doctor};
  wish.specialty = TextOr(row, "specialty");
  wish.location_id = row.OptionalId("location_id");
  wish.city = TextOr(row, "city");
  wish.appointment_type = TextOr(row, "appointment_type");
  if (!row.IsNull("duration_minutes")) {
    wish.duration_minutes = static_cast<int>(row.Int("duration_minutes"));
  }
  wish.modality = row.OptionalText("modality");
  wish.eps_id = row.OptionalText("eps_id");
  wish.language = TextOr(row, "language");
  wish.earliest = row.Time("earliest_at");
  wish.latest = row.Time("latest_at");
  wish.days = ParseWeekdays(row.TextArray("days"));
  wish.part_of_day = ParseDayPart(TextOr(row, "part_of_day")).value_or(DayPart());
  if (row.IsNull("offer_id")) return entry;
  entry.offer = WaitlistOffer{.offer_id = std::string(row.Text("offer_id")),
                              .expires_at = row.Time("expires_at"),
                              .start = row.Time("start_at"),
                              .end = row.Time("end_at"),
                              .practitioner_id = row.Id("offered_practitioner_id"),
                              .doctor_name = std::string(row.Text("doctor_name")),
                              .location_id = row.Id("offered_location_id"),
                              .site_name = std::string(row.Text("site_name")),
                              .time_zone = std::string(row.Text("time_zone")),
                              .appointment_type = row.OptionalText("offered_type"),
                              .modality = std::string(row.Text("offered_modality"))};
  return entry;
}

}  // namespace enlace::appointment::storage

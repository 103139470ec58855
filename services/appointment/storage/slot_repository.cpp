#include "services/appointment/storage/slot_repository.h"

#include <charconv>
#include <utility>

#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "services/appointment/storage/available_times_json.h"
#include "services/appointment/storage/slot_statements.h"

namespace enlace::appointment::storage {
namespace {

std::vector<std::string> ReadNames(const db::Rows& rows) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) names.emplace_back(rows[i].Text("name"));
  return names;
}

AppointmentType ReadType(const db::Row& row) {
  return {.id = row.Id("id"),
          .code = std::string(row.Text("code")),
          .name = std::string(row.Text("name")),
          .duration = absl::Minutes(row.Int("duration_minutes")),
          .buffer_before = absl::Minutes(row.Int("buffer_before_minutes")),
          .buffer_after = absl::Minutes(row.Int("buffer_after_minutes")),
          .modality = row.OptionalText("modality"),
          .specialties = row.TextArray("specialties"),
          .staff_only = row.Bool("staff_only"),
          .min_notice = absl::Minutes(row.Int("min_notice_minutes")),
          .max_days_ahead = static_cast<int>(row.Int("max_days_ahead"))};
}

absl::StatusOr<DoctorAtSite> ReadDoctor(const db::Row& row) {
  auto hours = AvailableTimesFrom(row.Text("available_times"));
  if (!hours.ok()) return hours.status();
  return DoctorAtSite{.practitioner_id = row.Id("practitioner_id"),
                      .doctor_name = std::string(row.Text("doctor_name")),
                      .specialty = row.OptionalText("specialty"),
                      .languages = row.TextArray("languages"),
                      .location_id = row.Id("location_id"),
                      .site_name = std::string(row.Text("site_name")),
                      .address = row.OptionalText("address"),
                      .city = row.OptionalText("city"),
                      .time_zone = std::string(row.Text("time_zone")),
                      .country = std::string(row.Text("country")),
                      .insurers = row.TextArray("insurers"),
                      .hours = *std::move(hours),
                      .has_rooms = row.Bool("has_rooms"),
                      .site_wished = row.Bool("site_wished")};
}

ScheduleException ReadException(const db::Row& row) {
  return {.id = row.Id("id"),
          .practitioner_id = row.OptionalId("practitioner_id"),
          .location_id = row.OptionalId("location_id"),
          .kind = row.Text("kind") == "OPEN" ? ScheduleException::Kind::kOpen
                                             : ScheduleException::Kind::kClosed,
          .start = row.Time("start_at"),
          .end = row.Time("end_at")};
}

// "start end,start end,…", in any order.
std::vector<Span> ReadSpans(std::string_view text) {
  std::vector<Span> spans;
  const auto* at = text.data();
  const auto* const end = text.data() + text.size();
  while (at < end) {
    Span span;
    at = std::from_chars(at, end, span.start).ptr + 1;
    at = std::from_chars(at, end, span.end).ptr + 1;
    spans.push_back(span);
  }
  return Merged(std::move(spans));
}

std::optional<std::string> Wished(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

absl::StatusOr<db::Rows> PgSlotRepository::Run(const Caller& caller, const db::Statement& statement,
                                               const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<std::optional<AppointmentType>> PgSlotRepository::FindType(const Caller& caller,
                                                                          const std::string& code) {
  db::Params params;
  params.Id(caller.context.tenant_id).Text(code);
  const auto rows = Run(caller, kSlotType, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<AppointmentType>();
  return std::optional(ReadType((*rows)[0]));
}

absl::StatusOr<std::vector<std::string>> PgSlotRepository::TypeCodes(const Caller& caller) {
  const auto rows = Run(caller, kSlotTypeCodes, db::Params().Id(caller.context.tenant_id));
  if (!rows.ok()) return rows.status();
  return ReadNames(*rows);
}

absl::StatusOr<std::vector<std::string>> PgSlotRepository::SpecialtiesBut(
    const Caller& caller, const std::string& wished) {
  const auto rows =
      Run(caller, kSlotSpecialties, db::Params().Id(caller.context.tenant_id).Text(wished));
  if (!rows.ok()) return rows.status();
  if (!rows->empty() && (*rows)[0].Bool("wished")) return std::vector<std::string>();
  return ReadNames(*rows);
}

absl::StatusOr<std::vector<DoctorAtSite>> PgSlotRepository::DoctorsAtSites(
    const Caller& caller, const SlotWish& wish, const std::vector<std::string>& specialties) {
  const auto doctor = wish.doctor.value_or(PersonName());
  db::Params params;
  params.Id(caller.context.tenant_id).Id(doctor.id);
  if (doctor.document) {
    params.Text(doctor.document->type).Text(doctor.document->number);
  } else {
    params.Null().Null();
  }
  params.Text(Wished(wish.specialty))
      .TextArray(specialties)
      .Id(wish.location_id)
      .Text(Wished(wish.city));
  const auto rows = Run(caller, kSlotDoctors, params);
  if (!rows.ok()) return rows.status();
  std::vector<DoctorAtSite> doctors;
  doctors.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    auto read = ReadDoctor((*rows)[i]);
    if (!read.ok()) return read.status();
    doctors.push_back(*std::move(read));
  }
  return doctors;
}

absl::StatusOr<std::vector<ScheduleException>> PgSlotRepository::Exceptions(const Caller& caller,
                                                                            absl::Time from,
                                                                            absl::Time to) {
  db::Params params;
  params.Id(caller.context.tenant_id).Time(from).Time(to);
  const auto rows = Run(caller, kSlotExceptions, params);
  if (!rows.ok()) return rows.status();
  std::vector<ScheduleException> exceptions;
  exceptions.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) exceptions.push_back(ReadException((*rows)[i]));
  return exceptions;
}

absl::StatusOr<std::map<std::string, std::vector<absl::CivilDay>>> PgSlotRepository::Holidays(
    const Caller& caller, absl::CivilDay first, absl::CivilDay last) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Text(absl::FormatCivilTime(first))
      .Text(absl::FormatCivilTime(last));
  const auto rows = Run(caller, kSlotHolidays, params);
  if (!rows.ok()) return rows.status();
  std::map<std::string, std::vector<absl::CivilDay>> holidays;
  for (int i = 0; i < rows->size(); ++i) {
    const auto row = (*rows)[i];
    absl::CivilDay day;
    if (!absl::ParseCivilTime(core::Absl(row.Text("day")), &day)) {
      return core::Internal("a holiday is no day");
    }
    holidays[std::string(row.Text("country"))].push_back(day);
  }
  return holidays;
}

absl::StatusOr<std::map<core::Ulid, std::vector<Span>>> PgSlotRepository::BusyTimes(
    const Caller& caller, const std::vector<core::Ulid>& doctors, absl::Time from, absl::Time to) {
  std::map<core::Ulid, std::vector<Span>> busy;
  if (doctors.empty()) return busy;
  db::Params params;
  params.Id(caller.context.tenant_id).IdArray(doctors).Time(from).Time(to);
  const auto rows = Run(caller, kSlotBusyTimes, params);
  if (!rows.ok()) return rows.status();
  for (int i = 0; i < rows->size(); ++i) {
    busy[(*rows)[i].Id("practitioner_id")] = ReadSpans((*rows)[i].Text("spans"));
  }
  return busy;
}

absl::StatusOr<std::map<core::Ulid, std::vector<std::vector<Span>>>> PgSlotRepository::RoomTimes(
    const Caller& caller, const std::vector<core::Ulid>& sites, absl::Time from, absl::Time to) {
  db::Params params;
  params.Id(caller.context.tenant_id).IdArray(sites).Time(from).Time(to);
  const auto rows = Run(caller, kSlotRoomTimes, params);
  if (!rows.ok()) return rows.status();
  std::map<core::Ulid, std::vector<std::vector<Span>>> rooms;
  for (int i = 0; i < rows->size(); ++i) {
    rooms[(*rows)[i].Id("location_id")].push_back(ReadSpans((*rows)[i].Text("spans")));
  }
  return rooms;
}

}  // namespace enlace::appointment::storage

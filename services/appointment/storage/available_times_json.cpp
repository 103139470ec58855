#include "services/appointment/storage/available_times_json.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "libs/clinical/date.h"
#include "libs/core/error.h"
#include "services/appointment/domain/available_times.h"
#include "services/appointment/domain/weekday.h"

namespace enlace::appointment::storage {
namespace {

using nlohmann::json;

std::string TextOf(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Nothing, or a date; false for anything else.
bool ReadDay(const json& object, const char* name, std::optional<absl::CivilDay>& day) {
  if (!object.contains(name)) return true;
  day = clinical::ParseDate(TextOf(object, name));
  return day.has_value();
}

std::optional<AvailableTime> Read(const json& object) {
  if (!object.is_object()) return std::nullopt;
  AvailableTime time;
  for (const auto& name : object.value("daysOfWeek", json::array())) {
    const auto day = ParseWeekday(name.is_string() ? name.get<std::string>() : std::string());
    if (!day) return std::nullopt;
    time.days.push_back(*day);
  }
  const auto start = ParseMinute(TextOf(object, "startTime"));
  const auto end = ParseMinute(TextOf(object, "endTime"));
  if (!start || !end) return std::nullopt;
  time.start = *start;
  time.end = *end;
  if (!ReadDay(object, "effectiveFrom", time.effective_from)) return std::nullopt;
  if (!ReadDay(object, "effectiveTo", time.effective_to)) return std::nullopt;
  time.on_holidays = object.value("onHolidays", json(false)) == json(true);
  return time;
}

}  // namespace

std::string ToJson(const std::vector<AvailableTime>& times) {
  json list = json::array();
  for (const auto& time : times) {
    json days = json::array();
    for (const auto day : time.days) days.push_back(WeekdayName(day));
    json object = {{"daysOfWeek", std::move(days)},
                   {"startTime", FormatMinute(time.start)},
                   {"endTime", FormatMinute(time.end)},
                   {"onHolidays", time.on_holidays}};
    if (time.effective_from) object["effectiveFrom"] = clinical::FormatDate(*time.effective_from);
    if (time.effective_to) object["effectiveTo"] = clinical::FormatDate(*time.effective_to);
    list.push_back(std::move(object));
  }
  return list.dump();
}

absl::StatusOr<std::vector<AvailableTime>> AvailableTimesFrom(std::string_view text) {
  const auto list = json::parse(text, nullptr, false);
  if (!list.is_array()) return core::Internal("available_times is no list");
  std::vector<AvailableTime> times;
  times.reserve(list.size());
  for (const auto& object : list) {
    auto time = Read(object);
    if (!time) return core::Internal("available_times holds what is no weekly hours");
    times.push_back(*std::move(time));
  }
  return times;
}

}  // namespace enlace::appointment::storage

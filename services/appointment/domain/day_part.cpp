#include "services/appointment/domain/day_part.h"

#include <array>

namespace enlace::appointment {
namespace {

struct NamedPart {
  const char* name;
  DayPart part;
};
constexpr std::array<NamedPart, 3> kParts = {
    {{"MORNING", kMorning}, {"AFTERNOON", kAfternoon}, {"EVENING", kEvening}}};

}  // namespace

std::optional<std::string> DayPartName(const DayPart& part) {
  for (const auto& named : kParts) {
    if (named.part.start == part.start && named.part.end == part.end) return named.name;
  }
  return std::nullopt;
}

std::optional<DayPart> ParseDayPart(std::string_view name) {
  for (const auto& named : kParts) {
    if (name == named.name) return named.part;
  }
  return std::nullopt;
}

}  // namespace enlace::appointment

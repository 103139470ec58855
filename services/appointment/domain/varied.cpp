#include "services/appointment/domain/varied.h"

#include <algorithm>

namespace enlace::appointment {
namespace {

bool AtAnotherTime(const SlotTraits& slot, const std::vector<SlotTraits>& picked) {
  return std::none_of(picked.begin(), picked.end(), [&](const SlotTraits& other) {
    return other.day == slot.day && other.part_of_day == slot.part_of_day;
  });
}

bool AtAnotherPlace(const SlotTraits& slot, const std::vector<SlotTraits>& picked) {
  return std::none_of(picked.begin(), picked.end(), [&](const SlotTraits& other) {
    return other.practitioner_id == slot.practitioner_id && other.location_id == slot.location_id;
  });
}

}  // namespace

VariedSlots PickVaried(const std::vector<Slot>& free, std::size_t most, bool one_place,
                       const std::function<SlotTraits(const Slot&)>& traits_of) {
  VariedSlots varied;
  varied.complete = true;
  std::vector<SlotTraits> picked;
  std::vector<bool> used(free.size());
  const auto pick = [&](auto&& suits) {
    for (std::size_t i = 0; i < free.size(); ++i) {
      if (used[i]) continue;
      const auto traits = traits_of(free[i]);
      if (!suits(traits, picked)) continue;
      used[i] = true;
      picked.push_back(traits);
      varied.slots.push_back(free[i]);
      return true;
    }
    return false;
  };
  while (varied.slots.size() < most) {
    const auto turn = varied.slots.size();
    const bool place = turn % 2 == 0 && turn > 0 && !one_place;
    if (pick(place ? AtAnotherPlace : AtAnotherTime)) continue;
    varied.complete = false;
    if (pick(place ? AtAnotherTime : AtAnotherPlace)) continue;
    if (!pick([](const SlotTraits&, const std::vector<SlotTraits>&) { return true; })) break;
  }
  std::sort(varied.slots.begin(), varied.slots.end());
  return varied;
}

}  // namespace enlace::appointment

#include "services/appointment/domain/codes.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace enlace::appointment {
namespace {

constexpr std::array<std::string_view, 5> kNotificationStates = {"PENDING", "SENT", "DELIVERED",
                                                                 "FAILED", "NOT_REQUIRED"};

template <std::size_t Size>
std::string Joined(const std::array<std::string_view, Size>& names) {
  std::string joined;
  for (const auto name : names) {
    if (!joined.empty()) joined += ", ";
    joined += name;
  }
  return joined;
}

template <std::size_t Size>
std::optional<std::string> Known(const std::array<std::string_view, Size>& names,
                                 std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return std::string(*found);
}

}  // namespace

std::optional<std::string> ParseNotificationState(std::string_view text) {
  return Known(kNotificationStates, text);
}

std::string NotificationStateNames() { return Joined(kNotificationStates); }

}  // namespace enlace::appointment

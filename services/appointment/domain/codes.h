#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enlace::appointment {

// A code of the catalogue of modalities: the one that needs a room, where the site has any.
inline constexpr std::string_view kInPerson = "IN_PERSON";
inline constexpr std::string_view kDefaultModality = kInPerson;

// How far the reminder of an appointment has come: PENDING, SENT, DELIVERED, FAILED or
// NOT_REQUIRED.
std::optional<std::string> ParseNotificationState(std::string_view text);

std::string NotificationStateNames();

inline constexpr std::string_view kDefaultNotificationState = "PENDING";

}  // namespace enlace::appointment

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enlace::appointment {

// How an appointment is held. Source: Colombia, RIPS, table of modalities of care (Resolución 2275
// de 2023), codes 01 to 09 in this order.
//   01 IN_PERSON    02 MOBILE_UNIT    03 HOME    04 BRIGADE    05 PREHOSPITAL
//   06 TELEMEDICINE_INTERACTIVE       07 TELEMEDICINE_NON_INTERACTIVE
//   08 TELE_EXPERTISE                 09 TELE_MONITORING
// The canonical name of a name or of a national code; nullopt for anything else.
std::optional<std::string> ParseModality(std::string_view text);

// All names, joined by ", ".
std::string ModalityNames();

inline constexpr std::string_view kDefaultModality = "IN_PERSON";

// How far the reminder of an appointment has come: PENDING, SENT, DELIVERED, FAILED or
// NOT_REQUIRED.
std::optional<std::string> ParseNotificationState(std::string_view text);

std::string NotificationStateNames();

inline constexpr std::string_view kDefaultNotificationState = "PENDING";

}  // namespace enlace::appointment

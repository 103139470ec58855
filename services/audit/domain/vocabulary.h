#pragma once

#include <array>

namespace enlace::audit {

// The words that events and filters use, as the API shows them.
inline constexpr std::array<const char*, 2> kEventTypes = {"WRITE", "ACCESS"};
inline constexpr std::array<const char*, 6> kActions = {"CREATE",  "UPDATE", "DELETE",
                                                        "RESTORE", "READ",   "LIST"};
inline constexpr std::array<const char*, 20> kResourceTypes = {
    "Patient",          "Appointment",
    "Practitioner",     "Location",
    "PractitionerRole", "ScheduleException",
    "AppointmentType",  "Room",
    "SlotHold",         "CalendarFeed",
    "WaitlistEntry",    "Tenant",
    "ApiKey",           "User",
    "Membership",       "Session",
    "Invitation",       "Workflow",
    "TermsAcceptance",  "AuditEvent"};
inline constexpr std::array<const char*, 6> kActorTypes = {
    "API_KEY", "USER", "PLATFORM", "SERVICE", "CALENDAR_FEED", "PATIENT_REPLY"};

}  // namespace enlace::audit

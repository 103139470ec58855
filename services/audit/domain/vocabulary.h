#pragma once

#include <array>

namespace enlace::audit {

// The words that events and filters use, as the API shows them.
inline constexpr std::array<const char*, 5> kEventTypes = {"WRITE", "ACCESS", "REFUSAL",
                                                           "RETENTION", "RECOVERY"};
// Those of them that happen in other services. What the audit dropped or lost it says itself.
inline constexpr std::array<const char*, 3> kSentEventTypes = {"WRITE", "ACCESS", "REFUSAL"};
inline constexpr std::array<const char*, 8> kActions = {
    "CREATE", "UPDATE", "DELETE", "RESTORE", "READ", "LIST", "AUTHENTICATE", "AUTHORIZE"};
inline constexpr std::array<const char*, 23> kResourceTypes = {"Patient",
                                                               "Appointment",
                                                               "Practitioner",
                                                               "Location",
                                                               "PractitionerRole",
                                                               "ScheduleException",
                                                               "AppointmentType",
                                                               "Room",
                                                               "SlotHold",
                                                               "CalendarFeed",
                                                               "WaitlistEntry",
                                                               "Tenant",
                                                               "ApiKey",
                                                               "User",
                                                               "Membership",
                                                               "Session",
                                                               "Invitation",
                                                               "Workflow",
                                                               "TermsAcceptance",
                                                               "AuditEvent",
                                                               "AuditPersonKey",
                                                               "AuditRetention",
                                                               "Call"};
inline constexpr std::array<const char*, 7> kActorTypes = {
    "API_KEY", "USER", "PLATFORM", "SERVICE", "CALENDAR_FEED", "PATIENT_REPLY", "ANONYMOUS"};

}  // namespace enlace::audit

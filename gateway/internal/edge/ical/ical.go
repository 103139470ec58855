// Package ical writes calendars of appointments as iCalendar (RFC 5545).
package ical

import (
	"bytes"
	"strings"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/reason"
	ics "github.com/arran4/golang-ical"
)

// refreshInterval is how often a calendar program is asked to read again (RFC 7986, and what
// Outlook reads).
const refreshInterval = "PT15M"

// Write gives the calendar's bytes: the same ones for the same appointments, so that their digest
// can stand for them.
func Write(c *appointmentv1.Calendar, language reason.Language) []byte {
	calendar := ics.NewCalendarFor("Enlace")
	calendar.SetProductId("-//Enlace//Enlace//ES")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetName(oneText(c.GetName()))
	calendar.SetRefreshInterval(refreshInterval, ics.WithValue("DURATION"))
	calendar.SetXPublishedTTL(refreshInterval)
	for _, e := range c.GetEvents() {
		add(calendar, e, language)
	}
	var out bytes.Buffer
	// A buffer takes everything.
	_ = calendar.SerializeTo(&out, ics.WithNewLineWindows)
	return out.Bytes()
}

func add(calendar *ics.Calendar, e *appointmentv1.CalendarEvent, language reason.Language) {
	event := calendar.AddEvent(e.GetId())
	// Of a calendar without METHOD:REQUEST it says when the event was written last.
	event.SetDtStampTime(e.GetUpdatedAt().AsTime())
	event.SetLastModifiedAt(e.GetUpdatedAt().AsTime())
	event.SetSequence(int(e.GetVersion()) - 1)
	event.SetStartAt(e.GetStart().AsTime())
	event.SetEndAt(e.GetEnd().AsTime())
	event.SetStatus(statusOf(e.GetState()))
	event.SetSummary(oneText(summary(e, language)))
	event.SetDescription(oneText(e.GetDoctorName()))
	place := e.GetClinicName()
	if e.GetClinicAddress() != "" {
		place += ", " + e.GetClinicAddress()
	}
	event.SetLocation(oneText(place))
}

// statusOf is TENTATIVE until a doctor's time is agreed on by both.
func statusOf(state string) ics.ObjectStatus {
	if state == "REQUESTED" || state == "SCHEDULED" {
		return ics.ObjectStatusTentative
	}
	return ics.ObjectStatusConfirmed
}

// summary is the type of appointment, and whose it is where that may be shown.
func summary(e *appointmentv1.CalendarEvent, language reason.Language) string {
	what := e.GetAppointmentType()
	switch {
	case what != "":
	case language == reason.English:
		what = "Appointment"
	default:
		what = "Cita"
	}
	if e.GetPatientName() == "" {
		return what
	}
	return what + ": " + e.GetPatientName()
}

// oneText has the ends of lines that iCalendar's escapes know.
func oneText(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

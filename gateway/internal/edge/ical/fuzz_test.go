package ical

import (
	"bytes"
	"testing"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/reason"
)

// FuzzWrite holds that no text of an appointment begins another property, and that no line is longer
// than RFC 5545 allows.
func FuzzWrite(f *testing.F) {
	f.Add("Ana Gil", "Luz Rojas", "Calle 1")
	f.Add("a\r\nEND:VCALENDAR", "\\n,;:\"", "\u2028\x00\x7f")
	f.Add("\xff\xfe", "ñ\r", "BEGIN:VALARM\n")
	f.Fuzz(func(t *testing.T, name, patient, address string) {
		e := event("SCHEDULED", patient)
		e.DoctorName, e.ClinicAddress = name, &address
		out := Write(&appointmentv1.Calendar{Name: name, Events: []*appointmentv1.CalendarEvent{e}}, reason.Spanish)
		began := 0
		for line := range bytes.SplitSeq(bytes.TrimSuffix(out, []byte("\r\n")), []byte("\r\n")) {
			if len(line) > 75 || bytes.ContainsAny(line, "\r\n") {
				t.Errorf("%q", line)
			}
			if bytes.HasPrefix(line, []byte("BEGIN:")) {
				began++
			}
		}
		if began != 2 {
			t.Errorf("%d components began: %q", began, out)
		}
	})
}

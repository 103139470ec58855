package edge

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/ical"
	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// calendarsAt is where the calendars are.
const calendarsAt = "/calendars/"

// calendarPath keeps what can be no secret from the service.
var calendarPath = regexp.MustCompile(`^/calendars/([A-Za-z0-9_-]{86})\.ics$`)

// calendars answers the feeds of appointments. The secret in the path is all that a caller shows: no
// API key is asked for, and none is looked at. The path is never logged.
type calendars struct {
	appointments appointmentv1.CalendarServiceClient
	links        *links
}

// ServeHTTP implements http.Handler. A wrong, revoked or malformed secret gets one answer.
func (c *calendars) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchangeOf(r.Context())
	x.pattern = calendarsAt + "{secret}.ics"
	if !slices.Contains([]string{http.MethodGet, http.MethodHead}, r.Method) {
		refuse(w, r, methodNotAllowed(w, http.MethodGet, http.MethodHead))
		return
	}
	if p := c.links.blocked(w, r); p != nil {
		refuse(w, r, p)
		return
	}
	leave, p := c.links.enter(r)
	if p != nil {
		refuse(w, r, p)
		return
	}
	defer leave()
	calendar, err := c.ask(r)
	c.links.note(r, err)
	switch {
	case status.Code(err) == codes.Unauthenticated:
		refuse(w, r, problem.Of(reason.RouteNotFound()))
	case err != nil:
		refuse(w, r, problem.FromStatus(status.Convert(err)))
	default:
		answerCalendar(w, r, ical.Write(calendar, ofAudience(x)))
	}
}

func (c *calendars) ask(r *http.Request) (*appointmentv1.Calendar, error) {
	m := calendarPath.FindStringSubmatch(r.URL.Path)
	if m == nil {
		return nil, status.Error(codes.Unauthenticated, "malformed")
	}
	ctx, cancel := linkCall(r, ofAudience(exchangeOf(r.Context())))
	defer cancel()
	return c.appointments.GetCalendar(ctx, &appointmentv1.GetCalendarRequest{Secret: m[1]})
}

// answerCalendar answers the calendar, or that it has not changed.
func answerCalendar(w http.ResponseWriter, r *http.Request, calendar []byte) {
	digest := sha256.Sum256(calendar)
	etag := `"` + hex.EncodeToString(digest[:16]) + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "private, no-cache")
	if r.Header.Get("If-None-Match") == etag || r.Header.Get("If-None-Match") == "W/"+etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(calendar)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(calendar)
	}
}

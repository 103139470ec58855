package e2e

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// counted is a little longer than a service keeps what it has counted to itself.
const counted = 25 * time.Second

// requestsOf sums up what the services have stored of a clinic's calls.
func requestsOf(t *testing.T, tenant string) int {
	t.Helper()
	sum := 0
	for _, service := range stack.Services {
		sum += enlace.Count(t, stack.Database(service), "SELECT coalesce(sum(requests), 0) FROM usage_days WHERE tenant_id = '"+
			stack.UUID(t, tenant)+"'")
	}
	return sum
}

// figures are the totals of the last thirty days, and those of the last day.
func figures(t *testing.T, clinic *stack.Clinic) (totals, today stack.Object) {
	t.Helper()
	usage := clinic.Must(t, http.StatusOK, "GET", "/v1/tenants/usage", nil)
	days := usage.Objects(t, "days")
	if len(days) != 30 || usage.Text("timeZone") != "America/Bogota" {
		t.Fatalf("%v", usage)
	}
	return usage.Member("totals"), days[29]
}

func TestUsageIsWhatAClinicDidEachDay(t *testing.T) {
	clinic, other := enlace.NewClinic(t, "Used Clinic"), enlace.NewClinic(t, "Unused Clinic")
	clinic.NewPatient(t)
	clinic.NewPatient(t)
	_, number := clinic.NewPatient(t)
	clinic.NewAppointment(t, number)
	clinic.NewAppointment(t, number)
	clinic.Call(t, "GET", "/v1/audit/events", nil)
	clinic.Call(t, "GET", "/v1/patients/"+stack.NewID(), nil)
	// Its site and doctor, and what is above: a booking asks the patient service as well, and everybody
	// auth.
	const calls = 2 + 3 + 2 + 1 + 1
	stack.Eventually(t, counted, "all calls are stored", func() bool { return requestsOf(t, clinic.ID) >= calls })
	if got := requestsOf(t, clinic.ID); got != calls {
		t.Errorf("%d calls are stored instead of %d", got, calls)
	}
	totals, today := figures(t, clinic)
	// The question itself may have been stored before its answer was read.
	if got := totals.Text("requests"); got != strconv.Itoa(calls) && got != strconv.Itoa(calls+1) {
		t.Errorf("%s requests instead of %d", got, calls)
	}
	for what, want := range map[string]string{"patients": "3", "appointments": "2", "messages": "0"} {
		if totals.Text(what) != want {
			t.Errorf("%s %s instead of %s", totals.Text(what), what, want)
		}
	}
	if date := time.Now().In(time.FixedZone("Bogota", -5*3600)).Format(time.DateOnly); today.Text("date") != date {
		t.Errorf("the last day is %s, and today %s", today.Text("date"), date)
	}
	unused, _ := figures(t, other)
	if unused.Text("patients") != "0" || unused.Text("appointments") != "0" {
		t.Errorf("another clinic's usage is %v", unused)
	}
}

func TestAnInvitationIsAMessage(t *testing.T) {
	owner := enlace.Register(t, "Clinic That Invites").Verify(t)
	owner.Invite(t, "PROVIDER")
	usage := owner.Call(t, "GET", "/v1/tenants/usage", nil).Object(t)
	if got := usage.Member("totals").Text("messages"); got != "1" {
		t.Errorf("%v", usage)
	}
}

func TestAPeriodOfUsageThatIsNoneIsRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "Periods")
	for query, want := range map[string]string{
		"from=2026-02-30":               "from DATE_FORMAT",
		"to=hoy":                        "to DATE_FORMAT",
		"to=2099-01-01":                 "to DATE_RANGE",
		"from=2026-03-02&to=2026-03-01": "to DATE_ORDER",
		"from=2026-01-01&to=2026-04-03": "from DATE_RANGE",
	} {
		answer := clinic.Call(t, "GET", "/v1/tenants/usage?"+query, nil)
		p := answer.Problem(t)
		if answer.Status != http.StatusBadRequest || len(p.Violations) != 1 || fmt.Sprint(p.Violations[0].Field, " ", p.Violations[0].Reason) != want {
			t.Errorf("%s is answered %d: %s", query, answer.Status, answer.Body)
		}
	}
	longest := clinic.Must(t, http.StatusOK, "GET", "/v1/tenants/usage?from=2026-01-01&to=2026-04-02", nil)
	if days := longest.Objects(t, "days"); len(days) != 92 || days[0].Text("requests") != "0" {
		t.Errorf("%d days", len(days))
	}
}

func TestUsageIsNotToldByHalves(t *testing.T) {
	clinic := enlace.NewClinic(t, "Usage in an Outage")
	for _, service := range []string{stack.Patient, stack.Appointment, stack.Audit} {
		t.Run(service, func(t *testing.T) {
			without(t, clinic, service, func() {
				answer := clinic.Call(t, "GET", "/v1/tenants/usage", nil)
				if p := answer.Problem(t); answer.Status != http.StatusServiceUnavailable || p.Reason != "UNAVAILABLE" {
					t.Errorf("%d %s", answer.Status, answer.Body)
				}
			})
		})
	}
}

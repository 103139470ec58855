package e2e

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const (
	relayLag = "enlace_outbox_relay_lag_seconds"
	// lagWithin is the promise, a bound of the histogram's.
	lagWithin = 2.0
	// relayPatience is how long a busy machine may take for the last events.
	relayPatience = 2 * time.Minute
	// writers are the callers, of so many clinics that none of them outgrows its plan.
	writers, writingClinics = 32, 8
)

// relayed is what the relays have measured, and what the audit has got of them.
type relayed struct {
	lags   map[float64]float64
	stored int
}

// relayedSoFar reads both; what reaches the audit meanwhile is in one of them alone.
func relayedSoFar(t *testing.T) relayed {
	t.Helper()
	so := relayed{lags: map[float64]float64{}}
	for _, service := range []string{stack.Auth, stack.Patient, stack.Appointment} {
		for bound, count := range enlace.Scrape(t, service).Buckets(relayLag) {
			so.lags[bound] += count
		}
	}
	so.stored = enlace.Count(t, stack.Database(stack.Audit), "SELECT count(*) FROM audit_events WHERE event_type IN ('WRITE', 'ACCESS')")
	return so
}

func (r relayed) measured() int { return int(r.lags[math.Inf(1)]) }

// since is what came after an earlier reading.
func (r relayed) since(before relayed) relayed {
	more := relayed{lags: map[float64]float64{}, stored: r.stored - before.stored}
	for bound, count := range r.lags {
		more.lags[bound] = count - before.lags[bound]
	}
	return more
}

// relayedAtRest is read while no event is under way.
func relayedAtRest(t *testing.T) relayed {
	t.Helper()
	var now relayed
	stack.Eventually(t, relayPatience, "no event is under way", func() bool {
		now = relayedSoFar(t)
		after := relayedSoFar(t).since(now)
		return enlace.OutboxIsEmpty(t) && after.measured() == 0 && after.stored == 0
	})
	return now
}

// The long form writes for a minute and holds the promise.
func TestEventsReachTheAuditSoonUnderLoad(t *testing.T) {
	clinics := make([]*stack.Clinic, writingClinics)
	tenants := make([]string, writingClinics)
	for i := range clinics {
		clinics[i] = enlace.NewClinic(t, fmt.Sprintf("Writing %d", i))
		tenants[i] = stack.UUID(t, clinics[i].ID)
	}
	before := relayedAtRest(t)
	writes := &writing{}
	took := writes.run(t, clinics, time.Duration(stack.Times(60, 0))*time.Second, 6)

	var events relayed
	if !stack.Within(relayPatience, func() bool {
		events = relayedSoFar(t).since(before)
		return enlace.OutboxIsEmpty(t) && events.measured() == events.stored
	}) {
		t.Fatalf("the relays measured %d events, and the audit has %d", events.measured(), events.stored)
	}
	acknowledged, unknown := int(writes.acknowledged.Load()), int(writes.unknown.Load())
	kept := enlace.Count(t, stack.Database(stack.Audit), "SELECT count(*) FROM audit_events WHERE tenant_id = ANY('{"+strings.Join(tenants, ",")+
		"}') AND event_type = 'WRITE' AND action = 'CREATE' AND resource_type IN ('Patient', 'Appointment')")
	if kept < acknowledged || kept > acknowledged+unknown {
		t.Errorf("%d writes were acknowledged, of %d nobody knows, and the audit has %d", acknowledged, unknown, kept)
	}
	if acknowledged == 0 || events.measured() < kept {
		t.Errorf("%d writes were acknowledged, and %d events measured", acknowledged, events.measured())
	}
	middle, most := stack.QuantileOf(events.lags, 0.5), stack.QuantileOf(events.lags, 0.99)
	t.Logf("%d callers for %v: %d writes acknowledged (%.0f/s), %d refused, %d unknown; %d events (%.0f/s), in the audit within %v s (p50), %v s (p99)",
		writers, took.Round(time.Millisecond), acknowledged, float64(acknowledged)/took.Seconds(), writes.refused.Load(), unknown,
		events.measured(), float64(events.measured())/took.Seconds(), middle, most)
	if stack.Long() && most > lagWithin {
		t.Errorf("p99 is %v s, of at most %v s", most, lagWithin)
	}
}

package edge

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"google.golang.org/protobuf/proto"
)

// held is a world whose calls stay under way until `release` is closed.
func held(t *testing.T, calls int) (w *world, arrived chan string, release chan struct{}) {
	t.Helper()
	w = newWorldWith(t, Options{LimitFactor: 1_000_000, Calls: calls})
	arrived, release = make(chan string, 100), make(chan struct{})
	w.respond = func(ctx context.Context, method string, request proto.Message) (proto.Message, error) {
		arrived <- method
		select {
		case <-release:
		case <-ctx.Done():
		}
		return emptyAnswer(ctx, method, request)
	}
	// Of one tenant are the keys that begin alike.
	w.principal = func(credential string) (*authv1.Principal, error) {
		tenant, _, _ := strings.Cut(credential, "-")
		limit := &authv1.RequestLimit{PerSecond: 1000, Burst: 1000}
		return &authv1.Principal{TenantId: &tenant, RequestLimits: &authv1.RequestLimits{Key: limit, Tenant: limit}}, nil
	}
	return w, arrived, release
}

// begin calls by a key; the status comes when it is answered.
func (w *world) begin(key string) chan reply {
	answer := make(chan reply, 1)
	go func() { answer <- w.send("GET", "/v1/tenants/me", "", "X-Api-Key", key) }()
	return answer
}

func TestBeyondAllCallsEverybodyIsRefusedAtOnceButProbes(t *testing.T) {
	w, arrived, release := held(t, 2)
	first, second := w.begin("a-1"), w.begin("b-1")
	<-arrived
	<-arrived
	refused := <-w.begin("c-1")
	if p := refused.problem(t, http.StatusTooManyRequests); p.Reason != "BUSY" || refused.header.Get("Retry-After") != "1" {
		t.Errorf("%+v %v", p, refused.header)
	}
	if probe := w.send("GET", "/healthz", ""); probe.status != http.StatusOK {
		t.Errorf("a probe is answered %d", probe.status)
	}
	close(release)
	for _, answer := range []chan reply{first, second} {
		if got := <-answer; got.status != http.StatusOK {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
	if got := <-w.begin("c-1"); got.status != http.StatusOK {
		t.Errorf("afterwards: %d %s", got.status, got.body)
	}
}

func TestATenantsFurtherCallsWaitForItsOwnAndOthersGoOn(t *testing.T) {
	w, arrived, release := held(t, 8)
	first := w.begin("a-1")
	<-arrived
	// Another key of the same tenant.
	further := w.begin("a-2")
	other := w.begin("b-1")
	<-arrived
	select {
	case got := <-further:
		t.Fatalf("it did not wait: %d", got.status)
	default:
	}
	close(release)
	for _, answer := range []chan reply{first, other, further} {
		if got := <-answer; got.status != http.StatusOK {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
}

func TestWhoWaitsForTooLongOrLeavesTakesNothingAlong(t *testing.T) {
	u := newUnderWay(8)
	u.patience = time.Millisecond
	who := ratelimit.Tenant("a")
	leave, p := u.enter(t.Context(), who)
	if p != nil {
		t.Fatal(p)
	}
	if _, p := u.enter(t.Context(), who); p == nil || p.ReasonName() != "BUSY" {
		t.Fatalf("%v", p)
	}
	u.patience = time.Minute
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, p := u.enter(gone, who); p == nil {
		t.Fatal("who has gone goes on")
	}
	leave()
	leave, p = u.enter(t.Context(), who)
	if p != nil {
		t.Fatal(p)
	}
	leave()
	if len(u.of) != 0 || u.all != 0 {
		t.Errorf("%d callers and %d calls are left", len(u.of), u.all)
	}
}

func TestNoCallerHasMoreThanSomeWaiting(t *testing.T) {
	u := newUnderWay(8)
	who := ratelimit.Tenant("a")
	for range 1 + maxWaiting {
		if u.join(who) == nil {
			t.Fatal("too few may wait")
		}
	}
	if _, p := u.enter(t.Context(), who); p == nil || p.ReasonName() != "BUSY" {
		t.Errorf("%v", p)
	}
	if _, p := u.enter(t.Context(), ratelimit.Tenant("b")); p != nil {
		t.Errorf("another caller: %v", p)
	}
}

func TestCallsByLinksAreUnderWayLikeAllOthers(t *testing.T) {
	w, arrived, release := held(t, 1)
	first := w.begin("a-1")
	<-arrived
	for _, path := range []string{"/calendars/" + calendarSecret + ".ics", "/r/" + replyToken, "/m/" + mailToken} {
		if got := w.send("GET", path, ""); got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "1" {
			t.Errorf("%s: %d %v", path, got.status, got.header)
		}
	}
	close(release)
	if got := <-first; got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := w.send("GET", "/r/"+replyToken, ""); got.status != http.StatusOK {
		t.Errorf("afterwards: %d %s", got.status, got.body)
	}
}

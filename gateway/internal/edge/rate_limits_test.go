package edge

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// refilled once in 1,000 s, so that no test is faster than its bucket
func smallPlan(string) (*authv1.Principal, error) {
	return &authv1.Principal{
		TenantId: proto.String("01K9ZC4T8B7QJ5W2M3N4P5R6S7"),
		RequestLimits: &authv1.RequestLimits{
			Key:    &authv1.RequestLimit{PerSecond: 1, Burst: 1000},
			Tenant: &authv1.RequestLimit{PerSecond: 1, Burst: 1500},
		},
	}, nil
}

// refuseStrangers is how a service treats the credential.
func (w *world) refuseStrangers() {
	w.principal = func(string) (*authv1.Principal, error) { return nil, status.Error(codes.Unauthenticated, "no") }
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) {
		return nil, status.Error(codes.Unauthenticated, "no")
	}
}

const anyPatient = "/v1/patients/01A"

func TestEveryAnswerSaysWhatIsLeft(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.principal = smallPlan
	for i, path := range []string{anyPatient, "/v1/patients?nonsense=1", "/v1/nowhere"} {
		h := w.send("GET", path, "", "X-Api-Key", "good").header
		if got := h.Get("RateLimit-Policy"); got != `"key";q=1000;w=1000, "tenant";q=1500;w=1500` {
			t.Errorf("%s: %s", path, got)
		}
		if want := fmt.Sprintf(`"key";r=%d;`, 999-i); !strings.HasPrefix(h.Get("RateLimit"), want) {
			t.Errorf("%s: %s, want %s", path, h.Get("RateLimit"), want)
		}
	}
	if w.asked != 1 {
		t.Errorf("auth was asked %d times", w.asked)
	}
	if h := w.send("GET", "/healthz", "", "X-Api-Key", "good").header; h.Get("RateLimit") != "" {
		t.Error("the gateway's own pages are counted")
	}
}

func TestAKeyBeyondItsLimitIsRefusedWithoutAskingAService(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.principal = func(string) (*authv1.Principal, error) {
		p, err := smallPlan("")
		p.RequestLimits.Key.Burst = 3
		return p, err
	}
	for range 3 {
		if got := w.send("GET", anyPatient, "", "X-Api-Key", "busy"); got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	got := w.send("GET", anyPatient, "", "X-Api-Key", "busy")
	p := got.problem(t, 429)
	if p.Code != "RESOURCE_EXHAUSTED" || p.Reason != "RATE_LIMITED" || got.header.Get("Retry-After") != "1" ||
		p.RetryAfterSeconds == nil || *p.RetryAfterSeconds != 1 || !strings.Contains(got.header.Get("RateLimit"), `"key";r=0;t=3`) {
		t.Errorf("%v %s", got.header, got.body)
	}
	if p.Detail != "This API key may call 1 times a second, 3 times at once after a pause; repeat in 1 s." {
		t.Errorf("%s", p.Detail)
	}
	if n := len(w.taken()); n != 3 {
		t.Errorf("%d calls reached the services", n)
	}
	if got := w.send("GET", anyPatient, "", "X-Api-Key", "another"); got.status != 200 {
		t.Errorf("another key: %d", got.status)
	}
	spanish := w.send("GET", anyPatient, "", "X-Api-Key", "busy", "Accept-Language", "es").problem(t, 429)
	if !strings.HasPrefix(spanish.Detail, "Esta clave de API puede llamar 1 veces por segundo") {
		t.Errorf("%s", spanish.Detail)
	}
}

func TestATenantsKeysShareItsLimit(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.principal = func(string) (*authv1.Principal, error) {
		p, err := smallPlan("")
		p.RequestLimits.Tenant.Burst = 5
		return p, err
	}
	for i := range 5 {
		if got := w.send("GET", anyPatient, "", "X-Api-Key", fmt.Sprintf("key %d", i)); got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	p := w.send("GET", anyPatient, "", "X-Api-Key", "key 6").problem(t, 429)
	if p.Reason != "RATE_LIMITED" || !strings.HasPrefix(p.Detail, "All API keys of this clinic together may call 1 times") {
		t.Errorf("%+v", p)
	}
}

func TestABotsBurstOfRetriesIsForgiven(t *testing.T) {
	w := newWorldWith(t, Options{})
	// Forty workflows that start together, each sending its call five times at once.
	for i := range 40 * 5 {
		if got := w.send("GET", anyPatient, "", "X-Api-Key", "n8n"); got.status != 200 {
			t.Fatalf("call %d: %d %s", i, got.status, got.body)
		}
	}
}

func TestWithoutAuthCallsGoOnByTheDefault(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.principal = func(string) (*authv1.Principal, error) { return nil, status.Error(codes.Unavailable, "down") }
	got := w.send("GET", anyPatient, "", "X-Api-Key", "good")
	if got.status != 200 || got.header.Get("RateLimit-Policy") != `"key";q=200;w=10` {
		t.Errorf("%d %v", got.status, got.header)
	}
}

func TestAnAddressThatFailsTooOftenIsRefusedAtOnce(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.refuseStrangers()
	const burst = 50
	for i := range burst {
		// With a wrong key, without any, and with a request that no service would see.
		path, key := anyPatient, fmt.Sprintf("guess %d", i)
		if i%2 == 0 {
			key = ""
		} else if i%3 == 0 {
			path = "/v1/patients?nonsense=1"
		}
		if got := w.send("GET", path, "", "X-Api-Key", key); got.status == 429 {
			t.Fatalf("failure %d is refused already", i)
		}
	}
	reached := len(w.taken())
	asked := w.asked
	got := w.send("GET", anyPatient, "", "X-Api-Key", "one more guess")
	p := got.problem(t, 429)
	if p.Reason != "TOO_MANY_FAILED_AUTHENTICATIONS" || got.header.Get("Retry-After") != "5" || *p.RetryAfterSeconds != 5 ||
		got.header.Get("RateLimit-Policy") != `"address";q=50;w=50` || got.header.Get("RateLimit") != `"address";r=0;t=5` {
		t.Errorf("%v %s", got.header, got.body)
	}
	if len(w.taken()) != reached || w.asked != asked {
		t.Error("a service was asked")
	}
	if got := w.send("GET", "/docs", ""); got.status != 200 {
		t.Errorf("the documentation answers %d", got.status)
	}
}

func TestANeighbourWithAGoodKeyIsNotRefusedWithTheAttacker(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.send("GET", anyPatient, "", "X-Api-Key", "good")
	good := w.principal
	w.refuseStrangers()
	for range 60 {
		w.send("GET", anyPatient, "", "X-Api-Key", "guess")
	}
	w.send("GET", anyPatient, "", "X-Api-Key", "guess").problem(t, 429)
	w.principal, w.respond = good, emptyAnswer
	if got := w.send("GET", anyPatient, "", "X-Api-Key", "good"); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestGoodCallsAreNoFailures(t *testing.T) {
	w := newWorldWith(t, Options{LimitFactor: 1})
	for range 60 {
		w.send("GET", anyPatient, "")
	}
	for _, code := range []codes.Code{codes.OK, codes.NotFound, codes.PermissionDenied, codes.InvalidArgument, codes.Internal} {
		w.respond = func(context.Context, string, proto.Message) (proto.Message, error) {
			return &authv1.Principal{}, status.Error(code, "x")
		}
		for range 30 {
			w.send("GET", "/v1/auth/principal", "", "X-Api-Key", "good")
		}
	}
	w.respond = emptyAnswer
	if got := w.send("GET", anyPatient, "", "X-Api-Key", "new"); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestForwardedAddressesAreBelievedFromTrustedProxiesOnly(t *testing.T) {
	for _, c := range []struct{ proxies, sent, want string }{
		{"", "203.0.113.9", "127.0.0.1"},
		{"10.0.0.0/8", "203.0.113.9", "127.0.0.1"},
		{"127.0.0.0/8", "", "127.0.0.1"},
		{"127.0.0.0/8", "203.0.113.9", "203.0.113.9"},
		{"127.0.0.0/8", "198.51.100.7, 203.0.113.9", "203.0.113.9"},
		{"127.0.0.0/8 10.0.0.0/8", "198.51.100.7, 203.0.113.9, 10.1.1.1", "203.0.113.9"},
		{"127.0.0.0/8 10.0.0.0/8", "10.2.2.2, 10.1.1.1", "10.2.2.2"},
		{"127.0.0.0/8", "203.0.113.9, nonsense", "127.0.0.1"},
		{"127.0.0.0/8", "[2001:db8::9]:4711", "2001:db8::9"},
		{"127.0.0.0/8", "203.0.113.9:4711", "203.0.113.9"},
	} {
		var proxies Proxies
		for network := range strings.FieldsSeq(c.proxies) {
			proxies = append(proxies, netip.MustParsePrefix(network))
		}
		w := newWorldWith(t, Options{Proxies: proxies, LimitFactor: 1000})
		w.send("GET", anyPatient, "", "X-Forwarded-For", c.sent)
		if got := w.onlyCall().metadata.Get("x-forwarded-for"); len(got) != 1 || got[0] != c.want {
			t.Errorf("%+v: the service was told %q", c, got)
		}
	}
}

func TestTheRateLimitsLogNoCredential(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.refuseStrangers()
	for range 60 {
		w.send("GET", anyPatient, "", "X-Api-Key", "canary-credential")
	}
	if text := w.log.String(); strings.Contains(text, "canary") || strings.Contains(text, "127.0.0.1") ||
		!strings.Contains(text, "TOO_MANY_FAILED_AUTHENTICATIONS") {
		t.Error(text)
	}
}

package ratelimit

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// clinic is a principal of a tenant with these figures.
func clinic(key, tenant Rate) *authv1.Principal {
	limit := func(r Rate) *authv1.RequestLimit {
		return &authv1.RequestLimit{PerSecond: int32(r.PerSecond), Burst: int32(r.Burst)}
	}
	return &authv1.Principal{
		TenantId:      proto.String("01K9ZC4T8B7QJ5W2M3N4P5R6S7"),
		RequestLimits: &authv1.RequestLimits{Key: limit(key), Tenant: limit(tenant)},
	}
}

// fakeAuth answers with what it is told to.
type fakeAuth struct {
	mu        sync.Mutex
	principal *authv1.Principal
	err       error
	asked     atomic.Int64
}

func (f *fakeAuth) set(p *authv1.Principal, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.principal, f.err = p, err
}

func (f *fakeAuth) ask(context.Context) (*authv1.Principal, error) {
	f.asked.Add(1)
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.principal, f.err
}

func mustKnow(t *testing.T, p *Plans, ask Ask) *Limits {
	t.Helper()
	l, err := p.Of(context.Background(), Key("k"), ask)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAPlanIsAskedForOnceAndBelievedForFiveSeconds(t *testing.T) {
	clock, auth := newHandClock(), &fakeAuth{principal: clinic(Rate{5, 50}, Rate{7, 70})}
	p := newPlans(1, clock)
	for range 100 {
		if l := mustKnow(t, p, auth.ask); l.key != (Rate{5, 50}) || l.tenant != (Rate{7, 70}) {
			t.Fatalf("%+v", l)
		}
	}
	if n := auth.asked.Load(); n != 1 {
		t.Errorf("auth was asked %d times", n)
	}
	auth.set(clinic(Rate{9, 90}, Rate{9, 90}), nil)
	clock.Advance(freshFor + time.Millisecond)
	if l := mustKnow(t, p, auth.ask); l.key != (Rate{9, 90}) {
		t.Errorf("an old plan is still believed: %+v", l)
	}
}

func TestAnAgeingPlanIsRefreshedWhileCallsGoOn(t *testing.T) {
	clock, auth := newHandClock(), &fakeAuth{principal: clinic(Rate{5, 50}, Rate{7, 70})}
	p := newPlans(1, clock)
	mustKnow(t, p, auth.ask)
	clock.Advance(freshFor/2 + time.Millisecond)
	answer := make(chan struct{})
	slow := func(ctx context.Context) (*authv1.Principal, error) {
		<-answer
		return auth.ask(ctx)
	}
	auth.set(clinic(Rate{9, 90}, Rate{9, 90}), nil)
	if l := mustKnow(t, p, slow); l.key != (Rate{5, 50}) {
		t.Errorf("%+v", l)
	}
	close(answer)
	for end := time.Now().Add(5 * time.Second); mustKnow(t, p, slow).key != (Rate{9, 90}); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("the new plan never came")
		}
	}
}

func TestCallsThatComeTogetherShareOneQuestion(t *testing.T) {
	auth := &fakeAuth{principal: clinic(Rate{5, 50}, Rate{7, 70})}
	p, began, answer := NewPlans(1), make(chan struct{}), make(chan struct{})
	slow := func(ctx context.Context) (*authv1.Principal, error) {
		close(began)
		<-answer
		return auth.ask(ctx)
	}
	var wait sync.WaitGroup
	wait.Go(func() { mustKnow(t, p, slow) })
	<-began
	for range 50 {
		wait.Go(func() { mustKnow(t, p, auth.ask) })
	}
	close(answer)
	wait.Wait()
	if n := auth.asked.Load(); n != 1 {
		t.Errorf("auth was asked %d times", n)
	}
}

func TestWithoutAuthTheDefaultAppliesForASecond(t *testing.T) {
	clock, auth := newHandClock(), &fakeAuth{err: status.Error(codes.Unavailable, "down")}
	p := newPlans(1, clock)
	for range 10 {
		if l := mustKnow(t, p, auth.ask); l.key != defaultKey || l.tenant != (Rate{}) {
			t.Fatalf("%+v", l)
		}
	}
	if n := auth.asked.Load(); n != 1 {
		t.Errorf("a dead auth was asked %d times", n)
	}
	auth.set(clinic(Rate{5, 50}, Rate{7, 70}), nil)
	clock.Advance(defaultFor + time.Millisecond)
	if l := mustKnow(t, p, auth.ask); l.key != (Rate{5, 50}) {
		t.Errorf("%+v", l)
	}
}

func TestAnAuthThatHangsHoldsACallForItsTimeOnly(t *testing.T) {
	began := time.Now()
	l := mustKnow(t, NewPlans(1), func(ctx context.Context) (*authv1.Principal, error) {
		<-ctx.Done()
		return nil, status.FromContextError(ctx.Err()).Err()
	})
	if took := time.Since(began); l.key != defaultKey || took < askTimeout || took > 10*askTimeout {
		t.Errorf("%+v after %v", l, took)
	}
}

func TestARefusedCredentialIsNotRemembered(t *testing.T) {
	clock, auth := newHandClock(), &fakeAuth{principal: clinic(Rate{5, 50}, Rate{7, 70})}
	p := newPlans(1, clock)
	mustKnow(t, p, auth.ask)
	if !p.Known(Key("k")) || p.Known(Key("stranger's")) {
		t.Error("good credentials are not told from others")
	}
	auth.set(nil, status.Error(codes.Unauthenticated, "revoked"))
	clock.Advance(freshFor + time.Millisecond)
	for range 3 {
		if _, err := p.Of(context.Background(), Key("k"), auth.ask); !errors.Is(err, ErrRefused) {
			t.Errorf("%v", err)
		}
	}
	p.callers.CleanUp()
	if p.Known(Key("k")) || auth.asked.Load() != 4 || p.callers.EstimatedSize() != 0 {
		t.Errorf("known %v, asked %d times, %d callers", p.Known(Key("k")), auth.asked.Load(), p.callers.EstimatedSize())
	}
}

func TestManyCallersTakeBoundedRoom(t *testing.T) {
	p, principal := NewPlans(1), clinic(Rate{5, 50}, Rate{7, 70})
	ask := func(context.Context) (*authv1.Principal, error) { return principal, nil }
	for i := range 2 * maxCallers {
		if _, err := p.Of(context.Background(), Bucket{ofKey, [16]byte{byte(i), byte(i >> 8), byte(i >> 16)}}, ask); err != nil {
			t.Fatal(err)
		}
	}
	p.callers.CleanUp()
	p.known.CleanUp()
	if a, b := p.callers.EstimatedSize(), p.known.EstimatedSize(); a > maxCallers || b > maxCallers {
		t.Errorf("%d callers, %d known ones", a, b)
	}
}

func TestFiguresThatMakeNoSenseAreTheDefault(t *testing.T) {
	for _, principal := range []*authv1.Principal{
		{}, clinic(Rate{0, 10}, Rate{1, 0}), clinic(Rate{-1, -1}, Rate{}),
	} {
		if l := newLimits(principal, 2); l.key != defaultKey.Times(2) || l.tenant != (Rate{}) {
			t.Errorf("%v became %+v", principal, l)
		}
	}
}

func TestTheHeadersSayWhatIsLeft(t *testing.T) {
	m := newMemoryAt(newHandClock())
	l := newLimits(clinic(Rate{2, 3}, Rate{4, 10}), 1)
	want := []string{
		`"key";r=2;t=1, "tenant";r=9;t=1`, `"key";r=1;t=1, "tenant";r=8;t=1`, `"key";r=0;t=2, "tenant";r=7;t=1`,
		`"key";r=0;t=2`,
	}
	for i, state := range want {
		h := http.Header{}
		o := l.Take(context.Background(), m, Key("k"), h)
		if h.Get("RateLimit") != state || h.Get("RateLimit-Policy") != `"key";q=3;w=2, "tenant";q=10;w=3` {
			t.Errorf("call %d: %v", i, h)
		}
		if refused := o.Refused == "key"; refused != (i == 3) {
			t.Errorf("call %d: %+v", i, o)
		}
	}
}

func TestAFloodOfOneKeyLeavesTheTenantsOthersTheirs(t *testing.T) {
	m := newMemoryAt(newHandClock())
	l := newLimits(clinic(Rate{1, 5}, Rate{1, 10}), 1)
	take := func(key string) string {
		return l.Take(context.Background(), m, Key(key), http.Header{}).Refused
	}
	for range 100 {
		take("flood")
	}
	for i := range 5 {
		if refused := take("other"); refused != "" {
			t.Errorf("call %d was refused by the %s", i, refused)
		}
	}
	if refused := take("third"); refused != "tenant" {
		t.Errorf("the eleventh call of the tenant: %q", refused)
	}
}

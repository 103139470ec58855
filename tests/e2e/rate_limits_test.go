package e2e

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// noFactor makes a gateway with the limits that the product has.
const noFactor = "ENLACE_RATE_LIMIT_FACTOR=1"

// storm sends calls from many callers at once and returns the answers in no order.
func storm(t *testing.T, calls int, request func(i int) stack.Request) []stack.Answer {
	t.Helper()
	const callers = 16
	answers := make([]stack.Answer, calls)
	var wait sync.WaitGroup
	for caller := range callers {
		wait.Go(func() {
			for i := caller; i < calls; i += callers {
				answer, err := enlace.Send(request(i))
				if err != nil {
					t.Errorf("call %d: %v", i, err)
				}
				answers[i] = answer
			}
		})
	}
	wait.Wait()
	return answers
}

// statuses counts the answers by status.
func statuses(answers []stack.Answer) map[int]int {
	counts := map[int]int{}
	for _, answer := range answers {
		counts[answer.Status]++
	}
	return counts
}

var stateHeader = regexp.MustCompile(`^"key";r=(\d+);t=\d+(, "tenant";r=\d+;t=\d+)?$`)

// burstOf reads how many calls the key may make at once.
func burstOf(t *testing.T, answer stack.Answer) int {
	t.Helper()
	m := regexp.MustCompile(`^"key";q=(\d+);w=\d+`).FindStringSubmatch(answer.Header.Get("RateLimit-Policy"))
	if m == nil || !stateHeader.MatchString(answer.Header.Get("RateLimit")) {
		t.Fatalf("no limits are told: %v", answer.Header)
	}
	burst, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return burst
}

func TestAKeyIsHeldToItsPlanAndToldSo(t *testing.T) {
	clinic := enlace.NewClinic(t, "Limits")
	gateway := enlace.NewGateway(t, noFactor)
	call := stack.Request{Method: "GET", Path: gateway.URL + "/v1/tenants/me", Key: clinic.Key}
	burst := burstOf(t, enlace.Call(t, call))

	began := time.Now()
	answers := storm(t, 3*burst, func(int) stack.Request { return call })
	counts := statuses(answers)
	if counts[200] < burst-1 || counts[200]+counts[429] != len(answers) || counts[429] == 0 {
		t.Fatalf("%v of a burst of %d in %v", counts, burst, time.Since(began))
	}
	for _, answer := range answers {
		if answer.Status != 429 {
			continue
		}
		p := answer.Object(t)
		seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
		if err != nil || seconds < 1 || seconds > 5 || p["retryAfterSeconds"] != float64(seconds) ||
			p.Text("code") != "RESOURCE_EXHAUSTED" || p.Text("reason") != "RATE_LIMITED" || p.Text("requestId") == "" ||
			!stateHeader.MatchString(answer.Header.Get("RateLimit")) ||
			answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Fatalf("%v %s", answer.Header, answer.Body)
		}
	}
	stack.Eventually(t, 5*time.Second, "the key may call again", func() bool { return enlace.Call(t, call).Status == 200 })
}

func TestWrongKeysAreRefusedByAddressAndAGoodOneGoesOn(t *testing.T) {
	clinic := enlace.NewClinic(t, "Guessed at")
	gateway := enlace.NewGateway(t, noFactor, "ENLACE_TRUSTED_PROXIES=127.0.0.0/8")
	from := func(address, key string) stack.Request {
		return stack.Request{Method: "GET", Path: gateway.URL + "/v1/patients", Key: key,
			Header: map[string]string{"X-Forwarded-For": address}}
	}
	if got := enlace.Call(t, from("203.0.113.9", clinic.Key)); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	counts := statuses(storm(t, 300, func(i int) stack.Request { return from("203.0.113.9", fmt.Sprintf("guess %d", i)) }))
	if counts[401] < 50 || counts[401] > 100 || counts[401]+counts[429] != 300 {
		t.Errorf("%v", counts)
	}
	refused := enlace.Call(t, from("203.0.113.9", "one more"))
	if p := refused.Object(t); refused.Status != 429 || p.Text("reason") != "TOO_MANY_FAILED_AUTHENTICATIONS" {
		t.Errorf("%d %s", refused.Status, refused.Body)
	}
	if got := enlace.Call(t, from("203.0.113.9", clinic.Key)); got.Status != 200 {
		t.Errorf("a good key behind the same address: %d %s", got.Status, got.Body)
	}
	if got := enlace.Call(t, from("203.0.113.10", "another's guess")); got.Status != 401 {
		t.Errorf("another address: %d %s", got.Status, got.Body)
	}
	if bytes.Contains(gateway.Log(), []byte("guess")) || bytes.Contains(gateway.Log(), []byte("203.0.113")) {
		t.Error("a key or an address is in the log")
	}
}

func TestTwoGatewaysShareOneBudgetAndOutliveTheirRedis(t *testing.T) {
	clinic := enlace.NewClinic(t, "Two gateways")
	redis := stack.NewRedis(t)
	gateways := []*stack.ExtraGateway{
		enlace.NewGateway(t, noFactor, "ENLACE_REDIS_ADDRESS="+redis.Address),
		enlace.NewGateway(t, noFactor, "ENLACE_REDIS_ADDRESS="+redis.Address),
	}
	calls := func(i int) stack.Request {
		return stack.Request{Method: "GET", Path: gateways[i%2].URL + "/v1/tenants/me", Key: clinic.Key}
	}
	first := enlace.Call(t, calls(0))
	burst, perSecond := burstOf(t, first), rateOf(t, first)

	began := time.Now()
	counts := statuses(storm(t, 3*burst, calls))
	refilled := perSecond * (int(time.Since(began)/time.Second) + 1)
	if counts[200] < burst-1 || counts[200] > burst+refilled || counts[200]+counts[429] != 3*burst {
		t.Errorf("%v of one budget of %d, refilled by at most %d", counts, burst, refilled)
	}

	var once sync.Once
	counts = statuses(storm(t, 3*burst, func(i int) stack.Request {
		if i > burst {
			once.Do(func() { redis.Kill(t) })
		}
		return calls(i)
	}))
	if counts[200]+counts[429] != 3*burst || counts[200] == 0 {
		t.Errorf("%v while redis died", counts)
	}
	for _, gateway := range gateways {
		if !bytes.Contains(gateway.Log(), []byte("rate limits are counted in memory")) {
			t.Errorf("a gateway did not say that it counts alone: %s", gateway.Log())
		}
	}
}

// rateOf reads how many calls a second the key may make in the long run.
func rateOf(t *testing.T, answer stack.Answer) int {
	t.Helper()
	var burst, window int
	if _, err := fmt.Sscanf(answer.Header.Get("RateLimit-Policy"), `"key";q=%d;w=%d`, &burst, &window); err != nil {
		t.Fatal(err)
	}
	return (burst + window - 1) / window
}

func TestAnotherPlanIsInForceWithinSeconds(t *testing.T) {
	clinic := enlace.NewClinic(t, "Growing")
	gateway := enlace.NewGateway(t, noFactor)
	call := stack.Request{Method: "GET", Path: gateway.URL + "/v1/auth/principal", Key: clinic.Key}
	policy := func() string { return enlace.Call(t, call).Header.Get("RateLimit-Policy") }
	if got := policy(); got != `"key";q=200;w=10, "tenant";q=500;w=10` {
		t.Errorf("a new clinic has %s", got)
	}
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SELECT set_config('app.actor_id', 'operator', true); "+
		"UPDATE tenants SET plan = 'enterprise' WHERE name = 'Growing'; COMMIT")
	stack.Eventually(t, everywhere, "the new plan is in force", func() bool {
		return policy() == `"key";q=2000;w=10, "tenant";q=10000;w=10`
	})
	told := enlace.Call(t, call).Object(t).Member("requestLimits").Member("tenant")
	if told["perSecond"] != 1000.0 || told["burst"] != 10000.0 {
		t.Errorf("the caller is told %v", told)
	}
	admin := enlace.Call(t, stack.Request{Method: "GET", Path: call.Path, Key: enlace.AdminKey})
	if got := admin.Header.Get("RateLimit-Policy"); got != `"key";q=2000;w=10` {
		t.Errorf("the platform admin has %s", got)
	}
}

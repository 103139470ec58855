package contract

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"enlace.dev/tests/stack"
)

// refusal is one bad call and what it must be answered.
type refusal struct {
	name         string
	method, path string
	body         any
	header       map[string]string
	status       int
	code, reason string
	// fields are the violations' fields, in any order, parted by blanks.
	fields string
	// key: alpha's unless it says otherwise.
	key string
}

const noKey = "none"

func (r refusal) request(key string) stack.Request {
	switch r.key {
	case "":
	case noKey:
		key = ""
	default:
		key = r.key
	}
	return stack.Request{Method: r.method, Path: r.path, Key: key, Body: r.body, Header: r.header}
}

func (r refusal) check(t *testing.T, answer stack.Answer) {
	t.Helper()
	p := answer.Problem(t)
	if answer.Status != r.status || p.Code != r.code || p.Reason != r.reason {
		t.Errorf("%d %s %s instead of %d %s %s: %s", answer.Status, p.Code, p.Reason, r.status, r.code, r.reason, answer.Body)
	}
	mustLeadSomewhere(t, p.Type)
	want := strings.Fields(r.fields)
	slices.Sort(want)
	if got := p.Fields(); !slices.Equal(got, want) {
		t.Errorf("the violations name %q instead of %q: %s", got, want, p.Detail)
	}
}

// mustRefuse makes every call and then looks whether any table changed.
func mustRefuse(t *testing.T, refusals []refusal) {
	w := theWorld(t)
	before := enlace.TakeSnapshot(t, "")
	for _, r := range refusals {
		t.Run(r.name, func(t *testing.T) { r.check(t, enlace.Call(t, r.request(w.alpha.Key))) })
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, "")); len(changed) != 0 {
		t.Errorf("refused calls changed %s", strings.Join(changed, "; "))
	}
}

var followed sync.Map

// mustLeadSomewhere follows a `type`, once.
func mustLeadSomewhere(t *testing.T, address string) {
	t.Helper()
	if _, known := followed.LoadOrStore(address, true); known {
		return
	}
	said := enlace.Call(t, stack.Request{Method: "GET", Path: address})
	if said.Status != 200 || said.Object(t).Text("mend") == "" {
		t.Errorf("%s answers %d %s", address, said.Status, said.Body)
	}
}

package isolation

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// firstToken is what a list of the clinic's own goes on with after its first row; empty when it ends
// there.
func firstToken(t *testing.T, c injection) string {
	t.Helper()
	request := c.request(t)
	setField(request, "page_size", int32(1))
	answer, err := c.call(t, request)
	if err != nil {
		t.Fatalf("%s: %v", c.name(), err)
	}
	return answer.Get(answer.Descriptor().Fields().ByName("next_page_token")).String()
}

// Wherever a bot may list, the token is one of the same list.
func TestEveryListTakesAForeignPageTokenForNone(t *testing.T) {
	alpha, all := newOwned(t, "Tokens"), newEverybody(t)
	// Two of each.
	patient, number := alpha.NewPatient(t)
	alpha.NewAppointment(t, number)
	alpha.NewAppointmentType(t)
	alpha.NewRoom(t)
	alpha.NewCalendarFeed(t)
	alpha.NewRole(t, alpha.NewDoctor(t, stack.NewDocument()))
	alpha.NewException(t)
	alpha.NewWaiting(t, patient)
	alpha.NewKey(t, "patients:read")
	alpha.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": "Second"})
	stack.Eventually(t, relayed, "events are there", func() bool { return enlace.OutboxIsEmpty(t) })
	of := *all
	of.clinic = alpha
	lists, own := 0, 0
	var foreign string
	for _, r := range all.rpcs {
		if r.method.Input().Fields().ByName("page_token") == nil {
			continue
		}
		c := all.of(t, r)
		said := func(token string) string {
			request := c.request(t)
			setField(request, "page_token", token)
			_, err := c.call(t, request)
			return verdict(err)
		}
		none := said("nobody-made-this")
		lists++
		if !strings.Contains(none, "InvalidArgument") || !strings.Contains(none, "pageToken") {
			t.Errorf("%s takes a token that nobody made: %s", r.name(), none)
		}
		if c.key == all.clinic.Key {
			if token := firstToken(t, injection{rpc: r, everybody: &of, key: alpha.Key, by: c.by}); token != "" {
				foreign, own = token, own+1
			} else {
				t.Logf("%s has one page only", r.name())
			}
		}
		if got := said(foreign); foreign != "" && got != none {
			t.Errorf("%s with a token of another clinic: %s\none that nobody made: %s", r.name(), got, none)
		}
	}
	t.Logf("%d lists, %d of them with a token of their own", lists, own)
	if lists < 15 || own < 11 {
		t.Errorf("only %d lists were found, and %d had a second page", lists, own)
	}
}

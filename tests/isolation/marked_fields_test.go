package isolation

import (
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
)

// All text that a caller sends is looked for, personal or not: which fields are personal or secret,
// proto/enlace/common/v1/options.proto says of each, and a field that nobody thought of says nothing.
func TestNoTextOfAnyFieldOfAnyRpcIsLoggedMeasuredOrToldBack(t *testing.T) {
	all := newEverybody(t)
	all.person.Verify(t)
	m := &marking{marks: newMarks(), all: all, answers: map[codes.Code]int{}, answersOverREST: map[int]int{},
		refused: map[string]bool{}, refusedOverREST: map[string]bool{}}
	for _, r := range all.rpcs {
		c := all.of(t, r)
		taken := m.plant(t, c)
		m.breakCalls(t, c)
		m.overREST(t, c, taken)
	}
	stack.Eventually(t, relayed, "the events are delivered", func() bool { return enlace.OutboxIsEmpty(t) })
	mustBeLogged(t, m.refused, stack.Services...)
	mustBeLogged(t, m.refusedOverREST, stack.Gateway)
	for name, text := range allPlaces(t) {
		if mark, place, at := m.in(text, nil); at >= 0 {
			t.Errorf("%s holds %q, which was sent as %s: %.2000s", name, mark, place, line(text, at))
		}
	}
	t.Logf("%d marks; %d of %d personal fields were taken, of %d secret ones; over gRPC %v, stored %d; over REST %v",
		len(m.places), m.taken, m.personal, m.secret, m.answers, m.stored, m.answersOverREST)
	if m.taken < m.personal*2/3 || m.secret < 10 || m.stored < 10 || m.answersOverREST[200]+m.answersOverREST[201] < 50 {
		t.Error("too little was sent, or taken")
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

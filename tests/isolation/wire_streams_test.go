package isolation

import (
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"golang.org/x/net/http2"
	"google.golang.org/grpc/codes"
)

// streams are what one connection may have open: docs/reliability.md.
const streams = 2048

// flushEvery is how many streams go into one write, about.
const flushEvery = 100

func TestAConnectionHasSoManyStreamsAndOneMoreEndsItAlone(t *testing.T) {
	beta, alpha := clinics(t)
	full := newWire(t)
	if told := full.heard.settings[http2.SettingMaxConcurrentStreams]; told != streams {
		t.Errorf("the service says %d streams", told)
	}
	beside(t, func() {
		first := full.begin("x-api-key", beta.Key)
		for range streams - 1 {
			full.begin("x-api-key", beta.Key)
		}
		// A call that has its message is answered, however many others wait for theirs.
		full.finish(first, &patientv1.GetPatientRequest{Id: beta.patient})
		full.flush()
		full.await("an answer on the full connection", func(h *heard) bool { return h.status[first] == "0" })
		client := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
		if code := codeOfGet(client, alpha); code != codes.OK {
			t.Errorf("another clinic is answered %v beside a full connection", code)
		}
		if full.has(isClosed) {
			t.Error("a connection with as many streams as it may have was closed")
		}
		full.begin("x-api-key", beta.Key)
		full.flush()
		full.begin("x-api-key", beta.Key)
		full.flush()
		full.await("the end of the connection", isClosed)
	})
}

// attackers reset streams as soon as they are open (CVE-2023-44487).
const attackers = 20_000

// backlog is what so many streams may take when none has yet been cleared away, 24 KiB each: gRPC 1.51
// does not bound them, and the allocator keeps what was freed. A second attack finds that room.
const backlog = attackers * 24 << 10

func TestStreamsThatAreResetAtOnceLeaveNothingBehind(t *testing.T) {
	bounded(t, backlog, func() {
		beside(t, func() {
			w := newWire(t)
			for i := range attackers {
				w.reset(w.begin())
				if i%flushEvery == 0 {
					w.flush()
				}
			}
			w.flush()
			w.hasAll()
		})
	})
}

func TestCallsThatAreGivenUpAtOnceLeaveNoPlaceTaken(t *testing.T) {
	_, beta := clinics(t)
	// Nobody else asks for what is absent.
	absent := &patientv1.GetPatientRequest{Id: stack.NewID()}
	begun := func() float64 {
		return enlace.Scrape(t, stack.Patient).Sum("enlace_rpc_duration_seconds", "method", "GetPatient", "code", "NOT_FOUND")
	}
	before := begun()
	bounded(t, backlog, func() {
		beside(t, func() { giveUp(t, beta, absent) }, codes.ResourceExhausted)
	})
	if begun() == before {
		t.Error("none of them was begun")
	}
}

// giveUp makes calls in batches, and gives each batch up when it is on its way.
func giveUp(t *testing.T, who owned, request *patientv1.GetPatientRequest) {
	w := newWire(t)
	for batch := range attackers / flushEvery {
		var made []uint32
		for range flushEvery {
			stream := w.begin("x-api-key", who.Key)
			w.finish(stream, request)
			made = append(made, stream)
		}
		w.flush()
		// Now and then, while the first is answered and the others wait.
		if batch%10 == 0 {
			w.await("an answer", func(h *heard) bool { return h.status[made[0]] != "" })
		}
		for _, stream := range made {
			w.reset(stream)
		}
	}
	w.hasAll()
}

// hasAll waits until the service has read everything: it answers a ping behind it, or has hung up.
func (w *wire) hasAll() {
	w.t.Helper()
	w.write(w.framer.WritePing(false, [8]byte{1}))
	w.flush()
	w.await("the answer to a ping", func(h *heard) bool { return h.pongs > 0 || h.closed })
}

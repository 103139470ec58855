package isolation

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/http2"
)

// frames are enough to count as a flood.
const frames = 200_000

// aside is what frames may leave behind that make no call: the buffers of a connection or two, and what
// the service grows by meanwhile because of the others' calls.
const aside = 64 << 20

func TestPingsWithoutCallsEndTheirConnectionAlone(t *testing.T) {
	beside(t, func() {
		w := newWire(t)
		// Two strikes are forgiven, docs/reliability.md; the first ping is none.
		for i := range 4 {
			w.write(w.framer.WritePing(false, [8]byte{byte(i)}))
		}
		w.flush()
		w.await("why the connection ends", func(h *heard) bool { return h.goAway != "" })
		w.await("the end of the connection", isClosed)
		if w.heard.code != http2.ErrCodeEnhanceYourCalm || !strings.Contains(w.heard.goAway, "too_many_pings") {
			t.Errorf("it ends by %q", w.heard.goAway)
		}
	})
}

// block is a header field of so many bytes, as it is and without a place in the table (RFC 7541, 6.2.2).
func block(size int) []byte {
	const name, seven = "x-flood", 127
	// The length needs three bytes.
	rest := size - seven
	field := append([]byte{0, byte(len(name))}, name...)
	field = append(field, seven, byte(rest&0x7f|0x80), byte(rest>>7))
	return append(field, bytes.Repeat([]byte("y"), size)...)
}

func TestHeadersWithoutEndEndTheirConnectionInBoundedMemory(t *testing.T) {
	const most = 2 * aside
	bounded(t, aside, func() {
		beside(t, func() {
			w := newWire(t)
			w.beginEndless()
			sent := 0
			for sent < most && w.flush() && !w.has(isClosed) {
				field := block(8 << 10)
				w.write(w.framer.WriteContinuation(w.last, false, field))
				sent += len(field)
			}
			w.await("the end of the connection", isClosed)
			if sent >= most {
				t.Errorf("%d bytes of headers were taken", sent)
			}
		})
	})
}

// nothings are frames that are allowed and mean nothing.
var nothings = map[string]func(*wire){
	"settings": func(w *wire) {
		w.write(w.framer.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 65_535}))
	},
	"empty data":     func(w *wire) { w.write(w.framer.WriteData(w.last, false, nil)) },
	"priorities":     func(w *wire) { w.write(w.framer.WritePriority(w.last, http2.PriorityParam{})) },
	"windows":        func(w *wire) { w.write(w.framer.WriteWindowUpdate(w.last, 1)) },
	"unknown frames": func(w *wire) { w.write(w.framer.WriteRawFrame(0xbe, 0, 0, make([]byte, 64))) },
}

func TestFramesThatMeanNothingCostNobodyElse(t *testing.T) {
	for name, send := range nothings {
		t.Run(name, func(t *testing.T) {
			flood(t, newWire, func(w *wire) { w.begin() }, send)
		})
	}
	t.Run("empty continuations", func(t *testing.T) {
		flood(t, newWire, (*wire).beginEndless, func(w *wire) { w.write(w.framer.WriteContinuation(w.last, false, nil)) })
	})
}

// What is to be answered, and is not read, is kept for whoever asked (CVE-2019-9512, CVE-2019-9515).
func TestWhoDoesNotReadAnswersCostsNobodyElse(t *testing.T) {
	flood(t, newDeafWire, func(*wire) {}, nothings["settings"])
}

// flood sends so many frames over one connection, as far as they are taken.
func flood(t *testing.T, open func(*testing.T) *wire, begin, send func(*wire)) {
	bounded(t, aside, func() {
		beside(t, func() {
			w := open(t)
			begin(w)
			for i := range frames {
				send(w)
				if i%flushEvery == 0 && !w.flush() {
					t.Logf("%d frames were taken", i)
					return
				}
			}
			w.flush()
		})
	})
}

package isolation

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
	"google.golang.org/protobuf/proto"
)

// patience is far beyond what a server takes for anything that it does at once.
const patience = time.Minute

// unread is after how long a service that takes nothing more counts as one that has stopped to read.
const unread = 10 * time.Second

// wire is an HTTP/2 connection to a service whose frames a test writes one by one, as no client does.
// What comes back is read all the time. One goroutine may write.
type wire struct {
	t       *testing.T
	conn    net.Conn
	out     *bufio.Writer
	framer  *http2.Framer
	block   bytes.Buffer
	encoder *hpack.Encoder
	last    uint32

	mutex sync.Mutex
	heard heard
}

// heard is what the service has said so far.
type heard struct {
	settings map[http2.SettingID]uint32
	// Of streams.
	status map[uint32]string
	reset  map[uint32]http2.ErrCode
	// Why the connection ends; empty while it goes on.
	goAway string
	code   http2.ErrCode
	pongs  int
	closed bool
}

// socket is the Unix socket of the patient service, which speaks no TLS there.
func socket(t *testing.T) string {
	t.Helper()
	for address := range strings.SplitSeq(enlace.Environment(t, stack.Patient)["ENLACE_LISTEN"], ",") {
		if path, ok := strings.CutPrefix(address, "unix:"); ok {
			return path
		}
	}
	t.Fatal("the patient service has no Unix socket")
	return ""
}

func dial(t *testing.T, network, address string) net.Conn {
	t.Helper()
	conn, err := net.DialTimeout(network, address, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// newWire is a connection to the patient service of which both ends know the other's settings.
func newWire(t *testing.T) *wire {
	t.Helper()
	w := newDeafWire(t)
	go w.listen()
	w.await("the settings", func(h *heard) bool { return len(h.settings) > 0 })
	w.write(w.framer.WriteSettingsAck())
	w.flush()
	return w
}

// newDeafWire is one from which nothing is read.
func newDeafWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{t: t, conn: dial(t, "unix", socket(t)), heard: heard{
		settings: map[http2.SettingID]uint32{}, status: map[uint32]string{}, reset: map[uint32]http2.ErrCode{},
	}}
	w.out = bufio.NewWriterSize(w.conn, 64<<10)
	w.framer = http2.NewFramer(w.out, nil)
	w.framer.AllowIllegalWrites = true
	w.encoder = hpack.NewEncoder(&w.block)
	_, _ = w.out.WriteString(http2.ClientPreface)
	w.write(w.framer.WriteSettings())
	w.flush()
	return w
}

func (w *wire) listen() {
	framer := http2.NewFramer(nil, w.conn)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	for {
		frame, err := framer.ReadFrame()
		w.mutex.Lock()
		if err != nil {
			w.heard.closed = true
			w.mutex.Unlock()
			return
		}
		w.heard.take(frame)
		w.mutex.Unlock()
	}
}

func (h *heard) take(frame http2.Frame) {
	switch f := frame.(type) {
	case *http2.SettingsFrame:
		_ = f.ForeachSetting(func(s http2.Setting) error {
			h.settings[s.ID] = s.Val
			return nil
		})
	case *http2.MetaHeadersFrame:
		for _, field := range f.Fields {
			if field.Name == "grpc-status" {
				h.status[f.StreamID] = field.Value
			}
		}
	case *http2.RSTStreamFrame:
		h.reset[f.StreamID] = f.ErrCode
	case *http2.GoAwayFrame:
		h.code, h.goAway = f.ErrCode, f.ErrCode.String()+" "+string(f.DebugData())
	case *http2.PingFrame:
		h.pongs++
	}
}

// await waits for what the service has to say.
func (w *wire) await(what string, condition func(*heard) bool) {
	w.t.Helper()
	if !stack.Within(patience, func() bool { return w.has(condition) }) {
		w.mutex.Lock()
		defer w.mutex.Unlock()
		w.t.Fatalf("not heard: %s; but: %d streams ended, %d were reset, %q, %d pongs, closed: %v", what,
			len(w.heard.status), len(w.heard.reset), w.heard.goAway, w.heard.pongs, w.heard.closed)
	}
}

func (w *wire) has(condition func(*heard) bool) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return condition(&w.heard)
}

func isClosed(h *heard) bool { return h.closed }

// write takes the outcome of a frame. That a service no longer reads is seen at its own words.
func (w *wire) write(err error) { _ = err }

// flush sends what was written, and tells whether the service still takes it.
func (w *wire) flush() bool {
	_ = w.conn.SetWriteDeadline(time.Now().Add(unread))
	return w.out.Flush() == nil
}

// begin opens a stream for a GetPatient, whose message is yet to come. Metadata come as pairs.
func (w *wire) begin(metadata ...string) uint32 {
	w.last = w.next()
	w.write(w.framer.WriteHeaders(http2.HeadersFrameParam{StreamID: w.last, BlockFragment: w.encode(metadata), EndHeaders: true}))
	return w.last
}

// beginEndless opens a stream whose headers have no end yet.
func (w *wire) beginEndless() {
	w.last = w.next()
	w.write(w.framer.WriteHeaders(http2.HeadersFrameParam{StreamID: w.last, BlockFragment: w.encode(nil)}))
}

// next is the id of the next stream: a client's are odd.
func (w *wire) next() uint32 { return w.last + 1 + w.last%2 }

func (w *wire) encode(metadata []string) []byte {
	w.block.Reset()
	pairs := append([]string{":method", "POST", ":scheme", "http", ":path", patientv1.PatientService_GetPatient_FullMethodName,
		":authority", "localhost", "content-type", "application/grpc", "te", "trailers"}, metadata...)
	for i := 0; i < len(pairs); i += 2 {
		_ = w.encoder.WriteField(hpack.HeaderField{Name: pairs[i], Value: pairs[i+1]})
	}
	return w.block.Bytes()
}

// finish sends the message that a stream has yet to get.
func (w *wire) finish(stream uint32, request proto.Message) {
	w.t.Helper()
	body, err := proto.Marshal(request)
	if err != nil {
		w.t.Fatal(err)
	}
	message := binary.BigEndian.AppendUint32([]byte{0}, uint32(len(body)))
	w.write(w.framer.WriteData(stream, true, append(message, body...)))
}

// reset gives a stream up.
func (w *wire) reset(stream uint32) { w.write(w.framer.WriteRSTStream(stream, http2.ErrCodeCancel)) }

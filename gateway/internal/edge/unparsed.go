package edge

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strconv"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"github.com/oklog/ulid/v2"
)

// Listener lets net/http's own refusals of what it can't read, which no handler ever sees, leave in
// the shape of all others. Connections of a TLS listener are wrapped as well as plain ones.
func Listener(inner net.Listener, log *slog.Logger, publicURL string) net.Listener {
	return &listener{Listener: inner, log: log, publicURL: publicURL}
}

type listener struct {
	net.Listener
	log       *slog.Logger
	publicURL string
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &connection{Conn: conn, listener: l}, nil
}

type connection struct {
	net.Conn
	listener *listener
}

// ownRefusal is how net/http's server begins to refuse a request that it can't read, in one write. A
// handler's answer has a Date before its end, and no handler answers 417.
var ownRefusal = regexp.MustCompile(
	`^HTTP/1\.1 (?:(\d{3}) [^\r\n]*\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n|417 )`)

// Write implements net.Conn.
func (c *connection) Write(b []byte) (int, error) {
	if !bytes.HasPrefix(b, []byte("HTTP/1.1 4")) && !bytes.HasPrefix(b, []byte("HTTP/1.1 5")) {
		return c.Conn.Write(b)
	}
	found := ownRefusal.FindSubmatch(b)
	if found == nil {
		return c.Conn.Write(b)
	}
	if _, err := c.Conn.Write(c.refusal(string(found[1]))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// CloseWrite lets the answer arrive although the rest of the request was not read.
func (c *connection) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

func (c *connection) refusal(status string) []byte {
	p := problem.Of(reason.HttpMalformed())
	if status == strconv.Itoa(http.StatusRequestHeaderFieldsTooLarge) {
		p = problem.Of(reason.HeadersTooLarge())
	}
	x := &exchange{requestID: ulid.Make().String(), traceparent: newTraceparent(), baseURL: c.listener.publicURL}
	if x.baseURL == "" {
		x.baseURL = schemeOf(c.isEncrypted()) + "://" + c.LocalAddr().String()
	}
	answer := &answerText{header: http.Header{}}
	setSecurityHeaders(answer.header, c.isEncrypted())
	answer.header.Set("X-Request-Id", x.requestID)
	p.Write(answer, x.caller())
	c.listener.log.Info("request", "request_id", x.requestID, "trace_id", x.traceID(), "route", "unreadable",
		"status", answer.status, "code", p.CodeName(), "reason", p.ReasonName())
	return answer.bytes()
}

// answerText is a ResponseWriter for an answer that no server writes.
type answerText struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answerText) Header() http.Header         { return a.header }
func (a *answerText) WriteHeader(status int)      { a.status = status }
func (a *answerText) Write(b []byte) (int, error) { return a.body.Write(b) }

func (a *answerText) bytes() []byte {
	response := http.Response{
		StatusCode: a.status, ProtoMajor: 1, ProtoMinor: 1, Close: true,
		Header: a.header, ContentLength: int64(a.body.Len()), Body: io.NopCloser(&a.body),
	}
	var out bytes.Buffer
	// Both ends are memory.
	_ = response.Write(&out)
	return out.Bytes()
}

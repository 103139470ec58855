package isolation

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"golang.org/x/net/http2"
)

// The gateway waits 5 seconds for headers and for TLS, and 15 for a whole request.
func TestWhoIsSlowAtTheGatewayIsCutWhileOthersAreAnswered(t *testing.T) {
	plain, encrypted := strings.TrimPrefix(enlace.URL, "http://"), strings.TrimPrefix(enlace.HTTPSURL, "https://")
	const body = "POST /v1/patients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
	ends := map[string]net.Conn{}
	for name, first := range map[string]string{"silence": "", "half a line": "GET /heal"} {
		ends[name] = dial(t, "tcp", plain)
		_, _ = io.WriteString(ends[name], first)
	}
	for name, first := range map[string]string{"slow headers": "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a slow body": body} {
		ends[name] = dial(t, "tcp", plain)
		go sendsOn(ends[name], first)
	}
	for name, first := range map[string]string{"silence where TLS is spoken": "", "half a handshake": clientHello} {
		ends[name] = dial(t, "tcp", encrypted)
		_, _ = io.WriteString(ends[name], first)
	}
	if !enlace.Hears(t, stack.Gateway) {
		t.Error("others are not answered")
	}
	areCut(t, ends)
}

// So what is done to servers by frames of HTTP/2 is done to services alone, which are not public.
func TestTheGatewaySpeaksNoHTTP2(t *testing.T) {
	config := enlace.TLS(t, "")
	config.NextProtos = []string{http2.NextProtoTLS, "http/1.1"}
	address := strings.TrimPrefix(enlace.HTTPSURL, "https://")
	conn, err := tls.Dial("tcp", address, config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if chosen := conn.ConnectionState().NegotiatedProtocol; chosen != "http/1.1" {
		t.Errorf("it chooses %q", chosen)
	}
	config.NextProtos = []string{http2.NextProtoTLS}
	if conn, err := tls.Dial("tcp", address, config); err == nil {
		_ = conn.Close()
		t.Error("it takes a connection that is for HTTP/2 alone")
	}
	for name, text := range map[string]string{
		"a preface":  http2.ClientPreface,
		"an upgrade": "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
	} {
		if answer, body, _ := send(t, text); answer.StatusCode < 400 || answer.ProtoMajor != 1 {
			t.Errorf("%s is answered %s %s", name, answer.Status, body)
		}
	}
}

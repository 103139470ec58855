package isolation

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"golang.org/x/net/http2"
)

// clientHello is how a TLS 1.2 client begins, cut in the middle of its first record.
const clientHello = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"

// areCut waits until the other ends have closed each connection.
func areCut(t *testing.T, ends map[string]net.Conn) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for name, conn := range ends {
		_ = conn.SetReadDeadline(deadline)
		// A reset says as well that it is closed.
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: it is open after %v", name, patience)
		}
	}
}

// A service waits 10 seconds for the beginning of a connection.
func TestWhoBeginsNoConnectionToAServiceIsCut(t *testing.T) {
	path, address := socket(t), enlace.Address(stack.Patient)
	beside(t, func() {
		ends := map[string]net.Conn{}
		for name, first := range map[string]string{"silence": "", "half a preface": http2.ClientPreface[:12]} {
			ends[name] = dial(t, "unix", path)
			_, _ = io.WriteString(ends[name], first)
		}
		for name, first := range map[string]string{"silence where TLS is spoken": "", "half a handshake": clientHello} {
			ends[name] = dial(t, "tcp", address)
			_, _ = io.WriteString(ends[name], first)
		}
		areCut(t, ends)
	})
}

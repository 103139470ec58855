package isolation

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// send writes a request as it stands to the gateway and reads the answer, and tells whether the gateway
// then closes the connection.
func send(t *testing.T, text string) (answer *http.Response, body string, closed bool) {
	t.Helper()
	conn := dial(t, "tcp", strings.TrimPrefix(enlace.URL, "http://"))
	_ = conn.SetDeadline(time.Now().Add(patience))
	// What is refused may not be read to its end.
	_, _ = io.WriteString(conn, text)
	in := bufio.NewReader(conn)
	answer, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !answer.Close {
		return answer, string(read), false
	}
	_, err = in.ReadByte()
	return answer, string(read), err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
}

func TestABodyOfAMebibyteIsTakenAndOneByteMoreIsNot(t *testing.T) {
	alpha, _ := clinics(t)
	for size, want := range map[int]int{1_048_576: 400, 1_048_577: 413} {
		// Blanks belong to the body and to no field.
		text := `{"firstName":7` + strings.Repeat(" ", size-15) + "}"
		head := "POST /v1/patients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Api-Key: " + alpha.Key + "\r\n"
		for name, request := range map[string]string{
			"announced": fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, size, text),
			"chunked":   fmt.Sprintf("%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", head, size, text),
		} {
			answer, body, _ := send(t, request)
			if answer.StatusCode != want || strings.Contains(body, "firstName") != (want == 400) {
				t.Errorf("%d bytes, %s: %d %s", size, name, answer.StatusCode, body)
			}
		}
	}
}

func TestWhatIsBesideTheBodyHasItsLimitToTheByte(t *testing.T) {
	get := func(path string, headers ...string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + strings.Join(headers, "") + "\r\n"
	}
	// Names, values and four bytes for each header. The gateway adds an id and a trace to what it passes on.
	header := func(name string, size int) string {
		return name + ": " + strings.Repeat("x", size-len(name)-4) + "\r\n"
	}
	const added = len("X-Request-Id") + 26 + 4 + len("Traceparent") + 55 + 4
	for name, c := range map[string]struct {
		request string
		status  int
		reason  string
	}{
		"a query of 8 KiB":               {get("/healthz?" + strings.Repeat("x", 8192)), 200, ""},
		"a query of a byte more":         {get("/healthz?" + strings.Repeat("x", 8193)), 414, "QUERY_TOO_LONG"},
		"headers of 8 KiB":               {get("/healthz", header("X-Large", 8192)), 200, ""},
		"headers of a byte more":         {get("/healthz", header("X-Large", 8193)), 431, "HEADERS_TOO_LARGE"},
		"metadata of 4 KiB":              {get("/v1/patients", header("Authorization", 4096-added)), 401, "CREDENTIAL"},
		"metadata of a byte more":        {get("/v1/patients", header("Authorization", 4097-added)), 431, "HEADERS_TOO_LARGE"},
		"headers beyond what is read":    {get("/healthz", header("X-Large", 100_000)), 431, "HEADERS_TOO_LARGE"},
		"a line of headers without end":  {"GET /healthz HTTP/1.1\r\nX-Large: " + strings.Repeat("x", 200_000), 431, "HEADERS_TOO_LARGE"},
		"a line of a request, too large": {"GET /" + strings.Repeat("x", 200_000), 431, "HEADERS_TOO_LARGE"},
	} {
		answer, body, _ := send(t, c.request)
		if answer.StatusCode != c.status || !strings.Contains(body, c.reason) {
			t.Errorf("%s: %d %s", name, answer.StatusCode, body)
		}
	}
}

// Two who read one text as different requests let a third smuggle one in (RFC 9112, 11.2).
func TestARequestWhoseEndIsInDoubtIsTheLastOfItsConnection(t *testing.T) {
	const smuggled = "GET /healthz?smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	post := func(headers string) string { return "POST /v1/patients HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" }
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"two lengths":              {post("Content-Length: 5\r\nContent-Length: 6\r\n") + "aaaaa" + smuggled, 400},
		"two lengths in a line":    {post("Content-Length: 5, 6\r\n") + "aaaaa" + smuggled, 400},
		"a length with a sign":     {post("Content-Length: +5\r\n") + "aaaaa" + smuggled, 400},
		"two encodings":            {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled, 400},
		"another encoding":         {post("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n" + smuggled, 400},
		"a blank before the colon": {post("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n" + smuggled, 400},
		"a length and an encoding": {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled, 0},
		"an encoding":              {post("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled, 0},
	} {
		answer, body, closed := send(t, c.request)
		if c.status != 0 && answer.StatusCode != c.status {
			t.Errorf("%s: %d %s", name, answer.StatusCode, body)
		}
		if !closed {
			t.Errorf("%s: after %d the connection goes on", name, answer.StatusCode)
		}
	}
}

// sendsOn writes a byte now and then until the connection is closed.
func sendsOn(conn net.Conn, first string) {
	_, err := io.WriteString(conn, first)
	for ticker := time.NewTicker(100 * time.Millisecond); err == nil; <-ticker.C {
		_, err = io.WriteString(conn, "a")
	}
}

package isolation

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// What the edge reads of a request, before any service sees it: path, query, body and headers, and what
// is no request at all.
func TestNoRequestBecomesALineOfALog(t *testing.T) {
	clinic := enlace.NewClinic(t, "Forgeries")
	patient, _ := clinic.NewPatient(t)
	text := stack.ForgedLine
	before := len(enlace.LogLines(t, stack.Gateway))
	escaped := url.PathEscape(text)
	for _, r := range []stack.Request{
		{Method: "GET", Path: "/v1/" + escaped},
		{Method: "GET", Path: "/v1/patients/" + escaped},
		{Method: "GET", Path: "/v1/patients?" + escaped + "=" + url.QueryEscape(text)},
		{Method: "GET", Path: "/v1/patients?name=" + url.QueryEscape(text) + "&pageToken=" + url.QueryEscape(text)},
		{Method: "PATCH", Path: "/v1/patients/" + patient, Body: text},
		{Method: "PATCH", Path: "/v1/patients/" + patient, Body: stack.Object{text: text}},
		{Method: "PATCH", Path: "/v1/patients/" + patient, Body: stack.Object{"firstName": text, "customFields": stack.Object{text: text}}},
	} {
		r.Key = clinic.Key
		if answer := enlace.Call(t, r); answer.Status < 400 || answer.Status >= 500 {
			t.Errorf("%s %s: %d %s", r.Method, r.Path, answer.Status, answer.Body)
		}
	}
	const line = "GET /v1/patients HTTP/1.1\r\nHost: x\r\n"
	sent := 7
	for _, name := range []string{"X-Request-Id", "Traceparent", "User-Agent", "X-Client-User-Agent", "X-Forwarded-For", "Forwarded",
		"Accept-Language", "Idempotency-Key", "If-Match", "X-Purpose-Of-Use", "X-Purpose-Reason", "X-Api-Key", "Authorization", "Host"} {
		for _, value := range []string{text, strings.NewReplacer("\r", "", "\n", " ").Replace(text), strings.ReplaceAll(text, "\r\n", "\n")} {
			sendRaw(t, line+name+": "+value+"\r\nConnection: close\r\n\r\n")
			sent++
		}
	}
	for _, request := range []string{text, "GET " + text + " HTTP/1.1\r\n\r\n", text + " / HTTP/1.1\r\nHost: x\r\n\r\n", line + text + "\r\n\r\n"} {
		sendRaw(t, request)
		sent++
	}
	stack.Eventually(t, relayed, "the gateway has said each of them", func() bool {
		return len(enlace.LogLines(t, stack.Gateway)) >= before+sent
	})
	mustHaveNoForgedLine(t)
}

// sendRaw writes to the gateway and reads until it closes the connection.
func sendRaw(t *testing.T, text string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(enlace.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(relayed)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprint(conn, text); err != nil {
		t.Fatal(err)
	}
	// A gateway that waits for more is told that there is none.
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Errorf("%q: %v", text, err)
	}
}

package edge

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"
)

// FuzzConnection holds that whatever comes over a connection, HTTP or not, is answered by no 5xx and
// refused in the shape of all.
func FuzzConnection(f *testing.F) {
	const host = "Host: x\r\n"
	f.Add("GET /v1/patients/%zz HTTP/1.1\r\n" + host + "\r\n")
	f.Add("GET / HTTP/9.9\r\n" + host + "\r\n")
	f.Add("POST /v1/patients HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, gzip\r\n\r\n")
	f.Add("POST /v1/patients HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}")
	f.Add("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	f.Add("OPTIONS * HTTP/1.1\r\n" + host + "Expect: a\r\n\r\n")
	f.Add("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
	w := newWorld(f)
	address := filepath.Join(filepath.Dir(w.address[len("unix:"):]), "rest")
	inner, err := net.Listen("unix", address)
	if err != nil {
		f.Fatal(err)
	}
	// Short, because what is not sent to its end is waited for.
	server := &http.Server{Handler: w.handler, MaxHeaderBytes: MaxHeaderBytes, ReadTimeout: 200 * time.Millisecond,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	go func() { _ = server.Serve(Listener(inner, NewLog(w.log, slog.LevelInfo), "http://localhost")) }()
	f.Cleanup(func() { _ = server.Close() })
	f.Fuzz(func(t *testing.T, sent string) {
		conn, err := net.Dial("unix", address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = io.WriteString(conn, sent)
		_ = conn.(*net.UnixConn).CloseWrite()
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			// What ends before it is a request is not answered.
			return
		}
		// Of an answer to HEAD only the headers come.
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			body = nil
		}
		switch {
		case answer.StatusCode >= 500:
			t.Errorf("%d: %s", answer.StatusCode, body)
		case answer.StatusCode >= 400 && len(body) > 0:
			mustNotFail(t, reply{answer.StatusCode, answer.Header, string(body)})
		}
	})
}

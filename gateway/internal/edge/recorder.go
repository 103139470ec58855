package edge

import (
	"net/http"

	"enlace.dev/gateway/internal/edge/problem"
)

// recorder notes the status and the size of an answer while it passes.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
}

// WriteHeader notes the first status and passes it on.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts what is written.
func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the writer beneath.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// absence holds back the 404 of a file server, which has not the shape of a refusal.
type absence struct {
	http.ResponseWriter
	found bool
}

// WriteHeader notes a 404 and passes everything else on.
func (w *absence) WriteHeader(status int) {
	if w.found = status == http.StatusNotFound && w.Header().Get("Content-Type") != problem.ContentType; !w.found {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write passes on what does not belong to a 404.
func (w *absence) Write(b []byte) (int, error) {
	if w.found {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer beneath.
func (w *absence) Unwrap() http.ResponseWriter { return w.ResponseWriter }

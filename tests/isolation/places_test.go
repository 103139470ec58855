package isolation

import (
	"bytes"
	"testing"

	"enlace.dev/tests/stack"
)

// allPlaces are the logs, and what else others than the caller can read: what Prometheus is told, and
// what PostgreSQL calls its connections.
func allPlaces(t *testing.T) map[string][]byte {
	t.Helper()
	places := map[string][]byte{}
	for name, log := range enlace.Logs(t) {
		places["the log of "+name] = log
	}
	for _, process := range stack.Processes {
		places["the metrics of "+process] = enlace.MetricsText(t, process)
	}
	places["the names of connections"] = []byte(enlace.Exec(t, "postgres", "SELECT DISTINCT application_name FROM pg_stat_activity"))
	return places
}

func mustNotBeLogged(t *testing.T, texts []string) {
	t.Helper()
	for name, log := range enlace.Logs(t) {
		for _, text := range texts {
			if at := bytes.Index(log, []byte(text)); at >= 0 {
				t.Errorf("the log of %s holds %s: %s", name, text, line(log, at))
			}
		}
	}
}

// line is the line of a text around a place.
func line(text []byte, at int) []byte {
	from := bytes.LastIndexByte(text[:at], '\n') + 1
	to := bytes.IndexByte(text[at:], '\n')
	if to < 0 {
		to = len(text) - at
	}
	return text[from : at+to]
}

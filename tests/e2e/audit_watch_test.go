package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// watch is a watch of a clinic's creations of patients, by REST.
type watch struct {
	lines *bufio.Reader
	// Leave cuts the connection.
	leave context.CancelFunc
}

// watching begins one; `cursor` is empty for one that begins now. It has begun when this returns.
func watching(t *testing.T, clinic *stack.Clinic, cursor, requestID string) (*watch, int64) {
	t.Helper()
	ctx, leave := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(leave)
	url := enlace.URL + "/v1/audit/watch?resourceType=Patient&eventType=WRITE&action=CREATE"
	if cursor != "" {
		url += "&cursor=" + cursor
	}
	request, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Api-Key", clinic.Key)
	request.Header.Set("X-Request-Id", requestID)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "application/x-ndjson" {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	w := &watch{bufio.NewReader(answer.Body), leave}
	at, event := w.next(t)
	if event != nil {
		t.Errorf("before it has begun it shows %v", event)
	}
	return w, at
}

// next is the next line: its cursor, and its event unless it is a sign of life.
func (w *watch) next(t *testing.T) (int64, stack.Object) {
	t.Helper()
	line, err := w.lines.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var message stack.Object
	if err := json.Unmarshal(line, &message); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	cursor, err := strconv.ParseInt(message.Text("cursor"), 10, 64)
	if err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return cursor, message.Member("event")
}

// seen reads so many events, and the cursor of the last.
func (w *watch) seen(t *testing.T, count int) (patients []string, cursor int64) {
	t.Helper()
	cursor = -1
	for len(patients) < count {
		at, event := w.next(t)
		if event != nil {
			if at <= cursor {
				t.Errorf("after %d comes %d", cursor, at)
			}
			patients, cursor = append(patients, event.Text("resourceId")), at
		}
	}
	return patients, cursor
}

func TestAWatchShowsWhatHappensAfterItBegan(t *testing.T) {
	clinic := enlace.NewClinic(t, "Watch")
	clinic.NewPatient(t)
	w, _ := watching(t, clinic, "", "watch-begins")
	patient, _ := clinic.NewPatient(t)
	// The patient from before may be chained after the watch began.
	for {
		if found, _ := w.seen(t, 1); found[0] == patient {
			return
		}
	}
}

func TestAWatchGoesOnAfterItsCursorWithoutAGapOrADouble(t *testing.T) {
	clinic := enlace.NewClinic(t, "Watch Again")
	w, _ := watching(t, clinic, "", "watch-first")
	var made []string
	create := func(count int) {
		for range count {
			patient, _ := clinic.NewPatient(t)
			made = append(made, patient)
		}
	}
	create(3)
	first, cursor := w.seen(t, 2)
	w.leave()
	create(3)
	again, at := watching(t, clinic, strconv.FormatInt(cursor, 10), "watch-again")
	if at > cursor {
		t.Errorf("asked to go on after %d, it begins at %d", cursor, at)
	}
	rest, _ := again.seen(t, 4)
	if seen := slices.Concat(first, rest); !slices.Equal(seen, made) {
		t.Errorf("seen %v of %v", seen, made)
	}
}

func TestAWatchEndsAtTheServiceWhenItsCallerGoes(t *testing.T) {
	clinic := enlace.NewClinic(t, "Watch Left")
	w, _ := watching(t, clinic, "", "watch-that-is-left")
	w.leave()
	stack.Eventually(t, backWithin, "the service has logged the end", func() bool {
		return slices.ContainsFunc(enlace.LogLines(t, stack.Audit), func(line stack.Object) bool {
			return line.Text("request_id") == "watch-that-is-left" && line.Text("code") == "CANCELLED" &&
				line.Text("method") == "enlace.audit.v1.AuditStreamService/WatchAuditEvents"
		})
	})
}

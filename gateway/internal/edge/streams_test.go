package edge

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// exporting streams that many records.
func exporting(count int64) func(grpc.ServerStream, proto.Message) error {
	return func(stream grpc.ServerStream, _ proto.Message) error {
		for i := range count {
			record := &auditv1.ExportedAuditEvent{Position: i, EntryHash: "aGFzaA==", Event: &auditv1.AuditEvent{Id: "01A"}}
			if i == 0 {
				record.Total = proto.Int64(count)
			}
			if err := stream.SendMsg(record); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestAStreamIsOneJSONObjectALine(t *testing.T) {
	w := newWorld(t)
	w.stream = exporting(3)
	answer := w.send("GET", "/v1/audit/export?fromPosition=7&from=2026-11-01T00:00:00Z", "", "X-Api-Key", "k", "X-Purpose-Of-Use", "TREAT")
	if answer.status != 200 || answer.header.Get("Content-Type") != "application/x-ndjson" || answer.header.Get("X-Total-Count") != "3" {
		t.Fatalf("%d %v", answer.status, answer.header)
	}
	lines := strings.Split(strings.TrimSuffix(answer.body, "\n"), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %s", len(lines), answer.body)
	}
	for i, line := range lines {
		var record struct {
			Position string
			Event    struct{ ID string }
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil || record.Position != string(rune('0'+i)) || record.Event.ID != "01A" {
			t.Errorf("%v: %s", err, line)
		}
	}
	asked := w.onlyCall()
	request := asked.request.(*auditv1.ExportAuditEventsRequest)
	if request.GetFromPosition() != 7 || request.GetFrom() != "2026-11-01T00:00:00Z" {
		t.Errorf("asked for %v", request)
	}
	if got := asked.metadata.Get("x-purpose-of-use"); len(got) != 1 || asked.timeout != 0 {
		t.Errorf("%v, within %v", got, asked.timeout)
	}
}

func TestAStreamWithoutMessagesIsEmpty(t *testing.T) {
	w := newWorld(t)
	if answer := w.send("GET", "/v1/audit/export", ""); answer.status != 200 || answer.body != "" {
		t.Errorf("%d %q", answer.status, answer.body)
	}
}

func TestAStreamThatIsRefusedIsAProblem(t *testing.T) {
	w := newWorld(t)
	w.stream = func(grpc.ServerStream, proto.Message) error { return status.Error(codes.PermissionDenied, "no") }
	w.send("GET", "/v1/audit/export", "").problem(t, 403)
	w.stream = func(grpc.ServerStream, proto.Message) error {
		st, err := status.New(codes.InvalidArgument, "wrong").WithDetails(&errdetails.ErrorInfo{Reason: "FIELD_VIOLATION", Domain: "enlace"},
			&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: "from", Reason: "TIME_FORMAT"}}})
		if err != nil {
			return err
		}
		return st.Err()
	}
	if p := w.send("GET", "/v1/audit/export?from=x", "").problem(t, 400); p.fields() != "from" {
		t.Errorf("it names %s", p.fields())
	}
	// What the edge finds is named with it, and the service is told.
	if p := w.send("GET", "/v1/audit/export?from=x&nonsense=1", "").problem(t, 400); p.fields() != "nonsense from" {
		t.Errorf("it names %s", p.fields())
	}
	if calls := w.taken(); len(calls[len(calls)-1].metadata.Get("x-already-refused")) != 1 {
		t.Error("the service is not told that the call is refused")
	}
}

func TestAStreamThatBreaksOffSaysSoAndDoesNotEnd(t *testing.T) {
	w := newWorld(t)
	w.stream = func(stream grpc.ServerStream, request proto.Message) error {
		_ = exporting(2)(stream, request)
		return status.Error(codes.Unavailable, "gone")
	}
	answer, err := http.Get(w.web.URL + "/v1/audit/export")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil {
		t.Error("the answer has its end")
	}
	lines := strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
	var last struct{ Error problemJSON }
	if len(lines) != 3 || json.Unmarshal([]byte(lines[2]), &last) != nil || last.Error.Status != 503 || last.Error.RequestID == "" {
		t.Errorf("%s", body)
	}
}

// A line is on its way when it is made, and a caller that goes ends the call.
func TestAStreamIsSentAsItComesAndEndsWithItsCaller(t *testing.T) {
	w := newWorld(t)
	ended := make(chan struct{})
	w.stream = func(stream grpc.ServerStream, _ proto.Message) error {
		defer close(ended)
		if err := stream.SendMsg(&auditv1.WatchedAuditEvent{Cursor: 41}); err != nil {
			return err
		}
		<-stream.Context().Done()
		return stream.Context().Err()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", w.web.URL+"/v1/audit/watch", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := w.web.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if line, err := bufio.NewReader(answer.Body).ReadString('\n'); err != nil || line != `{"cursor":"41"}`+"\n" {
		t.Fatalf("%q %v", line, err)
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("the call goes on")
	}
}

func TestStreamsEndWhenTheGatewayStops(t *testing.T) {
	stopping, stop := context.WithCancel(t.Context())
	w := newWorldWith(t, Options{LimitFactor: 1_000_000, Stopping: stopping})
	w.stream = func(stream grpc.ServerStream, _ proto.Message) error {
		_ = stream.SendMsg(&auditv1.WatchedAuditEvent{Cursor: 41})
		<-stream.Context().Done()
		return nil
	}
	answer, err := w.web.Client().Get(w.web.URL + "/v1/audit/watch")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewReader(answer.Body)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	stop()
	rest, err := io.ReadAll(lines)
	if err == nil || !strings.Contains(string(rest), `"reason":"UNAVAILABLE"`) {
		t.Errorf("%v: %s", err, rest)
	}
	w.send("GET", "/v1/audit/watch", "").problem(t, 503)
}

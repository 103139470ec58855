package edge

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"
)

// fail lets every call fail.
func (w *world) fail(err error) {
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) { return nil, err }
}

// ours is an error as the services make it.
func ours(t *testing.T, code codes.Code, reason, message string, more ...protoadapt.MessageV1) error {
	t.Helper()
	all := append([]protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: reason, Domain: "enlace"}}, more...)
	st, err := status.New(code, message).WithDetails(all...)
	if err != nil {
		t.Fatal(err)
	}
	return st.Err()
}

func TestAServicesRefusalComesThroughWhole(t *testing.T) {
	w := newWorld(t)
	w.fail(ours(t, codes.InvalidArgument, "FIELD_VIOLATION", "docNumber: must be digits; email: is not an address",
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{
			{Field: "docNumber", Description: "must be digits", Reason: "DOCUMENT_FORMAT"},
			{Field: "email", Description: "is not an address", Reason: "EMAIL_FORMAT"},
		}}))
	p := w.send("POST", "/v1/patients", `{}`, "X-Request-Id", "req-00001").problem(t, 400)
	if p.Reason != "FIELD_VIOLATION" || p.Code != "INVALID_ARGUMENT" || p.RequestID != "req-00001" ||
		p.Detail != "docNumber: must be digits; email: is not an address" || len(p.Violations) != 2 ||
		p.Violations[0].Reason != "DOCUMENT_FORMAT" || p.Violations[1].Message != "is not an address" ||
		p.Type != w.web.URL+"/errors/invalid-argument" || p.RetryAfterSeconds != nil {
		t.Errorf("%+v", p)
	}
}

func TestAnotherVersionThanIfMatchNamesAnswers412(t *testing.T) {
	w := newWorld(t)
	w.fail(ours(t, codes.FailedPrecondition, "ETAG_MISMATCH", "read it again"))
	p := w.send("PATCH", "/v1/patients/01A", `{}`, "If-Match", `"7"`).problem(t, 412)
	if p.Reason != "ETAG_MISMATCH" || p.Detail != "read it again" || p.Title != "Precondition failed" {
		t.Errorf("%+v", p)
	}
}

func TestRetryInfoBecomesRetryAfter(t *testing.T) {
	w := newWorld(t)
	w.fail(ours(t, codes.ResourceExhausted, "BUSY", "too many at once",
		&errdetails.RetryInfo{RetryDelay: durationpb.New(1200 * time.Millisecond)}))
	got := w.send("GET", "/v1/patients/01A", "")
	if p := got.problem(t, 429); p.RetryAfterSeconds == nil || *p.RetryAfterSeconds != 2 || got.header.Get("Retry-After") != "2" {
		t.Errorf("%+v %v", p, got.header)
	}
}

func TestForeignErrorTextsNeverLeave(t *testing.T) {
	const secret = "could not connect to db.internal:5432"
	for _, code := range []codes.Code{codes.Unknown, codes.Internal, codes.DataLoss, codes.Unavailable,
		codes.DeadlineExceeded, codes.Unimplemented, codes.ResourceExhausted} {
		w := newWorld(t)
		w.fail(status.Error(code, secret))
		if got := w.send("GET", "/v1/patients/01A", ""); strings.Contains(got.body, "db.internal") {
			t.Errorf("%v leaked: %s", code, got.body)
		}
	}
	w := newWorld(t)
	w.fail(errors.New(secret))
	if p := w.send("GET", "/v1/patients/01A", "").problem(t, 500); strings.Contains(p.Detail, "db.internal") || p.Code != "UNKNOWN" {
		t.Errorf("%+v", p)
	}
}

func TestAnUnreachableServiceIs503(t *testing.T) {
	w := newWorld(t)
	w.openGateway("unix:" + filepath.Join(t.TempDir(), "nobody"))
	got := w.send("GET", "/v1/patients/01A", "")
	p := got.problem(t, 503)
	if p.Code != "UNAVAILABLE" || got.header.Get("Retry-After") != "1" || strings.Contains(got.body, "nobody") ||
		strings.Contains(got.body, "dial") {
		t.Errorf("%s", got.body)
	}
}

func TestAServiceThatDoesNotAnswerInTimeIs504(t *testing.T) {
	w := newWorld(t)
	w.respond = func(ctx context.Context, _ string, _ proto.Message) (proto.Message, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	r := httptest.NewRequest("GET", "/v1/patients/01A", nil)
	// The caller's own, shorter deadline stands in for the five seconds.
	ctx, cancel := context.WithTimeout(r.Context(), 50*time.Millisecond)
	defer cancel()
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r.WithContext(ctx))
	got := reply{answer.Code, answer.Header(), answer.Body.String()}
	if p := got.problem(t, 504); p.Code != "DEADLINE_EXCEEDED" {
		t.Errorf("%+v", p)
	}
}

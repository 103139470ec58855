package problem

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

func TestTheShapeOfAProblem(t *testing.T) {
	p := Invalid([]Violation{
		{"docNumber", reason.DocumentFormat("docTypeId", "CC")},
		{"endAppointment", reason.TimeOrder("<startAppointment>")},
		{"", reason.Spoken("WHOLE", "the whole")},
	})
	w := httptest.NewRecorder()
	p.Write(w, Caller{RequestID: "req-00001", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736", BaseURL: "https://api.example.com"})
	const want = `{"type":"https://api.example.com/errors/invalid-argument","title":"Invalid request","status":400,` +
		`"code":"INVALID_ARGUMENT","reason":"FIELD_VIOLATION",` +
		`"detail":"docNumber: must be digits only for docTypeId CC; endAppointment: must be after <startAppointment>; the whole",` +
		`"violations":[{"field":"docNumber","reason":"DOCUMENT_FORMAT","message":"must be digits only for docTypeId CC"},` +
		`{"field":"endAppointment","reason":"TIME_ORDER","message":"must be after <startAppointment>"},` +
		`{"field":"","reason":"WHOLE","message":"the whole"}],` +
		`"retryAfterSeconds":null,"requestId":"req-00001","traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}` + "\n"
	if w.Body.String() != want {
		t.Errorf("got  %s\nwant %s", w.Body, want)
	}
	if w.Code != 400 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestAProblemInSpanishWithRetry(t *testing.T) {
	w := httptest.NewRecorder()
	FromStatus(status.New(codes.Unavailable, "dial tcp 10.0.0.1: refused")).
		Write(w, Caller{RequestID: "r", TraceID: "t", Language: reason.Spanish})
	const want = `{"type":"/errors/unavailable","title":"No disponible","status":503,"code":"UNAVAILABLE",` +
		`"reason":"UNAVAILABLE","detail":"Una parte del sistema no responde; repita en un momento.","violations":[],` +
		`"retryAfterSeconds":1,"requestId":"r","traceId":"t"}` + "\n"
	if w.Body.String() != want || w.Header().Get("Retry-After") != "1" {
		t.Errorf("got %s %v", w.Body, w.Header())
	}
}

func TestEveryCodeHasItsStatus(t *testing.T) {
	want := map[codes.Code]int{
		codes.InvalidArgument: 400, codes.Unauthenticated: 401, codes.PermissionDenied: 403, codes.NotFound: 404,
		codes.AlreadyExists: 409, codes.FailedPrecondition: 409, codes.Aborted: 409, codes.ResourceExhausted: 429,
		codes.Unavailable: 503, codes.DeadlineExceeded: 504, codes.Internal: 500, codes.Unknown: 500,
		codes.DataLoss: 500, codes.Unimplemented: 501, codes.Canceled: 499, codes.OutOfRange: 400,
		codes.Code(99): 500,
	}
	for code, httpStatus := range want {
		p := FromStatus(status.New(code, "secret text"))
		if p.HTTPStatus() != httpStatus {
			t.Errorf("%v answers %d, want %d", code, p.HTTPStatus(), httpStatus)
		}
		if detail := p.detail(reason.English); code != codes.InvalidArgument && strings.Contains(detail, "secret") {
			t.Errorf("%v leaks its message", code)
		}
	}
}

func TestAReasonOfAServiceDecidesTheStatus(t *testing.T) {
	for name, want := range map[string]int{"SLOT_TAKEN": 409, "CREDENTIAL_INVALID": 401, "OF_A_NEWER_SERVICE": 409} {
		st, err := status.New(codes.AlreadyExists, "said").WithDetails(&errdetails.ErrorInfo{Reason: name, Domain: "enlace"})
		if err != nil {
			t.Fatal(err)
		}
		if p := FromStatus(st); p.HTTPStatus() != want || p.ReasonName() != name || p.CodeName() != "ALREADY_EXISTS" {
			t.Errorf("%s: %d %s %s", name, p.HTTPStatus(), p.ReasonName(), p.CodeName())
		}
	}
}

func TestWhatOurServicesSayIsKept(t *testing.T) {
	st, err := status.New(codes.Aborted, "the slot was just taken").WithDetails(
		&errdetails.ErrorInfo{Reason: "SLOT_TAKEN", Domain: "enlace"},
		&errdetails.RetryInfo{RetryDelay: durationpb.New(time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	if p := FromStatus(st); p.ReasonName() != "SLOT_TAKEN" || p.detail(reason.Spanish) != "the slot was just taken" || p.RetryAfter != 1 {
		t.Errorf("%+v", p)
	}
}

func TestAnotherDomainIsNotOurs(t *testing.T) {
	st, err := status.New(codes.NotFound, "row 7 of table x").WithDetails(&errdetails.ErrorInfo{Reason: "X", Domain: "else"})
	if err != nil {
		t.Fatal(err)
	}
	if p := FromStatus(st); p.detail(reason.English) != "There is no such resource." || p.ReasonName() != "NOT_FOUND" {
		t.Errorf("%+v", p)
	}
}

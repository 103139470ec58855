package problem

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// FuzzFromStatus holds that whatever a service says is answered as JSON with all members, with a status
// of refusals and with headers of one line.
func FuzzFromStatus(f *testing.F) {
	f.Add(uint32(3), "docNumber: wrong", "enlace", "FIELD_VIOLATION", "docNumber", "es")
	f.Add(uint32(13), "pq: \"patients\" 10.0.0.1", "other", "INTERNAL", "", "")
	f.Add(uint32(99), "\xff", "enlace", "NO_SUCH_REASON", "a\"b\\", "es-CO;q=2")
	f.Add(uint32(16), "", "enlace", "a/../b\r\nX: y", "\u2028", "en")
	f.Fuzz(func(t *testing.T, code uint32, message, domain, why, field, language string) {
		if code == uint32(codes.OK) {
			t.Skip()
		}
		st := status.New(codes.Code(code), message)
		if detailed, err := st.WithDetails(&errdetails.ErrorInfo{Domain: domain, Reason: why},
			&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: field, Reason: why, Description: message}}}); err == nil {
			st = detailed
		}
		answer := httptest.NewRecorder()
		FromStatus(st).Write(answer, Caller{RequestID: "r", TraceID: "t", Language: reason.ParseLanguage(language), BaseURL: "https://x"})
		var members map[string]any
		if err := json.Unmarshal(answer.Body.Bytes(), &members); err != nil {
			t.Fatalf("%v: %s", err, answer.Body)
		}
		if len(members) != 10 || members["detail"] == "" || answer.Code < 400 || members["status"] != float64(answer.Code) {
			t.Errorf("%d is not the promised shape: %s", answer.Code, answer.Body)
		}
	})
}

package edge

import (
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
)

func TestMistakesOfBothKindsAreNamedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		method, path, body string
		said               []string
		want, rest         string
	}{
		"a body": {"POST", "/v1/patients", `{"firstName":1,"docNumber":"x","surname":"Gil"}`,
			[]string{"firstName", "docNumber", "lastName"}, "firstName surname docNumber lastName", `{"docNumber":"x"}`},
		"a body in snake case": {"POST", "/v1/patients", `{"habeas_data":"yes","doc_number":"x"}`,
			[]string{"habeasData", "docNumber"}, "habeas_data doc_number", `{"docNumber":"x"}`},
		"an element of a list": {"POST", "/v1/patients", `{"phones":["1",2],"email":"x"}`,
			[]string{"phones", "email"}, "phones[1] email", `{"email":"x"}`},
		"a key among others": {"POST", "/v1/patients", `{"customFields":{"a":9007199254740993,"b":1}}`,
			[]string{"customFields.b"}, "customFields.a customFields.b", `{"customFields":{"b":1}}`},
		"a null beside it": {"PATCH", "/v1/patients/01A", `{"email":null,"x":1}`,
			[]string{"id"}, "x id", `{"id":"01A","clearFields":["email"]}`},
		"a query": {"GET", "/v1/appointments?limit=2&from=x&customFields[a]=b", "",
			[]string{"from"}, "limit from", `{"from":"x","customFields":{"a":"b"}}`},
		"a parameter beside a body": {"POST", "/v1/patients?x=1", `{"email":"x"}`,
			[]string{"email"}, "x email", `{"email":"x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			var said []*errdetails.BadRequest_FieldViolation
			for _, field := range c.said {
				said = append(said, &errdetails.BadRequest_FieldViolation{Field: field, Reason: "REQUIRED", Description: "is required"})
			}
			w := newWorld(t)
			w.fail(ours(t, codes.InvalidArgument, "FIELD_VIOLATION", "as the service says it",
				&errdetails.BadRequest{FieldViolations: said}))
			if p := w.send(c.method, c.path, c.body).problem(t, 400); p.Reason != "FIELD_VIOLATION" || p.fields() != c.want {
				t.Errorf("%s: %q", p.Reason, p.fields())
			}
			got := w.onlyCall()
			if len(w.acceptable()) != 0 {
				t.Error("the service was not told that the call is refused")
			}
			if text, err := protojson.Marshal(got.request); err != nil || strings.ReplaceAll(string(text), " ", "") != c.rest {
				t.Errorf("the service was asked of %s, %v", text, err)
			}
		})
	}
}

func TestWhatAServiceSaysOfTheRestDecidesNothing(t *testing.T) {
	for code, want := range map[codes.Code]int{
		codes.OK: 400, codes.NotFound: 400, codes.Aborted: 400, codes.Unavailable: 400, codes.Internal: 400,
		codes.Unauthenticated: 401, codes.PermissionDenied: 403,
	} {
		w := newWorld(t)
		if code != codes.OK {
			w.fail(status.Error(code, ""))
		}
		if p := w.send("PATCH", "/v1/patients/01A", `{"surname":"Gil"}`).problem(t, want); want == 400 && p.fields() != "surname" {
			t.Errorf("%v: %q", code, p.fields())
		}
	}
}

func TestNoCallerSaysThatItsCallIsRefused(t *testing.T) {
	w := newWorld(t)
	w.send("GET", "/v1/patients", "", "X-Already-Refused", "true", "Grpc-Metadata-X-Already-Refused", "true")
	if len(w.acceptable()) != 1 {
		t.Error("the header of a caller passed")
	}
}

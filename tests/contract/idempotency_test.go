package contract

import (
	"strings"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// underKey sends a call of the clinic with an Idempotency-Key.
func underKey(t *testing.T, clinic *stack.Clinic, key, method, path string, body any) stack.Answer {
	t.Helper()
	return enlace.Call(t, stack.Request{Method: method, Path: path, Key: clinic.Key, Body: body,
		Header: map[string]string{"Idempotency-Key": key}})
}

// isRepeat judges the answer to a repeat by the first one.
func isRepeat(t *testing.T, first, repeat stack.Answer) {
	t.Helper()
	if first.Header.Get("Idempotency-Replayed") != "" || repeat.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("Idempotency-Replayed is %q, then %q", first.Header.Get("Idempotency-Replayed"),
			repeat.Header.Get("Idempotency-Replayed"))
	}
	if repeat.Status != first.Status || string(repeat.Body) != string(first.Body) {
		t.Errorf("%d %s\nthen %d %s", first.Status, first.Body, repeat.Status, repeat.Body)
	}
	for _, name := range []string{"Location", "ETag", "Content-Type"} {
		if repeat.Header.Get(name) != first.Header.Get(name) {
			t.Errorf("%s is %q, then %q", name, first.Header.Get(name), repeat.Header.Get(name))
		}
	}
}

func TestTheSpellingOfACallDoesNotMatterToItsKey(t *testing.T) {
	clinic := enlace.NewClinic(t, "Spelling")
	number := stack.NewDocument()
	body := `{"eventType":"PATIENT","actionType":"CREATE","firstName":"Luz","lastName":"Rojas","docTypeId":"CC",` +
		`"docNumber":"` + number + `","customFields":{"a":1,"b":"x"}}`
	first := underKey(t, clinic, "spelling-1", "POST", "/v1/patients", body)
	if first.Status != 201 {
		t.Fatalf("%d %s", first.Status, first.Body)
	}
	other := `{ "custom_fields": {"b": "x", "a": 1.0}, "doc_number": "` + number + `", "docTypeId": "CC",
		"last_name": "Rojas", "firstName": "Luz", "actionType": "CREATE", "eventType": "PATIENT" }`
	isRepeat(t, first, underKey(t, clinic, "spelling-1", "POST", "/v1/patients", other))
	inBody := strings.Replace(other, "{", `{"idempotencyKey":"spelling-1",`, 1)
	isRepeat(t, first, clinic.Call(t, "POST", "/v1/patients", inBody))
	isRepeat(t, first, underKey(t, clinic, "spelling-1", "POST", "/v1/patients", inBody))
}

func TestAKeyOfAnotherCallIsRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "Mismatch")
	body := clinic.PatientBody(stack.NewDocument())
	first := underKey(t, clinic, "k-1", "POST", "/v1/patients", body)
	id := first.Object(t).Text("id")
	for name, answer := range map[string]stack.Answer{
		"another body": underKey(t, clinic, "k-1", "POST", "/v1/patients", with(body, stack.Object{"firstName": "Ana"})),
		"a bad body":   underKey(t, clinic, "k-1", "POST", "/v1/patients", with(body, stack.Object{"docNumber": "x"})),
		"another RPC":  underKey(t, clinic, "k-1", "POST", "/v1/patients/"+id+"/restore", `{}`),
	} {
		if p := answer.Problem(t); p.Status != 422 || p.Reason != "IDEMPOTENCY_MISMATCH" ||
			!strings.Contains(p.Detail, "idempotencyKey") {
			t.Errorf("%s: %s", name, answer.Body)
		}
	}
	deleted := underKey(t, clinic, "k-2", "DELETE", "/v1/patients/"+id, nil)
	if repeat := underKey(t, clinic, "k-2", "DELETE", "/v1/patients/"+stack.NewID(), nil); deleted.Status != 204 || repeat.Status != 422 {
		t.Errorf("another path: %d, then %d", deleted.Status, repeat.Status)
	}
}

func TestAKeyThatIsNoneIsRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "No Key")
	body := clinic.PatientBody(stack.NewDocument())
	for _, key := range []string{strings.Repeat("k", 256), "clave ñ", "a\u0000b", "a\nb"} {
		answer := clinic.Call(t, "POST", "/v1/patients", with(body, stack.Object{"idempotencyKey": key}))
		if p := answer.Problem(t); p.Status != 400 || !strings.Contains(p.Detail, "idempotencyKey") {
			t.Errorf("%q: %s", key, answer.Body)
		}
	}
	answer := underKey(t, clinic, "in-the-header", "POST", "/v1/patients",
		with(body, stack.Object{"idempotencyKey": "in-the-body"}))
	if p := answer.Problem(t); p.Status != 400 || p.Violations[0].Field != "idempotencyKey" {
		t.Errorf("two keys: %s", answer.Body)
	}
	longest := strings.Repeat("~", 255)
	isRepeat(t, underKey(t, clinic, longest, "POST", "/v1/patients", body),
		underKey(t, clinic, longest, "POST", "/v1/patients", body))
}

func TestAKeyBelongsToOneCredential(t *testing.T) {
	alpha, beta := enlace.NewClinic(t, "Alpha Keys"), enlace.NewClinic(t, "Beta Keys")
	number := stack.NewDocument()
	first := underKey(t, alpha, "shared-key", "POST", "/v1/patients", alpha.PatientBody(number))
	ofBeta := underKey(t, beta, "shared-key", "POST", "/v1/patients", alpha.PatientBody(number))
	if ofBeta.Status != 201 || ofBeta.Header.Get("Idempotency-Replayed") != "" || ofBeta.ID() == first.ID() {
		t.Errorf("of another tenant: %d %s", ofBeta.Status, ofBeta.Body)
	}
	_, other := alpha.NewKey(t, stack.AllScopes...)
	ofOther := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/patients", Key: other,
		Body: alpha.PatientBody(number), Header: map[string]string{"Idempotency-Key": "shared-key"}})
	if ofOther.Status != 409 || ofOther.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("of another credential: %d %s", ofOther.Status, ofOther.Body)
	}
}

func TestARefusedCallMayBeMendedUnderItsKey(t *testing.T) {
	clinic := enlace.NewClinic(t, "Mended")
	body := clinic.PatientBody(stack.NewDocument())
	if refused := underKey(t, clinic, "k", "POST", "/v1/patients", with(body, stack.Object{"docNumber": "x"})); refused.Status != 400 {
		t.Fatalf("%d %s", refused.Status, refused.Body)
	}
	mended := underKey(t, clinic, "k", "POST", "/v1/patients", body)
	if mended.Status != 201 || mended.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %s", mended.Status, mended.Body)
	}
}

func TestARepeatThatDisclosesIsRecorded(t *testing.T) {
	clinic := enlace.NewClinic(t, "Disclosed")
	id, _ := clinic.NewPatient(t)
	for range 3 {
		underKey(t, clinic, "k", "PATCH", "/v1/patients/"+id, `{"email":"luz@example.com"}`)
	}
	stack.Eventually(t, 20*time.Second, "one write and three accesses are recorded", func() bool {
		list := clinic.Must(t, 200, "GET", "/v1/audit/events?resourceType=Patient&resourceId="+id, nil)
		count := map[string]int{}
		for _, event := range list.Objects(t, "events") {
			count[event.Text("action")]++
		}
		return count["UPDATE"] == 1 && count["READ"] == 3
	})
}

func TestOverGRPCTheKeyIsAFieldOrMetadata(t *testing.T) {
	clinic := enlace.NewClinic(t, "Keys over gRPC")
	patients := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	request := &patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE", FirstName: "Luz",
		LastName: "Rojas", DocTypeId: "CC", DocNumber: stack.NewDocument(), IdempotencyKey: "k"}
	first, err := patients.CreatePatient(stack.As(t, clinic.Key), request)
	if err != nil {
		t.Fatal(err)
	}
	request.IdempotencyKey = ""
	var header metadata.MD
	ctx := metadata.AppendToOutgoingContext(stack.As(t, clinic.Key), "idempotency-key", "k")
	repeat, err := patients.CreatePatient(ctx, request, grpc.Header(&header))
	if err != nil || !proto.Equal(first, repeat) || len(header.Get("idempotency-replayed")) != 1 {
		t.Errorf("%v, then %v: %v %v", first, repeat, err, header)
	}
	request.FirstName = "Ana"
	_, err = patients.CreatePatient(ctx, request)
	if status.Code(err) != codes.FailedPrecondition || stack.RefusalOf(err).Reason != "IDEMPOTENCY_MISMATCH" {
		t.Errorf("another request: %v", err)
	}
	request.ValidateOnly, request.DocNumber = true, stack.NewDocument()
	tried, err := patients.CreatePatient(stack.As(t, clinic.Key), request, grpc.Header(&header))
	if err != nil || tried.GetId() != "" || len(header.Get("validate-only")) != 1 || len(header.Get("etag")) != 0 {
		t.Errorf("tried: %v, %v, %v", tried, err, header)
	}
}

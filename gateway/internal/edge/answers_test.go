package edge

import (
	"context"
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"testing"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/gateway/internal/docs/examples"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

// answer lets the services give the same answer to every call.
func (w *world) answer(m proto.Message) {
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) { return m, nil }
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func TestAnAnswerHasListsAndBooleansButNoUnsetOptionals(t *testing.T) {
	w := newWorld(t)
	w.answer(&patientv1.Patient{Id: "01A", FirstName: proto.String("Ana")})
	got := object(t, w.send("GET", "/v1/patients/01A", "").body)
	want := map[string]any{"id": "01A", "firstName": "Ana", "phones": []any{}, "habeasData": false,
		"ownerId": "", "warnings": []any{}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheBotsPayloadsCreateAndComeBack(t *testing.T) {
	cases := []struct {
		path, sent, answered string
		request              proto.Message
		answer               proto.Message
	}{
		{"/v1/patients", "requests/createPatient.bot.json", "answers/Patient.json",
			&patientv1.CreatePatientRequest{}, &patientv1.Patient{}},
		{"/v1/appointments", "requests/createAppointment.bot.json", "answers/Appointment.json",
			&appointmentv1.CreateAppointmentRequest{}, &appointmentv1.Appointment{}},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			w := newWorld(t)
			request, response := file(t, c.sent), file(t, c.answered)
			for text, message := range map[string]proto.Message{request: c.request, response: c.answer} {
				if err := protojson.Unmarshal([]byte(text), message); err != nil {
					t.Fatal(err)
				}
			}
			w.answer(c.answer)
			got := w.send("POST", c.path, request)
			location := c.path + "/" + object(t, response)["id"].(string)
			if got.status != 201 || got.header.Get("Location") != location ||
				got.header.Get("Content-Type") != "application/json" {
				t.Errorf("%d, Location %q, %s", got.status, got.header.Get("Location"), got.header.Get("Content-Type"))
			}
			if !reflect.DeepEqual(object(t, got.body), object(t, response)) {
				t.Errorf("got %s", got.body)
			}
			if !proto.Equal(w.onlyCall().request, c.request) {
				t.Errorf("the service got %v", w.onlyCall().request)
			}
		})
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := examples.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheLocationOfANewKeyIsTheKeys(t *testing.T) {
	w := newWorld(t)
	w.answer(&authv1.CreateApiKeyResponse{ApiKey: &authv1.ApiKey{Id: "01KEY"}, Plaintext: proto.String("enl_dev")})
	got := w.send("POST", "/v1/auth/api-keys", `{"name":"bot","scopes":["patients:read"]}`)
	if got.status != 201 || got.header.Get("Location") != "/v1/auth/api-keys/01KEY" {
		t.Errorf("%d %q", got.status, got.header.Get("Location"))
	}
}

func TestCustomActionsAnswer200(t *testing.T) {
	w := newWorld(t)
	w.answer(&appointmentv1.Appointment{Id: "01A"})
	for _, body := range []string{"", "{}", " "} {
		if got := w.send("POST", "/v1/appointments/01A/cancel", body); got.status != 200 || got.header.Get("Location") != "" {
			t.Errorf("body %q: %d %v", body, got.status, got.header)
		}
	}
}

func TestADeletionAnswers204WithoutBody(t *testing.T) {
	w := newWorld(t)
	w.answer(&emptypb.Empty{})
	for _, body := range []string{"", "{}"} {
		got := w.send("DELETE", "/v1/patients/01A", body)
		if got.status != 204 || got.body != "" || got.header.Get("Content-Type") != "" {
			t.Errorf("%d %q %v", got.status, got.body, got.header)
		}
	}
}

func TestAListNamesItsNextPage(t *testing.T) {
	w := newWorld(t)
	w.answer(&patientv1.ListPatientsResponse{NextPageToken: proto.String("t+/=&1")})
	got := object(t, w.send("GET", "/v1/patients?pageSize=2&customFields[plan]=gold&page_token=t0", "").body)
	if got["nextPageToken"] != "t+/=&1" || len(got["patients"].([]any)) != 0 {
		t.Errorf("got %v", got)
	}
	next, err := url.Parse(got["next"].(string))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"pageSize": {"2"}, "customFields[plan]": {"gold"}, "pageToken": {"t+/=&1"}}
	if next.Scheme+"://"+next.Host != w.web.URL || next.Path != "/v1/patients" || !reflect.DeepEqual(next.Query(), want) {
		t.Errorf("next is %s", next)
	}
	// The URL works as it is.
	w.send("GET", next.RequestURI(), "")
	calls := w.taken()
	if last := calls[len(calls)-1].request.(*patientv1.ListPatientsRequest); last.GetPageToken() != "t+/=&1" ||
		last.GetPageSize() != 2 || last.GetCustomFields()["plan"] != "gold" {
		t.Errorf("the service got %v", last)
	}
}

func TestTheLastPageHasNeitherTokenNorNext(t *testing.T) {
	w := newWorld(t)
	w.answer(&patientv1.ListPatientsResponse{})
	if got := w.send("GET", "/v1/patients?pageToken=", "").body; !reflect.DeepEqual(object(t, got), map[string]any{"patients": []any{}}) {
		t.Errorf("got %s", got)
	}
}

func TestNullsAndEmptyListsOfAPatchBecomeClearFields(t *testing.T) {
	cases := []struct {
		body    string
		cleared []string
	}{
		{`{"email":null,"second_name":null,"firstName":"Ana"}`, []string{"email", "secondName"}},
		{`{"phones":[]}`, []string{"phones"}},
		{`{"customFields":null,"phones":null}`, []string{"customFields", "phones"}},
		{`{"customFields":{"plan":null}}`, nil},
		{`{"firstName":"Ana","phones":["+573001234567"]}`, nil},
		{`{}`, nil},
	}
	for _, c := range cases {
		w := newWorld(t)
		if got := w.send("PATCH", "/v1/patients/01A", c.body); got.status != 200 {
			t.Fatalf("%s: %s", c.body, got.body)
		}
		got := w.onlyCall().request.(*patientv1.UpdatePatientRequest)
		if !slices.Equal(got.GetClearFields(), c.cleared) || got.GetId() != "01A" {
			t.Errorf("%s: the service got %v", c.body, got)
		}
	}
}

func TestANullElsewhereIsTheSameAsAbsent(t *testing.T) {
	w := newWorld(t)
	got := w.send("POST", "/v1/patients", `{"firstName":"Ana","email":null,"phones":null,"customFields":null}`)
	want := &patientv1.CreatePatientRequest{FirstName: "Ana"}
	if got.status != 201 || !proto.Equal(w.onlyCall().request, want) {
		t.Errorf("%d: the service got %v", got.status, w.onlyCall().request)
	}
}

func TestSnakeCaseAndRepeatedPathFieldsAreTaken(t *testing.T) {
	w := newWorld(t)
	got := w.send("PUT", "/v1/patients/by-document/CC/1032456789",
		`{"doc_type_id":"CC","docNumber":"1032456789","first_name":"Ana"}`)
	want := &patientv1.UpsertPatientByDocumentRequest{
		DocTypeId: "CC", DocNumber: "1032456789", FirstName: proto.String("Ana"),
	}
	if got.status != 200 || !proto.Equal(w.onlyCall().request, want) {
		t.Errorf("%d: the service got %v", got.status, w.onlyCall().request)
	}
}

func TestAnAnswerOfOneResourceBearsItsETag(t *testing.T) {
	w := newWorld(t)
	w.answer(&patientv1.Patient{Id: "01A", Etag: proto.String(`"7"`)})
	got := w.send("GET", "/v1/patients/01A", "")
	if got.header.Get("ETag") != `"7"` || object(t, got.body)["etag"] != `"7"` {
		t.Errorf("%q: %s", got.header.Get("ETag"), got.body)
	}
	w.answer(&authv1.CreateApiKeyResponse{ApiKey: &authv1.ApiKey{Id: "01KEY", Etag: proto.String(`"1"`)}})
	if got := w.send("POST", "/v1/auth/api-keys", `{}`).header.Get("ETag"); got != `"1"` {
		t.Errorf("the new key's is %q", got)
	}
	w.answer(&patientv1.ListPatientsResponse{Patients: []*patientv1.Patient{{Etag: proto.String(`"7"`)}}})
	if got := w.send("GET", "/v1/patients", ""); len(got.header.Values("ETag")) != 0 {
		t.Errorf("a list's is %q", got.header.Get("ETag"))
	}
}

func TestAnUpsertAnswers201WhereItCreatedAnd200WhereItChanged(t *testing.T) {
	w := newWorld(t)
	const path = "/v1/patients/by-document/CC/1032456789"
	w.answer(&patientv1.Patient{Id: "01A"})
	if got := w.send("PUT", path, `{}`); got.status != 200 || got.header.Get("Location") != "" {
		t.Errorf("changed: %d %q", got.status, got.header.Get("Location"))
	}
	w.respond = func(ctx context.Context, _ string, _ proto.Message) (proto.Message, error) {
		return &patientv1.Patient{Id: "01A"}, grpc.SetHeader(ctx, metadata.Pairs("x-created", "true"))
	}
	if got := w.send("PUT", path, `{}`); got.status != 201 || got.header.Get("Location") != "/v1/patients/01A" {
		t.Errorf("created: %d %q", got.status, got.header.Get("Location"))
	}
}

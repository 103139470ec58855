package edge

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/gateway/internal/docs/examples"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// BenchmarkCreate compares the edge with a bare grpc-gateway before the same services.
func BenchmarkCreate(b *testing.B) {
	body, err := examples.Files.ReadFile("requests/createPatient.bot.json")
	if err != nil {
		b.Fatal(err)
	}
	compare(b, "POST", "/v1/patients", string(body))
}

// BenchmarkGet is the same for a read.
func BenchmarkGet(b *testing.B) { compare(b, "GET", "/v1/patients/01K9ZC4T8B7QJ5W2M3N4P5R6S7", "") }

// BenchmarkList is the same for a page of 50 patients.
func BenchmarkList(b *testing.B) {
	compare(b, "GET", "/v1/patients?pageSize=50", "")
}

// samplePage is a page of patients as bots make them.
func samplePage(b *testing.B, size int) *patientv1.ListPatientsResponse {
	body, err := examples.Files.ReadFile("answers/Patient.json")
	if err != nil {
		b.Fatal(err)
	}
	page := &patientv1.ListPatientsResponse{NextPageToken: proto.String("MDFLOVpDNFQ4Qg")}
	for range size {
		patient := &patientv1.Patient{}
		if err := protojson.Unmarshal(body, patient); err != nil {
			b.Fatal(err)
		}
		page.Patients = append(page.Patients, patient)
	}
	return page
}

// BenchmarkRateLimits is what counting a call costs, without the call.
func BenchmarkRateLimits(b *testing.B) {
	w := newWorld(b)
	conn, err := target{address: w.address}.dial()
	if err != nil {
		b.Fatal(err)
	}
	w.principal = smallPlan
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	limits := newRateLimits(nothing, &Backends{Auth: conn}, ratelimit.NewMemory(), 1_000_000)
	r := httptest.NewRequest("GET", "/v1/patients", nil)
	r.Header.Set("X-Api-Key", "enl_dev_01K9ZC4T8B7QJ5W2M3N4P5R6S7_0123456789012345678901234567890123456789_012345")
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, newExchange(r, "")))
	exchangeOf(r.Context()).client = addressOf(r.RemoteAddr)
	answer := httptest.NewRecorder()
	b.ReportAllocs()
	for b.Loop() {
		limits.ServeHTTP(answer, r)
	}
	if got := answer.Header().Get("RateLimit"); !strings.Contains(got, "tenant") {
		b.Fatal(got)
	}
}

func compare(b *testing.B, method, path, body string) {
	w := newWorld(b)
	page := samplePage(b, 50)
	w.respond = func(ctx context.Context, method string, request proto.Message) (proto.Message, error) {
		w.calls = nil
		if strings.HasSuffix(method, "/ListPatients") {
			return page, nil
		}
		return page.Patients[0], nil
	}
	conn, err := target{address: w.address}.dial()
	if err != nil {
		b.Fatal(err)
	}
	bare := runtime.NewServeMux()
	if err := patientv1.RegisterPatientServiceHandler(context.Background(), bare, conn); err != nil {
		b.Fatal(err)
	}
	for name, handler := range map[string]http.Handler{"edge": w.handler, "bare": bare} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(method, path, strings.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("X-Api-Key", "enl_dev_01K9ZC4T8B7QJ5W2M3N4P5R6S7_x")
				answer := httptest.NewRecorder()
				handler.ServeHTTP(answer, r)
				if answer.Code >= 400 {
					b.Fatal(answer.Body)
				}
			}
		})
	}
}

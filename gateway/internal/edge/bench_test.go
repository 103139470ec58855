package edge

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/gateway/internal/docs/examples"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
)

// BenchmarkCreate compares the edge with a bare grpc-gateway before the same services.
func BenchmarkCreate(b *testing.B) {
	body, err := examples.Files.ReadFile("create-patient.request.json")
	if err != nil {
		b.Fatal(err)
	}
	compare(b, "POST", "/v1/patients", string(body))
}

// BenchmarkGet is the same for a read.
func BenchmarkGet(b *testing.B) { compare(b, "GET", "/v1/patients/01K9ZC4T8B7QJ5W2M3N4P5R6S7", "") }

func compare(b *testing.B, method, path, body string) {
	w := newWorld(b)
	conn, err := dial(w.address)
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

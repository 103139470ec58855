package edge

import (
	"context"
	"strings"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// says makes the services answer a patient and say something beside it.
func (w *world) says(pairs ...string) {
	w.respond = func(ctx context.Context, method string, request proto.Message) (proto.Message, error) {
		if err := grpc.SetHeader(ctx, metadata.Pairs(pairs...)); err != nil {
			return nil, err
		}
		if strings.HasSuffix(method, "/DeletePatient") {
			return emptyAnswer(ctx, method, request)
		}
		return &patientv1.Patient{Id: "01A"}, nil
	}
}

func TestARepeatAnswersAsTheFirstCallAndSaysSo(t *testing.T) {
	w := newWorld(t)
	w.says("idempotency-replayed", "true", "idempotency-omitted", "plaintext")
	got := w.send("POST", "/v1/patients", `{"idempotencyKey":"k"}`)
	if got.status != 201 || got.header.Get("Location") != "/v1/patients/01A" ||
		got.header.Get("Idempotency-Replayed") != "true" || got.header.Get("Idempotency-Omitted") != "plaintext" {
		t.Errorf("%d %v", got.status, got.header)
	}
	if got := w.send("DELETE", "/v1/patients/01A?idempotencyKey=k", ""); got.status != 204 ||
		got.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %v", got.status, got.header)
	}
	if request := w.taken()[1].request.(*patientv1.DeletePatientRequest); request.GetIdempotencyKey() != "k" {
		t.Errorf("the service got %v", request)
	}
	w.says("x-other", "not for callers")
	if got := w.send("POST", "/v1/patients", `{}`); got.header.Get("Idempotency-Replayed") != "" ||
		got.header.Get("X-Other") != "" {
		t.Errorf("%v", got.header)
	}
}

func TestAValidatedCreateClaimsNothingStored(t *testing.T) {
	w := newWorld(t)
	w.says("validate-only", "true", "x-created", "true")
	for _, c := range [][2]string{{"POST", "/v1/patients"}, {"PUT", "/v1/patients/by-document/CC/1032456789"}} {
		got := w.send(c[0], c[1], `{"validateOnly":true}`)
		if got.status != 200 || got.header.Get("Location") != "" || got.header.Get("Validate-Only") != "true" {
			t.Errorf("%v: %d %v", c, got.status, got.header)
		}
	}
}

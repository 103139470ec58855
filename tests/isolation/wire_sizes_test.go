package isolation

import (
	"strings"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

func TestAMessageBeyondFourMebibytesIsRefusedAndTheConnectionGoesOn(t *testing.T) {
	alpha, _ := clinics(t)
	client := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	// Tag and length of the field take five bytes.
	const most = 4_194_304
	for size, want := range map[int]codes.Code{most: codes.NotFound, most + 1: codes.ResourceExhausted, 4 * most: codes.ResourceExhausted} {
		_, err := client.GetPatient(stack.As(t, alpha.Key), &patientv1.GetPatientRequest{Id: strings.Repeat("x", size-5)})
		if status.Code(err) != want {
			t.Errorf("a message of %d bytes: %v instead of %v", size, err, want)
		}
		if code := codeOfGet(client, alpha); code != codes.OK {
			t.Errorf("the next call is answered %v", code)
		}
	}
}

func TestMetadataBeyondEightKibibytesReachNoCall(t *testing.T) {
	alpha, _ := clinics(t)
	client := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	get := func(size int) codes.Code {
		ctx := metadata.AppendToOutgoingContext(stack.As(t, alpha.Key), "x-large", strings.Repeat("x", size))
		_, err := client.GetPatient(ctx, &patientv1.GetPatientRequest{Id: alpha.patient})
		return status.Code(err)
	}
	// Twice of what the gateway passes on, but for the names and the metadata that each call has.
	if code := get(7 << 10); code != codes.OK {
		t.Errorf("metadata of 7 KiB are answered %v", code)
	}
	// gRPC's own client knows the limit by the settings, and does not even send them.
	if code := get(9 << 10); code == codes.OK {
		t.Error("metadata of 9 KiB are taken")
	}
	beside(t, func() {
		for _, size := range []int{9 << 10, 15 << 10} {
			w := newWire(t)
			stream := w.begin("x-api-key", alpha.Key, "x-large", strings.Repeat("Z", size))
			w.finish(stream, &patientv1.GetPatientRequest{Id: alpha.patient})
			w.flush()
			// gRPC 1.51 gives the connection up as well.
			w.await("a refusal", func(h *heard) bool { return h.status[stream] != "" || h.closed })
			if w.has(func(h *heard) bool { return h.status[stream] == "0" }) {
				t.Errorf("metadata of %d bytes are taken", size)
			}
		}
	})
}

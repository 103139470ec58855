package contract

import (
	"strings"
	"testing"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

func TestTheRequestIdOfTheCallerComesBack(t *testing.T) {
	w := theWorld(t)
	for sent, kept := range map[string]bool{
		"caller-chosen.id_1": true, "short": false, "with blank and more": false,
		"0123456789012345678901234567890123456789012345678901234567890123456789": false,
	} {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/patients/" + stack.NewID(), Key: w.alpha.Key,
			Header: map[string]string{"X-Request-Id": sent}})
		if p := answer.Problem(t); (p.RequestID == sent) != kept {
			t.Errorf("%q came back as %q", sent, p.RequestID)
		}
	}
}

func TestRefusalsOfTheEdgeSpeakSpanish(t *testing.T) {
	w := theWorld(t)
	answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/patients", Key: w.alpha.Key,
		Body: `{"surname":"Gil"}`, Header: map[string]string{"Accept-Language": "es-CO"}})
	if p := answer.Problem(t); p.Title != "Solicitud inválida" {
		t.Errorf("the title is %q", p.Title)
	}
}

func TestRefusalsOfTheServicesSpeakTheCallersLanguage(t *testing.T) {
	w := theWorld(t)
	body := with(w.alpha.PatientBody(w.number), stack.Object{"firstName": nil, "docNumber": "1.032"})
	for language, want := range map[string]string{
		"":      "docNumber: must be digits only for docTypeId CC; firstName: is required",
		"fr,en": "docNumber: must be digits only for docTypeId CC; firstName: is required",
		"es":    "docNumber: debe tener solo dígitos para docTypeId CC; firstName: es obligatorio",
	} {
		answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/patients", Key: w.alpha.Key, Body: body,
			Header: map[string]string{"Accept-Language": language}})
		if p := answer.Problem(t); p.Detail != want {
			t.Errorf("%q: %s", language, p.Detail)
		}
	}
}

func TestRefusalsOverGrpcSpeakTheCallersLanguage(t *testing.T) {
	w := theWorld(t)
	patients := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	appointments := appointmentv1.NewAppointmentServiceClient(enlace.Conn(t, stack.Appointment))
	ctx := metadata.AppendToOutgoingContext(stack.As(t, w.alpha.Key), "accept-language", "es-CO")

	_, err := patients.GetPatient(ctx, &patientv1.GetPatientRequest{Id: stack.NewID()})
	if got := status.Convert(err).Message(); got != "No existe ese paciente." {
		t.Error(got)
	}
	_, err = appointments.ListAppointments(ctx, &appointmentv1.ListAppointmentsRequest{State: "PLANNED"})
	for _, detail := range status.Convert(err).Details() {
		if bad, ok := detail.(*errdetails.BadRequest); ok {
			if v := bad.GetFieldViolations()[0]; v.GetField() != "state" || !strings.HasPrefix(v.GetDescription(), "debe ser uno de REQUESTED, ") {
				t.Errorf("%v", v)
			}
			return
		}
	}
	t.Errorf("no BadRequest in %v", err)
}

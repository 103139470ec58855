package contract

import (
	"maps"
	"slices"
	"strings"
	"testing"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

// TestTheSameRefusalsReachGrpcCallers checks code, ErrorInfo, BadRequest and RequestInfo.
func TestTheSameRefusalsReachGrpcCallers(t *testing.T) {
	w := theWorld(t)
	patients := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	appointments := appointmentv1.NewAppointmentServiceClient(enlace.Conn(t, stack.Appointment))
	ctx := stack.As(t, w.alpha.Key)
	create := func(change func(*patientv1.CreatePatientRequest)) func() error {
		return func() error {
			request := &patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE", FirstName: "Luz",
				LastName: "Rojas", DocTypeId: "CC", DocNumber: stack.NewDocument()}
			change(request)
			_, err := patients.CreatePatient(ctx, request)
			return err
		}
	}
	book := func(change func(*appointmentv1.CreateAppointmentRequest)) func() error {
		return func() error {
			request := &appointmentv1.CreateAppointmentRequest{EventType: "APPOINTMENT", ActionType: "CREATE",
				StartAppointment: w.start, EndAppointment: w.end, PatientId: w.patient, DoctorId: w.alpha.Doctor}
			change(request)
			_, err := appointments.CreateAppointment(ctx, request)
			return err
		}
	}
	custom := func(key string, value *structpb.Value) func() error {
		return create(func(r *patientv1.CreatePatientRequest) {
			r.CustomFields = &structpb.Struct{Fields: map[string]*structpb.Value{key: value}}
		})
	}
	before := enlace.TakeSnapshot(t, "")
	for _, c := range []struct {
		name   string
		call   func() error
		code   codes.Code
		reason string
		fields string
	}{
		{"letters in a CC", create(func(r *patientv1.CreatePatientRequest) { r.DocNumber = "A" }),
			codes.InvalidArgument, "FIELD_VIOLATION", "docNumber"},
		{"several mistakes", create(func(r *patientv1.CreatePatientRequest) { r.EventType, r.Email, r.BirthDate = "", "x", "y" }),
			codes.InvalidArgument, "FIELD_VIOLATION", "eventType email birthDate"},
		{"a NUL", create(func(r *patientv1.CreatePatientRequest) { r.FirstName = "A\x00" }),
			codes.InvalidArgument, "FIELD_VIOLATION", "firstName"},
		{"a number that JSON would round", custom("n", structpb.NewNumberValue(1<<53+2)),
			codes.InvalidArgument, "FIELD_VIOLATION", "customFields.n"},
		{"a NUL among custom fields", custom("n", structpb.NewStringValue("\x00")),
			codes.InvalidArgument, "FIELD_VIOLATION", "customFields.n"},
		{"a key that is cut within a letter", custom("a"+strings.Repeat("ñ", 200), structpb.NewNullValue()),
			codes.InvalidArgument, "FIELD_VIOLATION", "customFields.a" + strings.Repeat("ñ", 31)},
		{"a duplicate document", create(func(r *patientv1.CreatePatientRequest) { r.DocNumber = w.number }),
			codes.AlreadyExists, "DOCUMENT_EXISTS", ""},
		{"an absent patient", func() error {
			_, err := patients.GetPatient(ctx, &patientv1.GetPatientRequest{Id: stack.NewID()})
			return err
		}, codes.NotFound, "NOT_FOUND", ""},
		{"a foreign patient", func() error {
			_, err := patients.GetPatient(ctx, &patientv1.GetPatientRequest{Id: w.foreignPatient})
			return err
		}, codes.NotFound, "NOT_FOUND", ""},
		{"a page size of 201", func() error {
			size := int32(201)
			_, err := patients.ListPatients(ctx, &patientv1.ListPatientsRequest{PageSize: &size})
			return err
		}, codes.InvalidArgument, "FIELD_VIOLATION", "pageSize"},
		{"a field to be cleared that nothing bears", func() error {
			_, err := patients.UpdatePatient(ctx, &patientv1.UpdatePatientRequest{Id: w.patient, ClearFields: []string{"id"}})
			return err
		}, codes.InvalidArgument, "FIELD_VIOLATION", "clearFields"},
		{"a taken slot", book(func(*appointmentv1.CreateAppointmentRequest) {}),
			codes.AlreadyExists, "SLOT_TAKEN", ""},
		{"an end before the start", book(func(r *appointmentv1.CreateAppointmentRequest) { r.EndAppointment = "2020-01-01T00:00:00Z" }),
			codes.InvalidArgument, "FIELD_VIOLATION", "endAppointment"},
		{"a patient who is not there", book(func(r *appointmentv1.CreateAppointmentRequest) { r.PatientId = w.foreignPatient }),
			codes.InvalidArgument, "FIELD_VIOLATION", "patientId"},
		{"a missing key", func() error {
			_, err := patients.GetPatient(stack.As(t, ""), &patientv1.GetPatientRequest{Id: w.patient})
			return err
		}, codes.Unauthenticated, "CREDENTIAL_MISSING", ""},
		{"a revoked key", func() error {
			_, err := patients.GetPatient(stack.As(t, w.revoked), &patientv1.GetPatientRequest{Id: w.patient})
			return err
		}, codes.Unauthenticated, "CREDENTIAL_INVALID", ""},
		{"the platform admin's key", func() error {
			_, err := patients.GetPatient(stack.As(t, enlace.AdminKey), &patientv1.GetPatientRequest{Id: w.patient})
			return err
		}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.call()
			got := stack.RefusalOf(err)
			if status.Code(err) != c.code || got.Reason != c.reason || got.Domain != "enlace" || got.RequestID == "" {
				t.Errorf("%v %+v instead of %v %s", err, got, c.code, c.reason)
			}
			want := strings.Fields(c.fields)
			slices.Sort(want)
			if fields := slices.Sorted(maps.Keys(got.Violations)); !slices.Equal(fields, want) {
				t.Errorf("the violations name %q instead of %q", fields, want)
			}
		})
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, "")); len(changed) != 0 {
		t.Errorf("refused calls changed %v", changed)
	}
}

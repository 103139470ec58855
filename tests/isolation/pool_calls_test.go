package isolation

import (
	"context"
	"fmt"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

// request is what one call is about: who calls, and whose rows it names.
type request struct {
	who                                        *tagged
	foreign                                    bool
	patient, number, appointment, site, doctor string
	name                                       string
	custom                                     *structpb.Struct
}

// call is one kind of call of the crowd, and how it must be answered.
type call struct {
	name string
	make func(context.Context, *crowd, request) (proto.Message, error)
	// The id that it names and must be answered with; of a foreign row, NOT_FOUND.
	named func(request) string
	// What its answer must be, of a row of one's own.
	code codes.Code
	// What is wrong with an answer.
	check func(request, proto.Message) string
	// It leaves the service too little time.
	hasty bool
}

func patientOf(r request) string     { return r.patient }
func appointmentOf(r request) string { return r.appointment }
func siteOf(r request) string        { return r.site }
func doctorOf(r request) string      { return r.doctor }

func getPatient(ctx context.Context, c *crowd, id string) (proto.Message, error) {
	return c.patient.GetPatient(ctx, &patientv1.GetPatientRequest{Id: id})
}

func create(ctx context.Context, c *crowd, r request, number string) (proto.Message, error) {
	return c.patient.CreatePatient(ctx, &patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE",
		FirstName: r.name, LastName: "Rojas", DocTypeId: "CC", DocNumber: number, CustomFields: r.custom})
}

func book(ctx context.Context, c *crowd, r request, doctor, start, end string) (proto.Message, error) {
	return c.appointment.CreateAppointment(ctx, &appointmentv1.CreateAppointmentRequest{EventType: "APPOINTMENT",
		ActionType: "CREATE", StartAppointment: start, EndAppointment: end, PatientId: r.who.patients[0],
		DoctorId: doctor, CustomFields: r.custom})
}

func lookUp(ctx context.Context, c *crowd, number string) (proto.Message, error) {
	return c.patient.ListPatients(ctx, &patientv1.ListPatientsRequest{DocTypeId: "CC", DocNumber: number})
}

// isOne finds the own patient of a document, and nobody for a foreign one.
func isOne(r request, answer proto.Message) string {
	found := answer.(*patientv1.ListPatientsResponse).GetPatients()
	switch {
	case r.foreign && len(found) != 0:
		return "a foreign patient"
	case !r.foreign && (len(found) != 1 || found[0].GetId() != r.patient):
		return "not the patient of that document"
	}
	return ""
}

// kinds are made in any order by every clinic, on the same connections.
var kinds = []call{
	// Of one row by its id.
	{name: "get patient", named: patientOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return getPatient(ctx, c, r.patient)
	}},
	{name: "resolve patient", named: patientOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.patient.ResolvePatient(ctx, &patientv1.ResolvePatientRequest{Id: r.patient})
	}},
	{name: "update patient", named: patientOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.patient.UpdatePatient(ctx, &patientv1.UpdatePatientRequest{Id: r.patient, FirstName: &r.name})
	}},
	{name: "get appointment", named: appointmentOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.appointment.GetAppointment(ctx, &appointmentv1.GetAppointmentRequest{Id: r.appointment})
	}},
	{name: "update appointment", named: appointmentOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.appointment.UpdateAppointment(ctx, &appointmentv1.UpdateAppointmentRequest{Id: r.appointment, Comment: &r.name})
	}},
	{name: "get location", named: siteOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.directory.GetLocation(ctx, &appointmentv1.GetLocationRequest{Id: r.site})
	}},
	{name: "get practitioner", named: doctorOf, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.directory.GetPractitioner(ctx, &appointmentv1.GetPractitionerRequest{Id: r.doctor})
	}},
	{name: "get patient in a hurry", named: patientOf, hasty: true, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return getPatient(ctx, c, r.patient)
	}},

	// That name no row, or only filter by one.
	{name: "look up patient", check: isOne, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return lookUp(ctx, c, r.number)
	}},
	{name: "look up patient in a hurry", check: isOne, hasty: true, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return lookUp(ctx, c, r.number)
	}},
	{name: "create patient", make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return create(ctx, c, r, stack.NewDocument())
	}},
	{name: "book", make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		start, end := stack.NewSlot()
		return book(ctx, c, r, r.who.Doctor, start, end)
	}},
	{name: "list patients", make: func(ctx context.Context, c *crowd, _ request) (proto.Message, error) {
		return c.patient.ListPatients(ctx, &patientv1.ListPatientsRequest{})
	}},
	{name: "list appointments", make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.appointment.ListAppointments(ctx, &appointmentv1.ListAppointmentsRequest{PatientId: r.patient})
	}, check: func(r request, answer proto.Message) string {
		for _, a := range answer.(*appointmentv1.ListAppointmentsResponse).GetAppointments() {
			if r.foreign || a.GetPatientId() != r.patient {
				return fmt.Sprintf("an appointment of %s", a.GetPatientId())
			}
		}
		return ""
	}},
	{name: "list locations", make: func(ctx context.Context, c *crowd, _ request) (proto.Message, error) {
		return c.directory.ListLocations(ctx, &appointmentv1.ListLocationsRequest{})
	}},
	{name: "list events", make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.audit.ListAuditEvents(ctx, &auditv1.ListAuditEventsRequest{ResourceId: r.patient})
	}},

	// That are refused, by the rules or by the database.
	{name: "get a malformed id", code: codes.NotFound, make: func(ctx context.Context, c *crowd, _ request) (proto.Message, error) {
		return getPatient(ctx, c, "' OR true --")
	}},
	{name: "get an absent id", code: codes.NotFound, make: func(ctx context.Context, c *crowd, _ request) (proto.Message, error) {
		return getPatient(ctx, c, stack.NewID())
	}},
	{name: "look up a NUL", code: codes.InvalidArgument, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return lookUp(ctx, c, r.number+"\x00")
	}},
	{name: "create a document again", code: codes.AlreadyExists, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return create(ctx, c, r, r.who.numbers[0])
	}},
	{name: "book a taken half hour", code: codes.AlreadyExists, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return book(ctx, c, r, r.who.Doctor, r.who.start, r.who.end)
	}},
	{name: "book an absent doctor", code: codes.InvalidArgument, make: func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		start, end := stack.NewSlot()
		return book(ctx, c, r, stack.NewID(), start, end)
	}},
}

package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"
)

// Workload is one kind of request, which the load client sends (client/workloads.cpp) and whose SQL
// pgbench runs.
type Workload struct {
	Name, Title string
	// Service answers it; its database is the one that pgbench works on.
	Service string
	// Process answers it when it is not the service's usual one.
	Process string
	// Recorded: the answer leaves only after an access record is durable, so that pgbench inserts
	// one too.
	Recorded bool
	// SQLOf names another workload that runs the same SQL; empty: its own.
	SQLOf string
	// FirstTenant: only the first tenant's requests are sent.
	FirstTenant bool
	// Several: the call reads in several transactions, one after the other.
	Several bool
	// Sample sends one such request for the tenant and says what differs in others; nil: there is no
	// SQL beside it.
	Sample func(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error)
}

// Difference says how the captured SQL of a sample becomes that of all requests.
type Difference struct {
	Variations []Variation
	// Sets are the variables of a tenant's script.
	Sets func(Tenant) []string
}

// Workloads are all that can be measured over gRPC.
var Workloads = []Workload{
	{Name: "echo", Title: "echo: the standard health check", Service: "patient"},
	{Name: "refuse", Title: "a call that the pipeline answers without the database", Service: "patient"},
	{Name: "read", Title: "get without access record (a doctor)", Service: "appointment", Sample: sampleRead},
	{Name: "get", Title: "get with its access record", Service: "patient", Recorded: true, Sample: sampleGet},
	{Name: "lookup", Title: "lookup by document, recorded", Service: "patient", Recorded: true, Sample: sampleLookup},
	{Name: "filter", Title: "custom-field filter, recorded", Service: "patient", Recorded: true, Sample: sampleFilter},
	{Name: "list", Title: "list of 50, recorded", Service: "patient", Recorded: true, Sample: sampleList},
	{Name: "create", Title: "create a patient", Service: "patient", Sample: sampleCreate},
	{Name: "search", Title: "three offers of 200 doctors within 90 days", Service: "appointment",
		FirstTenant: true, Several: true, Sample: sampleSearch},
	{Name: "search-empty", Title: "nothing free with 200 doctors within 90 days, and why", Service: "appointment",
		FirstTenant: true, Several: true, Sample: sampleEmptySearch},
	{Name: "book", Title: "book, without the patient's check", Service: "appointment", Process: aloneProcess, Sample: sampleBook},
	{Name: "book-checked", Title: "book; the service checks the patient, pgbench does not", Service: "appointment", SQLOf: "book", Sample: sampleBook},
}

// Number in the middle of the tenant's, which a sample uses.
func middleOf(first, count int64) int64 { return first + count/2 }

// anyPatient lets the sample's patient be any of the tenant's but the last `spared`.
func anyPatient(sample, spared int64) Difference {
	return Difference{
		Variations: []Variation{{Text: fmt.Sprint(sample), By: ":n"}},
		Sets: func(t Tenant) []string {
			return []string{fmt.Sprintf("n random(%d, %d)", t.FirstPatient, t.FirstPatient+t.Patients-1-spared)}
		},
	}
}

func sampleGet(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error) {
	n := middleOf(t.FirstPatient, t.Patients)
	_, err := patientv1.NewPatientServiceClient(conn).GetPatient(ctx,
		&patientv1.GetPatientRequest{Id: seededID(n)})
	return anyPatient(n, 0), err
}

func sampleRead(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error) {
	n := middleOf(t.FirstDoctor, t.Doctors)
	_, err := appointmentv1.NewDirectoryServiceClient(conn).GetPractitioner(ctx,
		&appointmentv1.GetPractitionerRequest{Id: seededID(n)})
	return anyDoctor(n), err
}

func anyDoctor(sample int64) Difference {
	return Difference{
		Variations: []Variation{{Text: fmt.Sprint(sample), By: ":d"}},
		Sets: func(t Tenant) []string {
			return []string{fmt.Sprintf("d random(%d, %d)", t.FirstDoctor, t.FirstDoctor+t.Doctors-1)}
		},
	}
}

// always are variables that do not depend on the tenant.
func always(sets ...string) func(Tenant) []string {
	return func(Tenant) []string { return sets }
}

// sampleList asks for the first page, which begins after the nil id; the others begin after a patient's.
func sampleList(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error) {
	size := int32(50)
	difference := anyPatient(0, 60)
	difference.Variations = []Variation{{Text: nilUUID, By: seededPrefix + ":n"}}
	return difference, listed(ctx, conn, 50, &patientv1.ListPatientsRequest{PageSize: &size})
}

func sampleLookup(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error) {
	n := middleOf(t.FirstPatient, t.Patients)
	return anyPatient(n, 0), listed(ctx, conn, 1,
		&patientv1.ListPatientsRequest{DocTypeId: "CC", DocNumber: fmt.Sprint(n)})
}

func sampleFilter(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error) {
	n := middleOf(t.FirstPatient, t.Patients)
	return anyPatient(n, 0), listed(ctx, conn, 1,
		&patientv1.ListPatientsRequest{CustomFields: map[string]string{"crmId": fmt.Sprintf("crm-%d", n)}})
}

func listed(ctx context.Context, conn *grpc.ClientConn, want int, request *patientv1.ListPatientsRequest) error {
	page, err := patientv1.NewPatientServiceClient(conn).ListPatients(ctx, request)
	if err == nil && len(page.GetPatients()) != want {
		return fmt.Errorf("the list has %d patients, not %d", len(page.GetPatients()), want)
	}
	return err
}

func sampleCreate(ctx context.Context, conn *grpc.ClientConn, _ Tenant) (Difference, error) {
	const number, phone = "987654321012", "9876543"
	fields, err := structpb.NewStruct(map[string]any{"crmId": "crm-" + number, "plan": "gold",
		"visits": 3, "consent": true})
	if err != nil {
		return Difference{}, err
	}
	made, err := patientv1.NewPatientServiceClient(conn).CreatePatient(ctx, &patientv1.CreatePatientRequest{
		EventType: "PATIENT", ActionType: "CREATE", FirstName: "María", SecondName: "José",
		LastName: "Rodríguez", SecondLastName: "Pérez", BirthDate: "1990-04-12", GenderId: "F",
		DocTypeId: "CC", DocNumber: number, Phones: []string{"+57310" + phone},
		Email: "p" + number + "@example.com", EpsId: "EPS005", HabeasData: true, CustomFields: fields})
	if err != nil {
		return Difference{}, err
	}
	uuid, err := uuidOf(made.GetId())
	if err != nil {
		return Difference{}, err
	}
	id, sets := freshUUID(uuid, "i")
	return Difference{
		Variations: []Variation{id, {Text: number, By: ":n"}, {Text: phone, By: ":p"}},
		Sets:       always(append(sets, "n random(100000000000, 999999999999)", "p random(1000000, 9999999)")...),
	}, nil
}

func sampleBook(ctx context.Context, conn *grpc.ClientConn, t Tenant) (Difference, error) {
	n, d := middleOf(t.FirstPatient, t.Patients), middleOf(t.FirstDoctor, t.Doctors)
	fields, err := structpb.NewStruct(map[string]any{"channel": "whatsapp"})
	if err != nil {
		return Difference{}, err
	}
	made, err := appointmentv1.NewAppointmentServiceClient(conn).CreateAppointment(ctx,
		&appointmentv1.CreateAppointmentRequest{EventType: "APPOINTMENT", ActionType: "CREATE",
			StartAppointment: "2195-04-12T10:15:00Z", EndAppointment: "2195-04-12T10:29:00Z",
			PatientId: seededID(n), DoctorId: seededID(d), Modality: "IN_PERSON",
			AppointmentType: "GENERAL", CustomFields: fields})
	if err != nil {
		return Difference{}, err
	}
	uuid, err := uuidOf(made.GetId())
	if err != nil {
		return Difference{}, err
	}
	id, sets := freshUUID(uuid, "i")
	doctor, patient := anyDoctor(d), anyPatient(n, 0)
	// Hour, minute and second without colons, which pgbench would take for variables.
	const start, end = ":y-:m-:w :s", ":y-:m-:w :e"
	slot := always(append(sets, "y random(2030, 2189)", "m random(1, 12)", "w random(1, 28)",
		"s random(10, 23) * 10000 + random(0, 3) * 1500", "e :s + 1400")...)
	return Difference{
		Variations: slices.Concat([]Variation{id, {Text: "2195-04-12 10:15:00", By: start},
			{Text: "2195-04-12 10:29:00", By: end}}, doctor.Variations, patient.Variations),
		Sets: func(t Tenant) []string { return slices.Concat(slot(t), doctor.Sets(t), patient.Sets(t)) },
	}, nil
}

// The load client's requests differ in the day of the week, which is not in the SQL; all look at the
// same 90 days.
func sampleSearch(ctx context.Context, conn *grpc.ClientConn, _ Tenant) (Difference, error) {
	return searched(ctx, conn, 3, &appointmentv1.SearchSlotsRequest{Days: []string{"WED"}, PartOfDay: "AFTERNOON"})
}

func sampleEmptySearch(ctx context.Context, conn *grpc.ClientConn, _ Tenant) (Difference, error) {
	return searched(ctx, conn, 0, &appointmentv1.SearchSlotsRequest{Days: []string{"WED"}, PartOfDay: "EVENING"})
}

func searched(ctx context.Context, conn *grpc.ClientConn, want int, request *appointmentv1.SearchSlotsRequest) (Difference, error) {
	request.Specialty = "medicina general"
	request.Latest = time.Now().Add(90 * 24 * time.Hour).Format(time.RFC3339)
	answer, err := appointmentv1.NewSlotServiceClient(conn).SearchSlots(ctx, request)
	if err == nil && len(answer.GetOffers()) != want {
		err = fmt.Errorf("the search has %d offers, not %d", len(answer.GetOffers()), want)
	}
	return Difference{Sets: always()}, err
}

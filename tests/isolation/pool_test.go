package isolation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	relayed     = 10 * time.Second
	tenants     = 20
	callers     = 16
	mixedCalls  = 6000
	ownPatients = 3
)

var tagPattern = regexp.MustCompile(`ztag[0-9]+z`)

// tagged is a clinic all of whose rows carry its tag.
type tagged struct {
	*stack.Clinic
	tag                    string
	patients, appointments []string
}

func newTagged(t *testing.T, n int) *tagged {
	t.Helper()
	tag := fmt.Sprintf("ztag%dz", n)
	c := &tagged{Clinic: enlace.NewClinic(t, "Clinic "+tag), tag: tag}
	for range ownPatients {
		id, number := c.NewPatient(t)
		c.patients = append(c.patients, id)
		c.appointments = append(c.appointments, c.NewAppointment(t, number))
	}
	return c
}

// crowd makes mixed calls of many tenants to services whose pools have two connections.
type crowd struct {
	t            *testing.T
	all          []*tagged
	patient      patientv1.PatientServiceClient
	appointment  appointmentv1.AppointmentServiceClient
	directory    appointmentv1.DirectoryServiceClient
	audit        auditv1.AuditServiceClient
	answered     atomic.Int64
	refused      sync.Map
	foreignReads atomic.Int64
}

func TestNoTenantSeesAnothersRowsThroughAPoolOfTwo(t *testing.T) {
	c := &crowd{t: t,
		patient:     patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient)),
		appointment: appointmentv1.NewAppointmentServiceClient(enlace.Conn(t, stack.Appointment)),
		directory:   appointmentv1.NewDirectoryServiceClient(enlace.Conn(t, stack.Appointment)),
		audit:       auditv1.NewAuditServiceClient(enlace.Conn(t, stack.Audit))}
	for i := range tenants {
		c.all = append(c.all, newTagged(t, i))
	}
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() {
			random := rand.New(rand.NewPCG(uint64(caller), 7))
			for range mixedCalls / callers {
				c.oneCall(random)
			}
		})
	}
	group.Wait()
	c.refused.Range(func(code, n any) bool {
		t.Logf("%v: %d", code, n.(*atomic.Int64).Load())
		return true
	})
	if n := c.answered.Load(); n < mixedCalls/2 {
		t.Errorf("only %d of %d calls were answered", n, mixedCalls)
	}
	if c.foreignReads.Load() == 0 {
		t.Error("no call asked for a foreign row")
	}
	c.mustHoldOwnRowsOnly()
}

// oneCall makes one call of a random clinic; sometimes it asks for another clinic's row.
func (c *crowd) oneCall(random *rand.Rand) {
	who := c.all[random.IntN(len(c.all))]
	whose := who
	if random.IntN(4) == 0 {
		whose = c.all[random.IntN(len(c.all))]
	}
	foreign := whose != who
	patient := whose.patients[random.IntN(len(whose.patients))]
	appointment := whose.appointments[random.IntN(len(whose.appointments))]
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "x-api-key", who.Key)
	name := "Luz " + who.tag
	custom, _ := structpb.NewStruct(map[string]any{"clinic": who.tag})

	var answer proto.Message
	var err error
	named := true
	switch random.IntN(11) {
	case 0:
		answer, err = c.patient.GetPatient(ctx, &patientv1.GetPatientRequest{Id: patient})
	case 1:
		answer, err = c.appointment.GetAppointment(ctx, &appointmentv1.GetAppointmentRequest{Id: appointment})
	case 2:
		answer, err = c.patient.UpdatePatient(ctx, &patientv1.UpdatePatientRequest{Id: patient, FirstName: &name})
	case 3:
		answer, err = c.appointment.UpdateAppointment(ctx, &appointmentv1.UpdateAppointmentRequest{Id: appointment, Comment: &name})
	case 4:
		answer, err = c.patient.ResolvePatient(ctx, &patientv1.ResolvePatientRequest{Id: patient})
	case 5:
		named = false
		start, end := stack.NewSlot()
		answer, err = c.appointment.CreateAppointment(ctx, &appointmentv1.CreateAppointmentRequest{EventType: "APPOINTMENT",
			ActionType: "CREATE", StartAppointment: start, EndAppointment: end, PatientId: who.patients[0],
			DoctorId: who.Doctor, CustomFields: custom})
	case 6:
		named = false
		answer, err = c.patient.CreatePatient(ctx, &patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE",
			FirstName: name, LastName: "Rojas", DocTypeId: "CC", DocNumber: stack.NewDocument(), CustomFields: custom})
	case 7:
		named = false
		answer, err = c.patient.ListPatients(ctx, &patientv1.ListPatientsRequest{})
	case 8:
		named = false
		answer, err = c.appointment.ListAppointments(ctx, &appointmentv1.ListAppointmentsRequest{PatientId: patient})
	case 9:
		named = false
		answer, err = c.directory.ListLocations(ctx, &appointmentv1.ListLocationsRequest{})
	case 10:
		named = false
		answer, err = c.audit.ListAuditEvents(ctx, &auditv1.ListAuditEventsRequest{ResourceId: patient})
	}
	c.judge(who, foreign && named, answer, err)
}

func (c *crowd) judge(who *tagged, foreign bool, answer proto.Message, err error) {
	code := status.Code(err)
	if code != codes.OK {
		n, _ := c.refused.LoadOrStore(code, new(atomic.Int64))
		n.(*atomic.Int64).Add(1)
	} else {
		c.answered.Add(1)
	}
	switch {
	case foreign:
		c.foreignReads.Add(1)
		if code == codes.OK {
			c.t.Errorf("%s got a foreign row: %v", who.tag, answer)
		}
	case code == codes.NotFound, code == codes.InvalidArgument, code == codes.Internal, code == codes.Unauthenticated:
		c.t.Errorf("%s was refused its own rows: %v", who.tag, err)
	case code == codes.OK:
		for _, tag := range tagPattern.FindAllString(protojson.Format(answer), -1) {
			if tag != who.tag {
				c.t.Errorf("%s got a row of %s", who.tag, tag)
			}
		}
	}
}

// mustHoldOwnRowsOnly looks past every policy whether each row carries the tag of its own tenant.
func (c *crowd) mustHoldOwnRowsOnly() {
	for _, who := range c.all {
		for service, tables := range map[string][]string{stack.Patient: {"patients"}, stack.Appointment: {"appointments", "locations"}} {
			for _, table := range tables {
				foreign := fmt.Sprintf("SELECT count(*) FROM %s r WHERE tenant_id = '%s' AND (r::text ~ 'ztag[0-9]+z') AND r::text !~ '%s'",
					table, stack.UUID(c.t, who.ID), who.tag)
				if n := enlace.Count(c.t, stack.Database(service), foreign); n != 0 {
					c.t.Errorf("%d rows of %s in %s are another's", n, who.tag, table)
				}
			}
		}
	}
}

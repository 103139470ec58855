package isolation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
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
	relayed = 30 * time.Second
	tenants = 20
	callers = 16
	// mixedCalls is overridden by ENLACE_ISOLATION_CALLS, for long runs.
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

func callsOf(t *testing.T) int {
	t.Helper()
	text := os.Getenv("ENLACE_ISOLATION_CALLS")
	if text == "" {
		return mixedCalls
	}
	calls, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("ENLACE_ISOLATION_CALLS: %v", err)
	}
	return calls
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
	calls := callsOf(t)
	for i := range tenants {
		c.all = append(c.all, newTagged(t, i))
	}
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() {
			random := rand.New(rand.NewPCG(uint64(caller), 7))
			for range calls / callers {
				c.oneCall(random)
			}
		})
	}
	group.Wait()
	c.refused.Range(func(code, n any) bool {
		t.Logf("%v: %d", code, n.(*atomic.Int64).Load())
		return true
	})
	if n := c.answered.Load(); n < int64(calls/2) {
		t.Errorf("only %d of %d calls were answered", n, calls)
	}
	if c.foreignReads.Load() == 0 {
		t.Error("no call asked for a foreign row")
	}
	c.mustHoldOwnRowsOnly()
}

// request is what one call is about: who calls, and whose rows it names.
type request struct {
	who                  *tagged
	patient, appointment string
	name                 string
	custom               *structpb.Struct
}

type answerOf func(context.Context, *crowd, request) (proto.Message, error)

// byID are calls that name a row, which may be foreign.
var byID = []answerOf{
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.patient.GetPatient(ctx, &patientv1.GetPatientRequest{Id: r.patient})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.patient.ResolvePatient(ctx, &patientv1.ResolvePatientRequest{Id: r.patient})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.patient.UpdatePatient(ctx, &patientv1.UpdatePatientRequest{Id: r.patient, FirstName: &r.name})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.appointment.GetAppointment(ctx, &appointmentv1.GetAppointmentRequest{Id: r.appointment})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.appointment.UpdateAppointment(ctx, &appointmentv1.UpdateAppointmentRequest{Id: r.appointment, Comment: &r.name})
	},
}

// atHome are calls that name no row, or only filter by one: they succeed whatever they name.
var atHome = []answerOf{
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.patient.CreatePatient(ctx, &patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE",
			FirstName: r.name, LastName: "Rojas", DocTypeId: "CC", DocNumber: stack.NewDocument(), CustomFields: r.custom})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		start, end := stack.NewSlot()
		return c.appointment.CreateAppointment(ctx, &appointmentv1.CreateAppointmentRequest{EventType: "APPOINTMENT",
			ActionType: "CREATE", StartAppointment: start, EndAppointment: end, PatientId: r.who.patients[0],
			DoctorId: r.who.Doctor, CustomFields: r.custom})
	},
	func(ctx context.Context, c *crowd, _ request) (proto.Message, error) {
		return c.patient.ListPatients(ctx, &patientv1.ListPatientsRequest{})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.appointment.ListAppointments(ctx, &appointmentv1.ListAppointmentsRequest{PatientId: r.patient})
	},
	func(ctx context.Context, c *crowd, _ request) (proto.Message, error) {
		return c.directory.ListLocations(ctx, &appointmentv1.ListLocationsRequest{})
	},
	func(ctx context.Context, c *crowd, r request) (proto.Message, error) {
		return c.audit.ListAuditEvents(ctx, &auditv1.ListAuditEventsRequest{ResourceId: r.patient})
	},
}

// oneCall makes one call of a random clinic; sometimes it names another clinic's rows.
func (c *crowd) oneCall(random *rand.Rand) {
	who := c.all[random.IntN(len(c.all))]
	whose := who
	if random.IntN(4) == 0 {
		whose = c.all[random.IntN(len(c.all))]
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "x-api-key", who.Key)
	custom, err := structpb.NewStruct(map[string]any{"clinic": who.tag})
	if err != nil {
		c.t.Error(err)
	}
	r := request{who: who, name: "Luz " + who.tag, custom: custom,
		patient:     whose.patients[random.IntN(len(whose.patients))],
		appointment: whose.appointments[random.IntN(len(whose.appointments))]}
	if at := random.IntN(len(byID) + len(atHome)); at < len(byID) {
		answer, err := byID[at](ctx, c, r)
		c.judge(who, whose != who, answer, err)
	} else {
		answer, err := atHome[at-len(byID)](ctx, c, r)
		c.judge(who, false, answer, err)
	}
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

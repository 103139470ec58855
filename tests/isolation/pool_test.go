package isolation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
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
	relayed     = 30 * time.Second
	callers     = 16
	ownPatients = 3
)

var tagPattern = regexp.MustCompile(`ztag[0-9]+z`)

// tagged is a clinic all of whose rows carry its tag.
type tagged struct {
	*stack.Clinic
	tag                             string
	patients, numbers, appointments []string
	// The half hour of the last appointment.
	start, end string
}

func newTagged(t *testing.T, n int) *tagged {
	t.Helper()
	tag := fmt.Sprintf("ztag%dz", n)
	c := &tagged{Clinic: enlace.NewClinic(t, "Clinic "+tag), tag: tag}
	for range ownPatients {
		id, number := c.NewPatient(t)
		c.patients, c.numbers = append(c.patients, id), append(c.numbers, number)
		c.start, c.end = stack.NewSlot()
		booked := c.Must(t, 201, "POST", "/v1/appointments", c.BookingBody(number, c.start, c.end))
		c.appointments = append(c.appointments, booked.Text("id"))
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
	answers      sync.Map
	asWanted     atomic.Int64
	foreignReads atomic.Int64
}

func TestNoTenantSeesAnothersRowsThroughAPoolOfTwo(t *testing.T) {
	c := &crowd{t: t,
		patient:     patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient)),
		appointment: appointmentv1.NewAppointmentServiceClient(enlace.Conn(t, stack.Appointment)),
		directory:   appointmentv1.NewDirectoryServiceClient(enlace.Conn(t, stack.Appointment)),
		audit:       auditv1.NewAuditServiceClient(enlace.Conn(t, stack.Audit))}
	calls := stack.Times(1_000_000, 20_000)
	for i := range stack.Times(50, 20) {
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
	c.answers.Range(func(code, n any) bool {
		t.Logf("%v: %d", code, n.(*atomic.Int64).Load())
		return true
	})
	if n := c.asWanted.Load(); n < int64(calls*3/4) {
		t.Errorf("only %d of %d calls were answered", n, calls)
	}
	if c.foreignReads.Load() == 0 {
		t.Error("no call asked for a foreign row")
	}
	c.mustHoldOwnRowsOnly()
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
	at := random.IntN(ownPatients)
	r := request{who: who, foreign: whose != who, name: "Luz " + who.tag, custom: custom,
		patient: whose.patients[at], number: whose.numbers[at], appointment: whose.appointments[at],
		site: whose.Site, doctor: whose.Doctor}
	made := kinds[random.IntN(len(kinds))]
	if made.hasty {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, time.Duration(1+random.IntN(5))*time.Millisecond)
		defer stop()
	}
	answer, err := made.make(ctx, c, r)
	c.judge(made, r, answer, err)
}

// busy are the answers of a crowded service, to whomever.
var busy = []codes.Code{codes.ResourceExhausted, codes.Unavailable, codes.DeadlineExceeded, codes.Aborted}

func (c *crowd) judge(made call, r request, answer proto.Message, err error) {
	code := status.Code(err)
	n, _ := c.answers.LoadOrStore(code, new(atomic.Int64))
	n.(*atomic.Int64).Add(1)
	wanted := made.code
	if made.named != nil && r.foreign {
		wanted = codes.NotFound
		c.foreignReads.Add(1)
	}
	if code != wanted {
		if !slices.Contains(busy, code) {
			c.t.Errorf("%s by %s, foreign: %v: %v instead of %v: %v %v", made.name, r.who.tag, r.foreign, code, wanted, answer, err)
		}
		return
	}
	c.asWanted.Add(1)
	if code != codes.OK {
		return
	}
	if named, ok := answer.(interface{ GetId() string }); ok && made.named != nil && named.GetId() != made.named(r) {
		c.t.Errorf("%s by %s asked for %s and got %s", made.name, r.who.tag, made.named(r), named.GetId())
	}
	for _, tag := range tagPattern.FindAllString(protojson.Format(answer), -1) {
		if tag != r.who.tag {
			c.t.Errorf("%s by %s got a row of %s", made.name, r.who.tag, tag)
		}
	}
	if made.check != nil {
		if fault := made.check(r, answer); fault != "" {
			c.t.Errorf("%s by %s, foreign: %v: %s: %v", made.name, r.who.tag, r.foreign, fault, answer)
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

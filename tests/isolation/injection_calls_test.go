package isolation

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// everybody is those who together may call every RPC.
type everybody struct {
	clinic owned
	person *stack.Person
	// service is the key of a process.
	service string
	// conns are connections by the certificate of one.
	conns map[string]*grpc.ClientConn
	rpcs  []rpc
}

func newEverybody(t *testing.T) *everybody {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(enlace.Dir, "secrets", "patient.key"))
	if err != nil {
		t.Fatal(err)
	}
	return &everybody{clinic: newOwned(t, "Injected"), person: enlace.Register(t, "Injected people"),
		service: strings.TrimSpace(string(key)), conns: map[string]*grpc.ClientConn{}, rpcs: everyRPC(t)}
}

// injection is an RPC by somebody who may call it.
type injection struct {
	rpc
	*everybody
	key string
	by  *grpc.ClientConn
}

func (c *everybody) of(t *testing.T, r rpc) injection {
	t.Helper()
	may := func(role commonv1.Role) bool { return slices.Contains(r.rule().GetRoles(), role) }
	one := injection{rpc: r, everybody: c, by: enlace.Conn(t, r.service)}
	switch {
	case r.byLink():
	case may(commonv1.Role_ROLE_SERVICE_ACCOUNT):
		one.key = c.clinic.Key
	case may(commonv1.Role_ROLE_PLATFORM_ADMIN):
		one.key = enlace.AdminKey
	case may(commonv1.Role_ROLE_INTERNAL_SERVICE):
		one.key, one.by = c.service, c.conn(t, r.service, r.rule().GetCallers()[0])
	case may(commonv1.Role_ROLE_ORGANIZATION_ADMIN):
		// A session of its own: a call may end it.
		enlace.ForgetAttempts(t)
		one.key = c.person.Login(t).AccessToken
	default:
		t.Fatalf("nobody here may call %s", r.name())
	}
	return one
}

func (c *everybody) conn(t *testing.T, host, certificate string) *grpc.ClientConn {
	t.Helper()
	name := host + " " + certificate
	if c.conns[name] == nil {
		conn, err := grpc.NewClient(enlace.Address(host), grpc.WithTransportCredentials(enlace.Credentials(t, certificate)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		c.conns[name] = conn
	}
	return c.conns[name]
}

// call makes the call, once more if too many attempts have come from here.
func (c injection) call(t *testing.T, request proto.Message) (*dynamicpb.Message, error) {
	t.Helper()
	answer, err := c.once(t, request)
	if status.Code(err) == codes.ResourceExhausted {
		enlace.ForgetAttempts(t)
		return c.once(t, request)
	}
	return answer, err
}

func (c injection) once(t *testing.T, request proto.Message) (*dynamicpb.Message, error) {
	t.Helper()
	if c.method.IsStreamingServer() {
		return c.rpc.call(t, c.key, request)
	}
	answer := dynamicpb.NewMessage(c.method.Output())
	return answer, c.by.Invoke(stack.As(t, c.key), c.name(), request, answer)
}

// callWith makes the call with a value of metadata, which may stand in the credential's place.
func (c injection) callWith(t *testing.T, name, value string) (*dynamicpb.Message, error) {
	t.Helper()
	answer := dynamicpb.NewMessage(c.method.Output())
	key := c.key
	if name == "x-api-key" || name == "authorization" {
		key = ""
	}
	ctx := metadata.AppendToOutgoingContext(stack.As(t, key), name, value)
	return answer, c.by.Invoke(ctx, c.name(), c.request(t), answer)
}

// getter is the RPC that reads what this one creates; nil of an RPC that creates nothing.
func (c injection) getter() *rpc {
	resource, creates := strings.CutPrefix(string(c.method.Name()), "Create")
	for _, r := range c.rpcs {
		if creates && string(r.method.Name()) == "Get"+resource && r.method.Input().Fields().ByName("id") != nil {
			return &r
		}
	}
	return nil
}

// request is what the RPC takes from the caller: of the clinic's own where it asks for an id.
func (c injection) request(t *testing.T) *dynamicpb.Message {
	t.Helper()
	request := dynamicpb.NewMessage(c.method.Input())
	text := whole(c.clinic, c.method.Input().Name())
	if text == "" {
		text = valid(c.clinic, c.rpc)
	}
	if err := protojson.Unmarshal([]byte(text), request); err != nil {
		t.Fatalf("%s: %v", c.name(), err)
	}
	creates := strings.HasPrefix(string(c.method.Name()), "Create") && c.key == c.clinic.Key
	setBool(request, "validate_only", !creates)
	if id := c.method.Input().Fields().ByName("id"); id != nil && request.Get(id).String() == "" {
		request.Set(id, protoreflect.ValueOfString(c.idOf(string(c.method.Name()))))
	}
	return request
}

// idOf is the id of what an RPC is named for.
func (c injection) idOf(method string) string {
	ids := c.clinic.ids()
	for _, resource := range []struct{ suffix, kind string }{
		{"PractitionerRole", "role"}, {"Practitioner", "doctor"}, {"Location", "site"}, {"AppointmentType", "appointment type"},
		{"Room", "room"}, {"ScheduleException", "exception"}, {"CalendarFeed", "calendar feed"}, {"WaitlistEntry", "waitlist entry"},
		{"WaitlistOffer", "waitlist entry"}, {"Slot", "hold"}, {"Appointment", "appointment"}, {"Patient", "patient"},
		{"PatientAccesses", "patient"}, {"ApiKey", "key"}, {"Tenant", "tenant"},
	} {
		if strings.HasSuffix(method, resource.suffix) {
			return ids[resource.kind]
		}
	}
	return stack.NewID()
}

// whole fills requests of which `valid` has no more than what it takes to judge an id.
func whole(c owned, request protoreflect.Name) string {
	const person = `"email":"injected@example.com","firstName":"Ana","lastName":"Gil"`
	switch request {
	case "RecordAuditEventsRequest":
		return `{"events":[{"tenantId":"` + c.ID + `","event":{"id":"` + stack.NewID() + `","occurredAt":"2026-11-30T00:00:00Z",` +
			`"eventType":"WRITE","action":"CREATE","resourceType":"Patient","resourceId":"` + stack.NewID() + `",` +
			`"actor":{"type":"API_KEY","id":"` + c.KeyID + `"},"success":true,"resourceVersion":"1"},"afterJson":"{}"}]}`
	case "RegisterClinicRequest":
		return `{"clinicName":"Another","ownerFirstName":"Ana","ownerLastName":"Gil","ownerEmail":"injected@example.com","password":"` + stack.Password + `"}`
	case "LoginRequest":
		return `{"email":"injected@example.com","password":"` + stack.Password + `"}`
	case "CreateTenantRequest":
		return `{"name":"Another"}`
	case "CreateWorkflowRequest":
		return `{"name":"flow_` + stack.NewDocument() + `"}`
	case "CreateInvitationRequest":
		return `{"email":"injected@example.com","role":"provider"}`
	case "AddDoctorRequest":
		return `{` + person + `,"docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}`
	case "AddAdministratorRequest":
		return `{` + person + `,"tenantId":"` + c.ID + `"}`
	case "ErasePersonFromAuditRequest":
		return `{"id":"` + stack.NewID() + `","reason":"Asked for by the person"}`
	case "SearchSlotsRequest":
		return `{"doctorId":"` + c.Doctor + `","mode":"ALL"}`
	}
	return ""
}

var readMetadata = regexp.MustCompile(`MetadataValue\(\s*[\w.]+,\s*"([a-z-]+)"`)

// metadataOfCalls are the names that the services' sources read, but for user-agent, which a client does
// not choose: x-client-user-agent is read in its place.
func metadataOfCalls(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{"x-inner-call": true}
	for _, pattern := range []string{"libs/*/*.cpp", "services/*/*/*.cpp"} {
		files, err := filepath.Glob(filepath.Join(stack.Root(), pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range readMetadata.FindAllSubmatch(text, -1) {
				found[string(match[1])] = true
			}
		}
	}
	delete(found, "user-agent")
	if !found["x-request-id"] || !found["idempotency-key"] || !found["x-purpose-reason"] {
		t.Fatalf("services read only %v", found)
	}
	return found
}

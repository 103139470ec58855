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
	"google.golang.org/protobuf/proto"
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

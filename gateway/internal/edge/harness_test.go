package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// call is what reached the services.
type call struct {
	method   string
	metadata metadata.MD
	request  proto.Message
	timeout  time.Duration
}

// world is a gateway over one gRPC server that plays all services on a Unix socket.
type world struct {
	t       testing.TB
	respond func(ctx context.Context, method string, request proto.Message) (proto.Message, error)
	// stream answers the RPCs that stream; nothing by default.
	stream func(stream grpc.ServerStream, request proto.Message) error
	// principal answers the gateway's own question about a credential; nobody is known by default.
	principal func(credential string) (*authv1.Principal, error)
	health    *health.Server
	server    *grpc.Server
	handler   http.Handler
	web       *httptest.Server
	log       *lockedBuffer
	address   string

	mu    sync.Mutex
	calls []call
	asked int
}

type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

type allServices struct {
	authv1.UnimplementedAuthServiceServer
	authv1.UnimplementedIdentityServiceServer
	authv1.UnimplementedMemberServiceServer
	authv1.UnimplementedPlanServiceServer
	authv1.UnimplementedWorkflowServiceServer
	authv1.UnimplementedTermsServiceServer
	patientv1.UnimplementedPatientServiceServer
	appointmentv1.UnimplementedAppointmentServiceServer
	appointmentv1.UnimplementedDirectoryServiceServer
	appointmentv1.UnimplementedSlotServiceServer
	appointmentv1.UnimplementedCalendarServiceServer
	appointmentv1.UnimplementedReplyServiceServer
	appointmentv1.UnimplementedWaitlistServiceServer
	auditv1.UnimplementedAuditServiceServer
	auditv1.UnimplementedAuditProofServiceServer
	auditv1.UnimplementedAuditRetentionServiceServer
	auditv1.UnimplementedAuditStreamServiceServer
}

// emptyAnswer is an empty message of the type that the call answers.
func emptyAnswer(_ context.Context, method string, _ proto.Message) (proto.Message, error) {
	name := protoreflect.FullName(strings.ReplaceAll(strings.TrimPrefix(method, "/"), "/", "."))
	rpc, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return nil, err
	}
	answer, err := protoregistry.GlobalTypes.FindMessageByName(rpc.(protoreflect.MethodDescriptor).Output().FullName())
	if err != nil {
		return nil, err
	}
	return answer.New().Interface(), nil
}

// newWorld has limits that no test reaches.
func newWorld(t testing.TB) *world { return newWorldWith(t, Options{LimitFactor: 1_000_000}) }

func newWorldWith(t testing.TB, options Options) *world {
	t.Helper()
	w := &world{t: t, health: health.NewServer(), log: &lockedBuffer{}}
	w.respond = emptyAnswer
	w.principal = func(string) (*authv1.Principal, error) { return &authv1.Principal{}, nil }
	w.stream = func(grpc.ServerStream, proto.Message) error { return nil }
	w.server = w.serve()

	// A test's own folder has its name in it, which may be too long for a socket.
	folder, err := os.MkdirTemp("", "edge")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	socket := filepath.Join(folder, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = w.server.Serve(listener) }()
	t.Cleanup(w.server.Stop)
	w.address = "unix:" + socket
	w.openGatewayWith(w.address, options)
	return w
}

// serve makes a gRPC server that plays all services.
func (w *world) serve(options ...grpc.ServerOption) *grpc.Server {
	server := grpc.NewServer(append(options, grpc.UnaryInterceptor(w.intercept), grpc.StreamInterceptor(w.interceptStream))...)
	services := allServices{}
	authv1.RegisterAuthServiceServer(server, services)
	authv1.RegisterIdentityServiceServer(server, services)
	authv1.RegisterMemberServiceServer(server, services)
	authv1.RegisterPlanServiceServer(server, services)
	authv1.RegisterWorkflowServiceServer(server, services)
	authv1.RegisterTermsServiceServer(server, services)
	patientv1.RegisterPatientServiceServer(server, services)
	appointmentv1.RegisterAppointmentServiceServer(server, services)
	appointmentv1.RegisterDirectoryServiceServer(server, services)
	appointmentv1.RegisterSlotServiceServer(server, services)
	appointmentv1.RegisterCalendarServiceServer(server, services)
	appointmentv1.RegisterReplyServiceServer(server, services)
	appointmentv1.RegisterWaitlistServiceServer(server, services)
	auditv1.RegisterAuditServiceServer(server, services)
	auditv1.RegisterAuditProofServiceServer(server, services)
	auditv1.RegisterAuditRetentionServiceServer(server, services)
	auditv1.RegisterAuditStreamServiceServer(server, services)
	grpc_health_v1.RegisterHealthServer(server, w.health)
	return server
}

// openGateway puts a gateway before services that all listen on one address.
func (w *world) openGateway(address string) {
	w.t.Helper()
	w.openGatewayWith(address, Options{LimitFactor: 1_000_000})
}

func (w *world) openGatewayWith(address string, options Options) {
	w.t.Helper()
	options.Log = NewLog(w.log, slog.LevelInfo)
	backends, err := Dial(address, address, address, address, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.handler, err = New(backends, options)
	if err != nil {
		w.t.Fatal(err)
	}
	w.web = httptest.NewServer(w.handler)
	w.t.Cleanup(func() {
		w.web.Close()
		_ = backends.Close()
	})
}

func (w *world) intercept(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if strings.HasPrefix(info.FullMethod, "/grpc.health.") {
		return next(ctx, request)
	}
	md, _ := metadata.FromIncomingContext(ctx)
	// What the gateway asks for itself comes from no caller's address, and is no call of the caller's.
	if info.FullMethod == authv1.AuthService_GetPrincipal_FullMethodName && len(md.Get("x-inner-call")) == 1 {
		w.mu.Lock()
		w.asked++
		w.mu.Unlock()
		return w.principal(strings.Join(append(md.Get("x-api-key"), md.Get("authorization")...), " "))
	}
	c := call{method: info.FullMethod, metadata: md, request: request.(proto.Message)}
	if end, ok := ctx.Deadline(); ok {
		c.timeout = time.Until(end)
	}
	w.mu.Lock()
	w.calls = append(w.calls, c)
	w.mu.Unlock()
	return w.respond(ctx, info.FullMethod, c.request)
}

func (w *world) interceptStream(service any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if strings.HasPrefix(info.FullMethod, "/grpc.health.") {
		return next(service, stream)
	}
	name := protoreflect.FullName(strings.ReplaceAll(strings.TrimPrefix(info.FullMethod, "/"), "/", "."))
	rpc, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return err
	}
	request, err := newMessage(rpc.(protoreflect.MethodDescriptor).Input())
	if err != nil {
		return err
	}
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	md, _ := metadata.FromIncomingContext(stream.Context())
	c := call{method: info.FullMethod, metadata: md, request: request}
	if end, ok := stream.Context().Deadline(); ok {
		c.timeout = time.Until(end)
	}
	w.mu.Lock()
	w.calls = append(w.calls, c)
	w.mu.Unlock()
	return w.stream(stream, request)
}

func (w *world) taken() []call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls
}

// acceptable are the calls that reached the services and were not said to be refused already.
func (w *world) acceptable() []call {
	return slices.DeleteFunc(slices.Clone(w.taken()), func(c call) bool {
		return len(c.metadata.Get("x-already-refused")) > 0
	})
}

// onlyCall is the one call that reached the services.
func (w *world) onlyCall() call {
	w.t.Helper()
	calls := w.taken()
	if len(calls) != 1 {
		w.t.Fatalf("%d calls reached the services, want 1", len(calls))
	}
	return calls[0]
}

// reply is an answer with its body read.
type reply struct {
	status int
	header http.Header
	body   string
}

// problemJSON is a refusal as a client reads it.
type problemJSON struct {
	Type, Title, Code, Reason, Detail, RequestID, TraceID string
	Status                                                int
	Violations                                            []struct{ Field, Reason, Message string }
	RetryAfterSeconds                                     *int
}

// send sends a request. Headers come as pairs; a body is JSON unless they say otherwise.
func (w *world) send(method, path, body string, headers ...string) reply {
	w.t.Helper()
	r, err := http.NewRequest(method, w.web.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
			continue
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	return w.do(r)
}

func (w *world) do(r *http.Request) reply {
	w.t.Helper()
	answer, err := w.web.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, string(body)}
}

// problem reads the answer as a refusal of the given status and checks its invariants.
func (r reply) problem(t *testing.T, status int) problemJSON {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("content type %q: %s", got, r.body)
	}
	var members map[string]any
	var p problemJSON
	if err := json.Unmarshal([]byte(r.body), &members); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	for _, name := range []string{"type", "title", "status", "code", "reason", "detail", "violations",
		"retryAfterSeconds", "requestId", "traceId"} {
		if _, ok := members[name]; !ok {
			t.Errorf("the problem has no %s: %s", name, r.body)
		}
	}
	if len(members) != 10 || p.Violations == nil || p.Detail == "" || p.Title == "" || p.Status != status {
		t.Errorf("not the promised shape: %s", r.body)
	}
	if p.RequestID == "" || p.RequestID != r.header.Get("X-Request-Id") || len(p.TraceID) != 32 {
		t.Errorf("ids are missing or differ from the header: %s", r.body)
	}
	return p
}

// fields are the fields that the problem names.
func (p problemJSON) fields() string {
	var names []string
	for _, v := range p.Violations {
		names = append(names, v.Field)
	}
	return strings.Join(names, " ")
}

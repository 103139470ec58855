package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	// Known by their descriptors below.
	_ "enlace.dev/gateway/gen/enlace/appointment/v1"
	_ "enlace.dev/gateway/gen/enlace/audit/v1"
	_ "enlace.dev/gateway/gen/enlace/limit/v1"
	_ "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// hosts are the services that answer the RPCs of a package.
func hosts(method protoreflect.MethodDescriptor) []string {
	name := strings.Split(string(method.FullName()), ".")[1]
	if name == "limit" {
		return []string{stack.Patient, stack.Appointment}
	}
	return []string{name}
}

// internalMethods are the RPCs of services alone, with who calls them.
func internalMethods(t *testing.T) map[protoreflect.MethodDescriptor][]string {
	t.Helper()
	found := map[protoreflect.MethodDescriptor][]string{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule, _ := proto.GetExtension(methods.Get(j).Options(), commonv1.E_Access).(*commonv1.AccessRule)
				if slices.Equal(rule.GetRoles(), []commonv1.Role{commonv1.Role_ROLE_INTERNAL_SERVICE}) {
					found[methods.Get(j)] = rule.GetCallers()
				}
			}
		}
		return true
	})
	if len(found) < 5 {
		t.Fatalf("only %d RPCs are for services alone", len(found))
	}
	return found
}

// invoke calls an RPC with an empty request, by the certificate of `name` and a service's own key.
func invoke(t *testing.T, host, name string, method protoreflect.MethodDescriptor) error {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(enlace.Dir, "secrets", "patient.key"))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := grpc.NewClient(enlace.Address(host), grpc.WithTransportCredentials(enlace.Credentials(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	return conn.Invoke(stack.As(t, strings.TrimSpace(string(key))), fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name()),
		dynamicpb.NewMessage(method.Input()), dynamicpb.NewMessage(method.Output()))
}

func TestWhatIsForServicesIsCalledByTheCertificatesOfThoseThatCallIt(t *testing.T) {
	everybody := []string{stack.Auth, stack.Patient, stack.Appointment, stack.Audit, stack.Gateway, stack.Operator}
	for method, callers := range internalMethods(t) {
		if len(callers) == 0 {
			t.Errorf("%s names no callers", method.FullName())
		}
		for _, host := range hosts(method) {
			for _, name := range everybody {
				err := invoke(t, host, name, method)
				code := status.Code(err)
				if code == codes.Unavailable || code == codes.Unauthenticated || code == codes.Unimplemented {
					t.Fatalf("%s by %s: %v", method.FullName(), name, err)
				}
				if refused := code == codes.PermissionDenied; refused == slices.Contains(callers, name) {
					t.Errorf("%s by the certificate of %s: %v", method.FullName(), name, err)
				}
			}
		}
	}
}

func TestAServicesCertificateIsNoKey(t *testing.T) {
	clinic := enlace.NewClinic(t, "No Key")
	for method, callers := range internalMethods(t) {
		for _, host := range hosts(method) {
			conn, err := grpc.NewClient(enlace.Address(host), grpc.WithTransportCredentials(enlace.Credentials(t, callers[0])))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = conn.Close() })
			for key, want := range map[string]codes.Code{"": codes.Unauthenticated, clinic.Key: codes.PermissionDenied} {
				err := conn.Invoke(stack.As(t, key), fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name()),
					dynamicpb.NewMessage(method.Input()), dynamicpb.NewMessage(method.Output()))
				if status.Code(err) != want {
					t.Errorf("%s by a service's certificate: %v instead of %v", method.FullName(), err, want)
				}
			}
		}
	}
}

package isolation

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// rpc is one RPC of a running service, as the service itself describes it; its answer may be a stream.
type rpc struct {
	service string
	method  protoreflect.MethodDescriptor
}

func (r rpc) name() string {
	return "/" + string(r.method.Parent().FullName()) + "/" + string(r.method.Name())
}

func (r rpc) rule() *commonv1.AccessRule {
	return proto.GetExtension(r.method.Options(), commonv1.E_Access).(*commonv1.AccessRule)
}

// byLink tells that the RPC asks for no credential: a secret in its request is all.
func (r rpc) byLink() bool {
	return slices.Equal(r.rule().GetRoles(), []commonv1.Role{commonv1.Role_ROLE_LINK})
}

// call makes the call with a key and returns the answer; of a stream the first message, empty when
// there is none.
func (r rpc) call(t *testing.T, key string, request proto.Message) (*dynamicpb.Message, error) {
	t.Helper()
	answer := dynamicpb.NewMessage(r.method.Output())
	if r.method.IsStreamingServer() {
		return answer, r.first(t, key, request, answer)
	}
	err := enlace.Conn(t, r.service).Invoke(stack.As(t, key), r.name(), request, answer)
	return answer, err
}

func (r rpc) first(t *testing.T, key string, request proto.Message, answer *dynamicpb.Message) error {
	t.Helper()
	ctx, cancel := context.WithCancel(stack.As(t, key))
	defer cancel()
	stream, err := enlace.Conn(t, r.service).NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, r.name())
	if err != nil {
		return err
	}
	if err := errors.Join(stream.SendMsg(request), stream.CloseSend()); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := stream.RecvMsg(answer); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// everyRPC asks each running service for its RPCs; those of health and reflection are open.
func everyRPC(t *testing.T) []rpc {
	t.Helper()
	var all []rpc
	for _, service := range stack.Services {
		files := describe(t, enlace.Conn(t, service))
		files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
			for i := range file.Services().Len() {
				methods := file.Services().Get(i).Methods()
				for j := range methods.Len() {
					all = append(all, rpc{service, methods.Get(j)})
				}
			}
			return true
		})
	}
	slices.SortFunc(all, func(a, b rpc) int { return strings.Compare(a.name(), b.name()) })
	return all
}

// fileSet is the part of protoregistry.Files that is used here.
type fileSet interface {
	RangeFiles(func(protoreflect.FileDescriptor) bool)
}

func describe(t *testing.T, conn *grpc.ClientConn) fileSet {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stream, err := reflectionv1alpha.NewServerReflectionClient(conn).ServerReflectionInfo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(request *reflectionv1alpha.ServerReflectionRequest) *reflectionv1alpha.ServerReflectionResponse {
		if err := stream.Send(request); err != nil {
			t.Fatal(err)
		}
		answer, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	names := ask(&reflectionv1alpha.ServerReflectionRequest{
		MessageRequest: &reflectionv1alpha.ServerReflectionRequest_ListServices{},
	}).GetListServicesResponse().GetService()
	set := map[string]*descriptorpb.FileDescriptorProto{}
	for _, service := range names {
		if strings.HasPrefix(service.GetName(), "grpc.") {
			continue
		}
		answer := ask(&reflectionv1alpha.ServerReflectionRequest{
			MessageRequest: &reflectionv1alpha.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: service.GetName()},
		})
		for _, raw := range answer.GetFileDescriptorResponse().GetFileDescriptorProto() {
			file := &descriptorpb.FileDescriptorProto{}
			if err := proto.Unmarshal(raw, file); err != nil {
				t.Fatal(err)
			}
			set[file.GetName()] = file
		}
	}
	list := &descriptorpb.FileDescriptorSet{}
	for _, file := range set {
		list.File = append(list.File, file)
	}
	files, err := protodesc.NewFiles(list)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// googleapis DIR writes the google/api and google/rpc protos that Enlace's contracts import, and
// gRPC's health protocol, into DIR, printed from the descriptors that the pinned Go modules carry.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/genproto/googleapis/rpc/status"
	health "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/reflect/protoreflect"
)

var files = []protoreflect.FileDescriptor{
	annotations.File_google_api_http_proto,
	annotations.File_google_api_annotations_proto,
	code.File_google_rpc_code_proto,
	status.File_google_rpc_status_proto,
	errdetails.File_google_rpc_error_details_proto,
	health.File_grpc_health_v1_health_proto,
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: googleapis DIR")
	}
	for _, file := range files {
		if err := write(os.Args[1], file); err != nil {
			log.Fatalf("googleapis: %v", err)
		}
	}
}

// write puts the file in place by a rename, so that a concurrent build never reads half of it.
func write(dir string, file protoreflect.FileDescriptor) error {
	text, err := (&protoprint.Printer{}).PrintProtoToString(file)
	if err != nil {
		return fmt.Errorf("print %s: %w", file.Path(), err)
	}
	path := filepath.Join(dir, file.Path())
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	fresh := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(fresh, []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

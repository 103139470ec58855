// Command baregateway is grpc-gateway with nothing around it: no limits, request ids, logs or strict
// JSON. `make bench` sets the edge's cost beside it. Argument: the patient service's address. It
// prints the address that it listens on.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func main() {
	if err := serve(os.Args[1:]); err != nil {
		log.Fatal("baregateway: ", err)
	}
}

func serve(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("the patient service's address is needed")
	}
	conn, err := grpc.NewClient(arguments[0], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	mux := runtime.NewServeMux(runtime.WithIncomingHeaderMatcher(func(header string) (string, bool) {
		return strings.ToLower(header), header == "X-Api-Key"
	}))
	if err := patientv1.RegisterPatientServiceHandler(context.Background(), mux, conn); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	return server.Serve(listener)
}

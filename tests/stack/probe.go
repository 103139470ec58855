package stack

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// Hears tells whether each listener of a process answers a new connection: one that ran out of files
// may be deaf while calls on older connections go on.
func (s *Stack) Hears(t testing.TB, process string) bool {
	t.Helper()
	if process == Gateway {
		answer, err := s.Send(Request{Method: "GET", Path: "/healthz"})
		return err == nil && answer.Status == 200
	}
	for address := range strings.SplitSeq(s.Environment(t, process)["ENLACE_LISTEN"], ",") {
		transport := insecure.NewCredentials()
		if !strings.HasPrefix(address, "unix:") {
			transport = s.Credentials(t, Operator)
		}
		if !hears(address, transport) {
			return false
		}
	}
	return true
}

func hears(address string, transport credentials.TransportCredentials) bool {
	conn, err := newConn(address, transport)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
	return err == nil && answer.GetStatus() == grpc_health_v1.HealthCheckResponse_SERVING
}

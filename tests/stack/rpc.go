package stack

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Address is where a service listens for gRPC.
func (s *Stack) Address(service string) string { return s.addresses[service] }

// Conn is a connection to a service; there is one for each.
func (s *Stack) Conn(t testing.TB, service string) *grpc.ClientConn {
	t.Helper()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if conn := s.conns[service]; conn != nil {
		return conn
	}
	conn, err := newConn(s.addresses[service], s.Credentials(t, Operator))
	if err != nil {
		t.Fatal(err)
	}
	s.conns[service] = conn
	return conn
}

func newConn(address string, transport credentials.TransportCredentials) (*grpc.ClientConn, error) {
	return grpc.NewClient(address,
		grpc.WithTransportCredentials(transport),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backoff.Config{
			BaseDelay: 50 * time.Millisecond, Multiplier: 1.5, MaxDelay: 500 * time.Millisecond,
		}, MinConnectTimeout: time.Second}))
}

// credential is the header, or the metadata, in which a key or an access token is sent.
func credential(key string) (name, value string) {
	if strings.HasPrefix(key, "eyJ") {
		return "authorization", "Bearer " + key
	}
	return "x-api-key", key
}

// As is the context of a call with a credential; an empty key sends none.
func As(t testing.TB, key string) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	if key == "" {
		return ctx
	}
	name, value := credential(key)
	return metadata.AppendToOutgoingContext(ctx, name, value)
}

// Refusal is what the details of a gRPC error say.
type Refusal struct {
	Reason, Domain string
	// Violations maps fields to their reasons.
	Violations map[string]string
	RequestID  string
	RetryAfter time.Duration
}

// RefusalOf reads the details of a gRPC error.
func RefusalOf(err error) Refusal {
	refusal := Refusal{Violations: map[string]string{}}
	for _, detail := range status.Convert(err).Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			refusal.Reason, refusal.Domain = d.GetReason(), d.GetDomain()
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				refusal.Violations[v.GetField()] = v.GetReason()
			}
		case *errdetails.RequestInfo:
			refusal.RequestID = d.GetRequestId()
		case *errdetails.RetryInfo:
			refusal.RetryAfter = d.GetRetryDelay().AsDuration()
		}
	}
	return refusal
}

package edge

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"enlace.dev/gateway/internal/tlsfiles"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
)

// maxAnswer bounds one answer of a service: a full page with custom fields fits.
const maxAnswer = 32 << 20

// window is how much of answers may be under way, of one call and of a connection.
const window = 4 << 20

// Backends holds one connection to each service.
type Backends struct {
	Auth, Patient, Appointment, Audit *grpc.ClientConn

	targets []target
}

// target is a service and where it listens; with what TLS is spoken there.
type target struct {
	name, address string
	tls           *tlsfiles.Mutual
}

// Dial prepares the connections; nothing is connected before the first call. Addresses are gRPC
// targets: unix:/path or host:port, the latter with TLS unless it is nil. Safe to use from many
// goroutines afterwards.
func Dial(auth, patient, appointment, audit string, tls *tlsfiles.Mutual) (*Backends, error) {
	b := &Backends{targets: []target{
		{"auth", auth, tls}, {"patient", patient, tls}, {"appointment", appointment, tls}, {"audit", audit, tls},
	}}
	for i, conn := range []**grpc.ClientConn{&b.Auth, &b.Patient, &b.Appointment, &b.Audit} {
		made, err := b.targets[i].dial()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("the address of %s: %w", b.targets[i].name, err), b.Close())
		}
		*conn = made
	}
	return b, nil
}

// credentials are the gateway's own; the caller's goes with each call.
func (t target) credentials() credentials.TransportCredentials {
	if t.tls == nil || strings.HasPrefix(t.address, "unix:") {
		return insecure.NewCredentials()
	}
	return t.tls.Client(t.name)
}

// dial prepares one connection.
func (t target) dial() (*grpc.ClientConn, error) {
	return grpc.NewClient(t.address,
		grpc.WithTransportCredentials(t.credentials()),
		grpc.WithNoProxy(),
		grpc.WithDisableServiceConfig(),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswer)),
		// Fixed windows: gRPC would otherwise send a ping with the answers, to find out a bandwidth
		// that does not limit anything here.
		grpc.WithInitialWindowSize(window),
		grpc.WithInitialConnWindowSize(window),
		// A machine that has vanished is noticed while a call waits for it; services take no more pings
		// (libs/rpc/server_limits.h).
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}),
		// A service that comes back is found within a quarter of a second.
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: backoff.Config{
				BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 250 * time.Millisecond,
			},
			MinConnectTimeout: 2 * time.Second,
		}),
	)
}

// Close closes all connections.
func (b *Backends) Close() error {
	var all []error
	for _, conn := range []*grpc.ClientConn{b.Auth, b.Patient, b.Appointment, b.Audit} {
		if conn != nil {
			all = append(all, conn.Close())
		}
	}
	return errors.Join(all...)
}

package stack

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/grpc/credentials"
)

// Operator is whom the certificate is of that is no process's.
const Operator = "operator"

// Certificate is the path of a process's certificate, or of the operator's; its key is beside it.
func (s *Stack) Certificate(name string) (certificate, key string) {
	base := filepath.Join(s.Dir, "secrets", "tls", name)
	return base + ".crt", base + ".key"
}

// TLS is what a client has that is known by the certificate of `name`; an empty name shows none.
func (s *Stack) TLS(t testing.TB, name string) *tls.Config {
	t.Helper()
	authority, err := os.ReadFile(filepath.Join(s.Dir, "secrets", "tls", "ca.crt"))
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	if !config.RootCAs.AppendCertsFromPEM(authority) {
		t.Fatal("the authority has no certificate")
	}
	if name == "" {
		return config
	}
	certificate, key := s.Certificate(name)
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config
}

// Credentials are TLS for gRPC.
func (s *Stack) Credentials(t testing.TB, name string) credentials.TransportCredentials {
	t.Helper()
	return credentials.NewTLS(s.TLS(t, name))
}

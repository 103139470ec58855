package tlsfiles

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// made are the certificates of an authority of the test's own, as scripts/certificates.sh makes them.
type made string

func newMade(t *testing.T) made {
	t.Helper()
	folder := t.TempDir()
	run := exec.Command("../../../scripts/certificates.sh", folder, t.TempDir())
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return made(folder)
}

func (m made) pair(name string) Pair {
	return Pair{filepath.Join(string(m), name+".crt"), filepath.Join(string(m), name+".key")}
}

func (m made) mutual(name string) Mutual {
	return Mutual{m.pair(name), filepath.Join(string(m), "ca.crt")}
}

// put replaces a file at once, with a time that differs.
func put(t *testing.T, from, to string, when time.Time) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		os.WriteFile(to+".new", text, 0o600), os.Chtimes(to+".new", when, when), os.Rename(to+".new", to),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheEndOfACertificateIsReadFromItsFiles(t *testing.T) {
	pair := newMade(t).pair("gateway")
	end, err := pair.Until()
	// scripts/certificates.sh makes them for 90 days.
	if err != nil || end.Before(time.Now().Add(89*24*time.Hour)) || end.After(time.Now().Add(91*24*time.Hour)) {
		t.Errorf("it ends at %v (%v)", end, err)
	}
	if err := os.WriteFile(pair.Certificate, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	if end, err := pair.Until(); err == nil {
		t.Errorf("what is no certificate ends at %v", end)
	}
}

func TestACheckNamesWhatIsWrong(t *testing.T) {
	ours, others := newMade(t), newMade(t)
	if err := ours.mutual("gateway").Check("gateway"); err != nil {
		t.Error(err)
	}
	otherKey, otherAuthority, noFile := ours.mutual("gateway"), ours.mutual("gateway"), ours.mutual("gateway")
	otherKey.Key = ours.pair("auth").Key
	otherAuthority.Authority = others.mutual("gateway").Authority
	noFile.Authority = filepath.Join(string(ours), "nothing")
	for why, wrong := range map[string]Mutual{
		"are no certificate with its key": otherKey, "is not good by": otherAuthority, "no such file": noFile,
		"spiffe://enlace/service/gateway": ours.mutual("operator"),
	} {
		if err := wrong.Check("gateway"); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v instead of %q", err, why)
		}
	}
}

// service accepts connections that show a certificate of an authority of `m`, as `name`.
func service(t *testing.T, m made, name string) net.Addr {
	t.Helper()
	own, err := m.pair(name).Load()
	if err != nil {
		t.Fatal(err)
	}
	authorities, err := m.mutual(name).authorities()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{*own},
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: authorities, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = conn.(*tls.Conn).HandshakeContext(t.Context()) }()
		}
	}()
	return listener.Addr()
}

func connect(t *testing.T, m Mutual, expected string, address net.Addr) error {
	t.Helper()
	conn, err := net.Dial("tcp", address.String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, _, err = m.Client(expected).Clone().ClientHandshake(ctx, address.String(), conn)
	return err
}

func TestTheGatewayTalksToNobodyButTheServiceThatItExpects(t *testing.T) {
	ours, others := newMade(t), newMade(t)
	patient := service(t, ours, "patient")
	if err := connect(t, ours.mutual("gateway"), "patient", patient); err != nil {
		t.Error(err)
	}
	if err := connect(t, ours.mutual("gateway"), "auth", patient); err == nil {
		t.Error("the patient service passes for auth")
	}
	if err := connect(t, ours.mutual("gateway"), "patient", service(t, others, "patient")); err == nil {
		t.Error("a stranger passes for the patient service")
	}
}

func TestFilesAreReadForEachConnection(t *testing.T) {
	ours, next := newMade(t), newMade(t)
	files := ours.mutual("gateway")
	patient := service(t, next, "patient")
	if err := connect(t, files, "patient", patient); err == nil {
		t.Fatal("a stranger passes for the patient service")
	}
	for from, to := range map[string]string{next.mutual("gateway").Authority: files.Authority,
		next.pair("gateway").Certificate: files.Certificate, next.pair("gateway").Key: files.Key} {
		put(t, from, to, time.Now())
	}
	if err := connect(t, files, "patient", patient); err != nil {
		t.Error(err)
	}
}

func TestTheServerShowsTheNewestPairThatIsGood(t *testing.T) {
	ours, next := newMade(t), newMade(t)
	pair := ours.pair("gateway")
	config, err := pair.Server(slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	shown := func() *x509.Certificate {
		certificate, err := config.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return certificate.Leaf
	}
	first := shown()
	put(t, next.pair("gateway").Certificate, pair.Certificate, time.Now().Add(time.Minute))
	if !shown().Equal(first) {
		t.Error("a certificate without its key is shown")
	}
	put(t, next.pair("gateway").Key, pair.Key, time.Now().Add(time.Minute))
	if shown().Equal(first) {
		t.Error("the new certificate is not shown")
	}
	if err := os.Remove(pair.Key); err != nil {
		t.Fatal(err)
	}
	if shown().Equal(first) {
		t.Error("a certificate from before is shown")
	}
}

func TestAServerWithoutItsPairDoesNotBegin(t *testing.T) {
	if _, err := (Pair{"/nowhere/crt", "/nowhere/key"}).Server(slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a server without a certificate begins")
	}
}

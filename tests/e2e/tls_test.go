package e2e

import (
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// browser is a client of its own connections that speaks TLS by `config`.
func browser(t *testing.T, config *tls.Config) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: config}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

func TestTheAPIIsServedOverHTTPS(t *testing.T) {
	clinic := enlace.NewClinic(t, "Encrypted")
	request, err := http.NewRequest("GET", enlace.HTTPSURL+"/v1/patients", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Api-Key", clinic.Key)
	answer, err := browser(t, enlace.TLS(t, "")).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != 200 || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%d %v", answer.StatusCode, answer.Header)
	}
	old := enlace.TLS(t, "")
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	for why, config := range map[string]*tls.Config{"to whoever does not know its authority": {}, "over TLS 1.1": old} {
		if answer, err := browser(t, config).Get(enlace.HTTPSURL + "/healthz"); err == nil {
			_ = answer.Body.Close()
			t.Errorf("it is served %s", why)
		}
	}
}

// checkHealth asks the address for its health by these credentials.
func checkHealth(t *testing.T, address string, by credentials.TransportCredentials) error {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(by))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = grpc_health_v1.NewHealthClient(conn).Check(stack.As(t, ""), &grpc_health_v1.HealthCheckRequest{})
	return err
}

func TestAServicesPortIsClosedToWhoeverHasNoCertificate(t *testing.T) {
	for _, service := range stack.Services {
		address := enlace.Address(service)
		if err := checkHealth(t, address, enlace.Credentials(t, stack.Operator)); err != nil {
			t.Errorf("%s refuses the operator: %v", service, err)
		}
		if err := checkHealth(t, address, insecure.NewCredentials()); status.Code(err) != codes.Unavailable {
			t.Errorf("%s answers without TLS: %v", service, err)
		}
		if err := checkHealth(t, address, enlace.Credentials(t, "")); status.Code(err) != codes.Unavailable {
			t.Errorf("%s answers without a certificate: %v", service, err)
		}
	}
}

func TestProcessesTalkToEachOtherOverTLS(t *testing.T) {
	clinic := enlace.NewClinic(t, "Over The Network")
	var network []string
	for variable, service := range map[string]string{"ENLACE_AUTH_ADDRESS": stack.Auth, "ENLACE_PATIENT_ADDRESS": stack.Patient,
		"ENLACE_APPOINTMENT_ADDRESS": stack.Appointment, "ENLACE_AUDIT_ADDRESS": stack.Audit} {
		network = append(network, variable+"="+enlace.Address(service))
	}
	patient := enlace.NewService(t, stack.Patient, network...)
	network = append(network, "ENLACE_PATIENT_ADDRESS="+patient)
	appointment := enlace.NewService(t, stack.Appointment, network...)
	gateway := enlace.NewGateway(t, append(network, "ENLACE_APPOINTMENT_ADDRESS="+appointment)...)

	number := stack.NewDocument()
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: gateway.URL + "/v1/patients", Key: clinic.Key, Body: clinic.PatientBody(number)})
	start, end := stack.NewSlot()
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: gateway.URL + "/v1/appointments", Key: clinic.Key,
		Body: clinic.BookingBody(number, start, end)})
	enlace.Must(t, 200, stack.Request{Method: "GET", Path: gateway.URL + "/readyz"})

	// A certificate of the authority, and of another service than the one that is asked for.
	mistaken := enlace.NewGateway(t, "ENLACE_PATIENT_ADDRESS="+enlace.Address(stack.Auth))
	answer := enlace.Must(t, 503, stack.Request{Method: "GET", Path: mistaken.URL + "/readyz"})
	if detail := answer.Text("detail"); !strings.Contains(detail, "patient") || strings.Contains(detail, "auth") {
		t.Errorf("%v", answer)
	}
}

// shown is the serial number of the certificate that a new connection is shown.
func shown(t *testing.T, url string, config *tls.Config) string {
	t.Helper()
	answer, err := browser(t, config).Get(url + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.TLS.PeerCertificates[0].SerialNumber.String()
}

func TestTheGatewaysCertificateIsExchangedWhileItRuns(t *testing.T) {
	folder := t.TempDir()
	// The same authority signs anew what is not there.
	renew := func() {
		run := exec.Command(filepath.Join(stack.Root(), "scripts", "certificates.sh"), folder, filepath.Join(enlace.Dir, "authority"))
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	renew()
	gateway := enlace.NewGateway(t, "ENLACE_GATEWAY_TLS_CERT_FILE="+folder+"/gateway.crt", "ENLACE_GATEWAY_TLS_KEY_FILE="+folder+"/gateway.key")
	trusting := enlace.TLS(t, "")
	before := shown(t, gateway.HTTPSURL, trusting)
	standing := browser(t, trusting)
	ask := func() string {
		answer, err := standing.Get(gateway.HTTPSURL + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		_, _ = io.Copy(io.Discard, answer.Body)
		return answer.TLS.PeerCertificates[0].SerialNumber.String()
	}
	if got := ask(); got != before {
		t.Fatalf("%s instead of %s", got, before)
	}
	if err := os.Remove(folder + "/gateway.crt"); err != nil {
		t.Fatal(err)
	}
	renew()
	stack.Eventually(t, 10*time.Second, "new connections are shown the new certificate", func() bool {
		return shown(t, gateway.HTTPSURL, trusting) != before
	})
	if got := ask(); got != before {
		t.Error("the connection that stood was cut")
	}
}

package config

import (
	"os/exec"
	"strings"
	"testing"
)

// certificates are those that scripts/certificates.sh makes.
func certificates(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	run := exec.Command("../../../scripts/certificates.sh", folder, t.TempDir())
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return folder + "/"
}

func TestHTTPAndHTTPSAreOpenedAsAskedFor(t *testing.T) {
	files := certificates(t)
	https := map[string]string{"ENLACE_GATEWAY_TLS_LISTEN": "0.0.0.0:8443",
		"ENLACE_GATEWAY_TLS_CERT_FILE": files + "gateway.crt", "ENLACE_GATEWAY_TLS_KEY_FILE": files + "gateway.key"}
	c, err := Load(environment(https))
	if err != nil || c.Listen != "" || c.TLSListen != "0.0.0.0:8443" {
		t.Errorf("HTTPS alone: %q, %q, %v", c.Listen, c.TLSListen, err)
	}
	https["ENLACE_GATEWAY_LISTEN"] = "127.0.0.1:8080"
	if c, err = Load(environment(https)); err != nil || c.Listen == "" || c.TLSListen == "" {
		t.Errorf("both: %q, %q, %v", c.Listen, c.TLSListen, err)
	}
}

func TestHTTPIsForThisMachineOrForAProxyThatEndsTLS(t *testing.T) {
	for address, proxies := range map[string]string{
		"127.0.0.1:8080": "", "[::1]:8080": "", "localhost:8080": "", "0.0.0.0:8080": "10.0.0.7", ":8080": "10.0.0.0/8",
	} {
		_, err := Load(environment(map[string]string{"ENLACE_GATEWAY_LISTEN": address, "ENLACE_TRUSTED_PROXIES": proxies}))
		if err != nil {
			t.Errorf("%s behind %q: %v", address, proxies, err)
		}
	}
	for _, address := range []string{"0.0.0.0:8080", ":8080", "[::]:8080", "gateway.example.com:8080"} {
		_, err := Load(environment(map[string]string{"ENLACE_GATEWAY_LISTEN": address}))
		if err == nil || !strings.Contains(err.Error(), "ENLACE_TRUSTED_PROXIES") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAServiceElsewhereIsNotCalledWithoutTLS(t *testing.T) {
	files := certificates(t)
	for _, address := range []string{"10.0.0.7:50051", "audit:50051", "dns:///audit:50051", "127.example.com:50051"} {
		changes := map[string]string{"ENLACE_AUDIT_ADDRESS": address}
		if _, err := Load(environment(changes)); err == nil || !strings.HasPrefix(err.Error(), "ENLACE_AUDIT_ADDRESS is "+address) {
			t.Errorf("%s: %v", address, err)
		}
		changes["ENLACE_TLS_CERT_FILE"], changes["ENLACE_TLS_KEY_FILE"] = files+"gateway.crt", files+"gateway.key"
		changes["ENLACE_TLS_CA_FILE"] = files + "ca.crt"
		if _, err := Load(environment(changes)); err != nil {
			t.Errorf("%s with a certificate: %v", address, err)
		}
	}
}

func TestCertificatesAreWholeAndTheGateways(t *testing.T) {
	files := certificates(t)
	mutual := map[string]string{"ENLACE_TLS_CERT_FILE": files + "gateway.crt",
		"ENLACE_TLS_KEY_FILE": files + "gateway.key", "ENLACE_TLS_CA_FILE": files + "ca.crt"}
	c, err := Load(environment(mutual))
	if err != nil || c.Mutual == nil || c.Mutual.Authority != files+"ca.crt" {
		t.Errorf("%+v, %v", c.Mutual, err)
	}
	for why, wrong := range map[string]map[string]string{
		"ENLACE_TLS_CA_FILE go together": {"ENLACE_TLS_CERT_FILE": files + "gateway.crt"},
		"spiffe://enlace/service/gateway": {"ENLACE_TLS_CERT_FILE": files + "auth.crt",
			"ENLACE_TLS_KEY_FILE": files + "auth.key", "ENLACE_TLS_CA_FILE": files + "ca.crt"},
		"ENLACE_GATEWAY_TLS_KEY_FILE go together": {"ENLACE_GATEWAY_TLS_LISTEN": "127.0.0.1:8443"},
		"ENLACE_GATEWAY_TLS_LISTEN, ":             {"ENLACE_GATEWAY_TLS_CERT_FILE": files + "gateway.crt"},
		"ENLACE_GATEWAY_TLS_CERT_FILE is wrong": {"ENLACE_GATEWAY_TLS_LISTEN": "127.0.0.1:8443",
			"ENLACE_GATEWAY_TLS_CERT_FILE": files + "gateway.crt", "ENLACE_GATEWAY_TLS_KEY_FILE": files + "auth.key"},
	} {
		if _, err := Load(environment(wrong)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

package isolation

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func TestWrongCombinationsOfTLSAreRefused(t *testing.T) {
	auth, authKey := enlace.Certificate(stack.Auth)
	none := map[string]string{"ENLACE_TLS_CERT_FILE": "", "ENLACE_TLS_KEY_FILE": "", "ENLACE_TLS_CA_FILE": ""}
	opened := map[string]string{"ENLACE_LISTEN": "0.0.0.0:0", "ENLACE_GATEWAY_LISTEN": "0.0.0.0:0",
		"ENLACE_TLS_CERT_FILE": "", "ENLACE_TLS_KEY_FILE": "", "ENLACE_TLS_CA_FILE": "", "ENLACE_GATEWAY_TLS_LISTEN": "",
		"ENLACE_GATEWAY_TLS_CERT_FILE": "", "ENLACE_GATEWAY_TLS_KEY_FILE": ""}
	for name, c := range map[string]struct {
		process string
		changes map[string]string
		why     []string
	}{
		"a service that the network reaches without TLS": {stack.Patient, opened, []string{"ENLACE_LISTEN", "0.0.0.0:0", "ENLACE_TLS_CERT_FILE"}},
		"a service with a certificate and no key":        {stack.Patient, map[string]string{"ENLACE_TLS_KEY_FILE": ""}, []string{"ENLACE_TLS_KEY_FILE is not set"}},
		"a service with another's certificate": {stack.Patient, map[string]string{"ENLACE_TLS_CERT_FILE": auth, "ENLACE_TLS_KEY_FILE": authKey},
			[]string{"ENLACE_TLS_CERT_FILE", "spiffe://enlace/service/patient"}},
		"a service with another's key":                   {stack.Patient, map[string]string{"ENLACE_TLS_KEY_FILE": authKey}, []string{"ENLACE_TLS_KEY_FILE is not the key"}},
		"a service whose authority is no file":           {stack.Audit, map[string]string{"ENLACE_TLS_CA_FILE": "/nowhere"}, []string{"ENLACE_TLS_CA_FILE is wrong"}},
		"a gateway that the network reaches without TLS": {stack.Gateway, opened, []string{"ENLACE_GATEWAY_LISTEN", "ENLACE_TRUSTED_PROXIES"}},
		"a gateway with HTTPS and no certificate": {stack.Gateway, map[string]string{"ENLACE_GATEWAY_TLS_CERT_FILE": ""},
			[]string{"ENLACE_GATEWAY_TLS_CERT_FILE", "go together"}},
		"a gateway with another's certificate": {stack.Gateway, map[string]string{"ENLACE_TLS_CERT_FILE": auth, "ENLACE_TLS_KEY_FILE": authKey},
			[]string{"ENLACE_TLS_CERT_FILE", "spiffe://enlace/service/gateway"}},
		"a gateway with another's key": {stack.Gateway, map[string]string{"ENLACE_GATEWAY_TLS_KEY_FILE": authKey}, []string{"ENLACE_GATEWAY_TLS_CERT_FILE is wrong"}},
	} {
		env := enlace.Environment(t, c.process)
		for variable, value := range c.changes {
			env[variable] = value
		}
		code, stderr := run(t, c.process, env)
		for _, why := range c.why {
			if code != 2 || !strings.Contains(stderr, why) {
				t.Errorf("%s: exit code %d, %q instead of %q", name, code, stderr, why)
			}
		}
	}
	// Loopback needs no certificate.
	enlace.NewService(t, stack.Patient, pairs(none)...)
}

func pairs(variables map[string]string) (all []string) {
	for name, value := range variables {
		all = append(all, name+"="+value)
	}
	return all
}

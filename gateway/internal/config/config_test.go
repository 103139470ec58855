package config

import (
	"log/slog"
	"maps"
	"reflect"
	"strings"
	"testing"
)

func environment(changes map[string]string) func(string) (string, bool) {
	all := map[string]string{
		"ENLACE_AUTH_ADDRESS": "unix:/run/auth.sock", "ENLACE_PATIENT_ADDRESS": "127.0.0.1:50052",
		"ENLACE_APPOINTMENT_ADDRESS": "127.0.0.1:50053", "ENLACE_AUDIT_ADDRESS": "127.0.0.1:50054",
	}
	maps.Copy(all, changes)
	return func(name string) (string, bool) {
		v, ok := all[name]
		return v, ok
	}
}

func TestTheDefaultsAreEnough(t *testing.T) {
	c, err := Load(environment(nil))
	want := Config{
		Listen: "127.0.0.1:8080", Auth: "unix:/run/auth.sock", Patient: "127.0.0.1:50052",
		Appointment: "127.0.0.1:50053", Audit: "127.0.0.1:50054", LogLevel: slog.LevelInfo,
		LimitFactor: 1, Calls: 256, Connections: 10_000,
	}
	if err != nil || !reflect.DeepEqual(c, want) {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestAPublicURLIsTakenWithoutItsSlash(t *testing.T) {
	c, err := Load(environment(map[string]string{"ENLACE_PUBLIC_URL": "https://api.example.com/"}))
	if err != nil || c.PublicURL != "https://api.example.com" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestAMistakeNamesTheVariable(t *testing.T) {
	for name, value := range map[string]string{
		"ENLACE_AUTH_ADDRESS": "", "ENLACE_AUDIT_ADDRESS": "", "ENLACE_GATEWAY_LISTEN": "8080",
		"ENLACE_GATEWAY_TLS_LISTEN": "8443",
		"ENLACE_PUBLIC_URL":         "api.example.com", "ENLACE_LOG_LEVEL": "loud",
		"ENLACE_TRUSTED_PROXIES": "10.0.0.0/33", "ENLACE_RATE_LIMIT_FACTOR": "0", "ENLACE_REDIS_ADDRESS": "localhost",
		"ENLACE_METRICS_LISTEN": ":9464", "OTEL_EXPORTER_OTLP_ENDPOINT": "127.0.0.1:4318",
		"ENLACE_GATEWAY_CALLS": "7", "ENLACE_GATEWAY_CONNECTIONS": "many",
	} {
		_, err := Load(environment(map[string]string{name: value}))
		if err == nil || !strings.HasPrefix(err.Error(), name+" ") {
			t.Errorf("%s=%q: %v", name, value, err)
		}
	}
}

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// everywhere is the promise of how long a revoked key may still be taken.
const everywhere = 5 * time.Second

// doors are calls to each service, over gRPC and REST, that any good key with all scopes may make.
func doors(t *testing.T, key string) map[string]func() codes.Code {
	t.Helper()
	rest := func(path string) func() codes.Code {
		return func() codes.Code {
			switch answer := enlace.Call(t, stack.Request{Method: "GET", Path: path, Key: key}); answer.Status {
			case 200:
				return codes.OK
			case 401:
				return codes.Unauthenticated
			default:
				t.Fatalf("GET %s: %d %s", path, answer.Status, answer.Body)
				return codes.Unknown
			}
		}
	}
	return map[string]func() codes.Code{
		"REST tenants":      rest("/v1/tenants/me"),
		"REST patients":     rest("/v1/patients"),
		"REST appointments": rest("/v1/appointments"),
		"REST audit":        rest("/v1/audit/events"),
		"gRPC auth": func() codes.Code {
			_, err := authv1.NewAuthServiceClient(enlace.Conn(t, stack.Auth)).
				GetOwnTenant(stack.As(t, key), &authv1.GetOwnTenantRequest{})
			return status.Code(err)
		},
		"gRPC patient": func() codes.Code {
			_, err := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient)).
				ListPatients(stack.As(t, key), &patientv1.ListPatientsRequest{})
			return status.Code(err)
		},
		"gRPC appointment": func() codes.Code {
			_, err := appointmentv1.NewAppointmentServiceClient(enlace.Conn(t, stack.Appointment)).
				ListAppointments(stack.As(t, key), &appointmentv1.ListAppointmentsRequest{})
			return status.Code(err)
		},
		"gRPC audit": func() codes.Code {
			_, err := auditv1.NewAuditServiceClient(enlace.Conn(t, stack.Audit)).
				ListAuditEvents(stack.As(t, key), &auditv1.ListAuditEventsRequest{})
			return status.Code(err)
		},
	}
}

func mustOpen(t *testing.T, key string) {
	t.Helper()
	for name, door := range doors(t, key) {
		if code := door(); code != codes.OK {
			t.Errorf("%s answers %v to a good key", name, code)
		}
	}
}

func mustClose(t *testing.T, key string, within time.Duration) {
	t.Helper()
	closed := map[string]bool{}
	all := doors(t, key)
	shut := stack.Within(within, func() bool {
		for name, door := range all {
			if !closed[name] && door() == codes.Unauthenticated {
				closed[name] = true
			}
		}
		return len(closed) == len(all)
	})
	if !shut {
		t.Errorf("after %v only %v are closed", within, closed)
	}
}

func TestARevokedKeyIsRefusedEverywhereWithinFiveSeconds(t *testing.T) {
	clinic := enlace.NewClinic(t, "Revoke")
	id, key := clinic.NewKey(t, stack.AllScopes...)
	mustOpen(t, key)
	clinic.Must(t, 204, "DELETE", "/v1/auth/api-keys/"+id, nil)
	mustClose(t, key, everywhere)
	clinic.Must(t, 204, "DELETE", "/v1/auth/api-keys/"+id, nil)
	mustOpen(t, clinic.Key)
}

func TestARotatedKeyAndItsSuccessorWorkDuringTheOverlap(t *testing.T) {
	clinic := enlace.NewClinic(t, "Rotate")
	id, old := clinic.NewKey(t, stack.AllScopes...)

	rotated := clinic.Must(t, 200, "POST", "/v1/auth/api-keys/"+id+"/rotate", `{"overlap":"3600s"}`)
	successor := rotated.Text("plaintext")
	mustHold(t, rotated.Member("apiKey"), stack.Object{"rotatedFromId": id, "name": "bot"})
	mustOpen(t, old)
	mustOpen(t, successor)

	next := clinic.Must(t, 200, "POST", "/v1/auth/api-keys/"+rotated.Member("apiKey").Text("id")+"/rotate", `{"overlap":"0s"}`)
	mustClose(t, successor, everywhere)
	mustOpen(t, next.Text("plaintext"))
}

func TestAnExpiredKeyIsRefusedAtOnce(t *testing.T) {
	clinic := enlace.NewClinic(t, "Expire")
	var expiry time.Time
	var key string
	// A slower machine needs longer to come to all doors before it.
	for lifetime := 2 * time.Second; !time.Now().Before(expiry); lifetime *= 2 {
		expiry = time.Now().Add(lifetime)
		key = clinic.Must(t, 201, "POST", "/v1/auth/api-keys", stack.Object{"name": "short-lived",
			"scopes": stack.AllScopes, "expiresAt": expiry.UTC().Format(time.RFC3339Nano[:26] + "Z07:00")}).Text("plaintext")
		for name, door := range doors(t, key) {
			if code := door(); code != codes.OK && time.Now().Before(expiry) {
				t.Errorf("%s answers %v to a good key", name, code)
			}
		}
	}
	// Remembered credentials never outlive their expiry.
	stack.Eventually(t, time.Until(expiry)+10*time.Second, "the moment of expiry", func() bool { return time.Now().After(expiry) })
	for name, door := range doors(t, key) {
		if code := door(); code != codes.Unauthenticated {
			t.Errorf("%s answers %v to an expired key", name, code)
		}
	}
}

func TestADeactivatedClinicsKeysAreRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inactive")
	mustOpen(t, clinic.Key)
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + clinic.ID, Key: enlace.AdminKey,
		Body: `{"active":false}`})
	mustClose(t, clinic.Key, everywhere)
}

func TestAKeysPlaintextAppearsOnce(t *testing.T) {
	clinic := enlace.NewClinic(t, "Plaintext")
	made := clinic.Call(t, "POST", "/v1/auth/api-keys", stack.Object{"name": "secret", "scopes": []string{"patients:read"}})
	if made.Status != 201 {
		t.Fatalf("%d %s", made.Status, made.Body)
	}
	plaintext := made.Object(t).Text("plaintext")
	id := made.Object(t).Member("apiKey").Text("id")
	parts := strings.Split(plaintext, "_")
	if len(parts) != 5 || parts[2] != id || strings.Count(string(made.Body), parts[3]) != 1 {
		t.Fatalf("the answer is %s", made.Body)
	}
	secret := parts[3]
	stack.Eventually(t, 30*time.Second, "the creation is in the audit", func() bool {
		answer := clinic.Call(t, "GET", "/v1/audit/events?resourceType=ApiKey&resourceId="+id, nil)
		if strings.Contains(string(answer.Body), secret) {
			t.Fatal("the audit holds the secret")
		}
		return len(answer.Object(t).Objects(t, "events")) == 1
	})
	listed := string(clinic.Call(t, "GET", "/v1/auth/api-keys", nil).Body)
	if strings.Contains(listed, secret) || !strings.Contains(listed, id) {
		t.Errorf("the list is %s", listed)
	}
	for _, service := range stack.Services {
		for _, table := range []string{"api_keys", "platform_keys", "outbox", "audit_events"} {
			database := stack.Database(service)
			if enlace.Count(t, database, fmt.Sprintf("SELECT count(*) FROM pg_tables WHERE tablename = '%s'", table)) == 0 {
				continue
			}
			if n := enlace.Count(t, database, fmt.Sprintf("SELECT count(*) FROM %s r WHERE r::text LIKE '%%%s%%'", table, secret)); n != 0 {
				t.Errorf("%s.%s holds the secret", database, table)
			}
		}
	}
}

func TestUsingAKeyLeavesItsLastUse(t *testing.T) {
	clinic := enlace.NewClinic(t, "Last Use")
	id, key := clinic.NewKey(t, "patients:list")
	enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/patients", Key: key})
	stack.Eventually(t, 30*time.Second, "the key has a last use", func() bool {
		for _, listed := range clinic.Must(t, 200, "GET", "/v1/auth/api-keys", nil).Objects(t, "apiKeys") {
			if listed.Text("id") == id {
				return listed.Text("lastUsedAt") != ""
			}
		}
		t.Fatal("the key is not listed")
		return false
	})
}

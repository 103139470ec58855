package e2e

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
)

// refusals waits until a person's clinic lists refused calls for the query, and returns them.
func refusals(t *testing.T, person *stack.Person, query string) []stack.Object {
	t.Helper()
	var found []stack.Object
	stack.Eventually(t, 30*time.Second, query+" lists refusals", func() bool {
		answer := person.Call(t, "GET", "/v1/audit/events?eventType=REFUSAL&"+query, nil)
		found = answer.Object(t).Objects(t, "events")
		return answer.Status == http.StatusOK && len(found) > 0
	})
	return found
}

// tryLogin signs in by a wrong password, in a call of that request id.
func tryLogin(t *testing.T, email, requestID string) {
	t.Helper()
	enlace.Must(t, 401, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body:   stack.Object{"email": email, "password": "otra frase que no es la suya"},
		Header: map[string]string{"X-Request-Id": requestID, "User-Agent": "guesser/1.0"}})
}

func TestWhoGuessesAPasswordIsSeenInTheClinicsAudit(t *testing.T) {
	owner := enlace.Register(t, "Guessed Clinic")
	other := enlace.Register(t, "Unconcerned Clinic")
	tryLogin(t, owner.Email, "refusals-login")

	seen := refusals(t, owner, "requestId=refusals-login")
	if len(seen) != 1 {
		t.Fatalf("%d records: %v", len(seen), seen)
	}
	mustHold(t, seen[0], stack.Object{"eventType": "REFUSAL", "action": "AUTHENTICATE", "resourceType": "User",
		"resourceId": owner.UserID, "endpoint": "enlace.auth.v1.IdentityService/Login", "reason": "SIGN_IN_REFUSED",
		"calls": "1", "success": false, "userAgent": "guesser/1.0"})
	mustHold(t, seen[0].Member("actor"), stack.Object{"type": "ANONYMOUS", "id": ""})
	if seen[0].Text("ip") == "" {
		t.Errorf("no address: %v", seen[0])
	}
	for query, found := range map[string]bool{"reason=SIGN_IN_REFUSED": true, "reason=SIGN_IN": false, "success=false": true, "success=true": false} {
		listed := owner.Call(t, "GET", "/v1/audit/events?requestId=refusals-login&"+query, nil).Object(t).Objects(t, "events")
		if (len(listed) == 1) != found {
			t.Errorf("%s lists %v", query, listed)
		}
	}
	if found := other.Call(t, "GET", "/v1/audit/events?eventType=REFUSAL", nil).Object(t).Objects(t, "events"); len(found) != 0 {
		t.Errorf("another clinic sees %v", found)
	}
}

func TestGuessesAtWhatNobodyHasAreSeenByThePlatformAlone(t *testing.T) {
	// From an address of its own: calls that are alike within a minute share a record.
	from := func(key, requestID string) context.Context {
		return metadata.AppendToOutgoingContext(stack.As(t, key), "x-request-id", requestID, "x-forwarded-for", "2001:db8::"+requestID)
	}
	_, err := authv1.NewIdentityServiceClient(enlace.Conn(t, stack.Auth)).Login(from("", "refusals-nobody"),
		&authv1.LoginRequest{Email: "nadie@example.com", Password: "otra frase que no es la suya"})
	if status.Code(err) != codes.Unauthenticated {
		t.Fatal(err)
	}
	_, err = patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient)).ListPatients(from("enl_dev_nonsense", "refusals-nonsense"),
		&patientv1.ListPatientsRequest{})
	if status.Code(err) != codes.Unauthenticated {
		t.Fatal(err)
	}
	for request, reason := range map[string]string{"refusals-nobody": "SIGN_IN_REFUSED", "refusals-nonsense": "CREDENTIAL_INVALID"} {
		var answer stack.Answer
		var seen []stack.Object
		stack.Eventually(t, 30*time.Second, "the platform sees "+request, func() bool {
			answer = enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/audit/events?eventType=REFUSAL&requestId=" + request, Key: enlace.AdminKey})
			seen = answer.Object(t).Objects(t, "events")
			return len(seen) > 0
		})
		mustHold(t, seen[0], stack.Object{"resourceType": "Call", "reason": reason, "success": false})
		if strings.Contains(string(answer.Body), "nadie@") {
			t.Errorf("the record quotes what was sent: %s", answer.Body)
		}
	}
}

func TestDeniedCallsAndKeysThatNoLongerHoldAreSeenInTheClinicsAudit(t *testing.T) {
	clinic := enlace.NewClinic(t, "Denying Clinic")
	id, reader := clinic.NewKey(t, "directory:read")
	denied := stack.Request{Method: "GET", Path: "/v1/patients", Key: reader, Header: map[string]string{"X-Request-Id": "refusals-denied"}}
	enlace.Must(t, 403, denied)
	event := events(t, clinic, url.Values{"eventType": {"REFUSAL"}, "requestId": {"refusals-denied"}}, 1)[0]
	mustHold(t, event, stack.Object{"action": "AUTHORIZE", "resourceType": "Call", "reason": "SCOPE_MISSING",
		"endpoint": "enlace.patient.v1.PatientService/ListPatients", "success": false})
	mustHold(t, event.Member("actor"), stack.Object{"type": "API_KEY", "id": id})

	if answer := clinic.Call(t, "DELETE", "/v1/auth/api-keys/"+id, nil); answer.Status != http.StatusNoContent {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	used := stack.Request{Method: "GET", Path: "/v1/doctors", Key: reader}
	stack.Eventually(t, 10*time.Second, "the revoked key is refused", func() bool {
		return enlace.Call(t, used).Status == http.StatusUnauthorized
	})
	// A service that asks whose key it is does so from an address of its own; the gateway asks for the caller.
	var found stack.Object
	stack.Eventually(t, 30*time.Second, "the clinic sees from where its revoked key was used", func() bool {
		for _, event := range clinic.Must(t, 200, "GET", "/v1/audit/events?eventType=REFUSAL&resourceId="+id, nil).Objects(t, "events") {
			if event.Text("ip") == "127.0.0.1" {
				found = event
			}
		}
		return found != nil
	})
	mustHold(t, found, stack.Object{"action": "AUTHENTICATE", "resourceType": "ApiKey", "reason": "CREDENTIAL_INVALID"})
}

func TestAWrongCodeOfASecondFactorIsSeenInTheClinicsAudit(t *testing.T) {
	owner := enlace.RegisterStrict(t, "Second Factors")
	login := enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": owner.Email, "password": stack.Password}})
	enlace.Must(t, 401, stack.Request{Method: "POST", Path: "/v1/auth/mfa/verify",
		Body:   stack.Object{"mfaToken": login.Text("mfaToken"), "code": "000000"},
		Header: map[string]string{"X-Request-Id": "refusals-code"}})
	mustHold(t, refusals(t, owner, "requestId=refusals-code")[0], stack.Object{"action": "AUTHENTICATE",
		"resourceType": "User", "resourceId": owner.UserID, "reason": "MFA_CODE_INVALID"})
}

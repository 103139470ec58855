package e2e

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

func TestARegisteredClinicIsWorkedInByItsAdministrator(t *testing.T) {
	owner := enlace.Register(t, "Registered Clinic")
	mustOpen(t, owner.AccessToken)
	if me := owner.Call(t, "GET", "/v1/tenants/me", nil).Object(t); me.Text("id") != owner.TenantID ||
		!strings.HasPrefix(me.Text("tenantCode"), "REGISTERED_CLINIC_") {
		t.Errorf("the clinic is %v", me)
	}
	doctor := owner.Call(t, "POST", "/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": "79555111"})
	patient := owner.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
		"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC", "docNumber": stack.NewDocument(), "habeasData": true})
	if doctor.Status != http.StatusCreated || patient.Status != http.StatusCreated {
		t.Fatalf("%s\n%s", doctor.Body, patient.Body)
	}
	if owned := patient.Object(t).Text("ownerId"); owned != owner.Email {
		t.Errorf("what the administrator creates belongs to %q", owned)
	}
	key := owner.Call(t, "POST", "/v1/auth/api-keys", stack.Object{"name": "bot", "scopes": []string{"patients:read"}})
	if key.Status != http.StatusCreated {
		t.Fatalf("%s", key.Body)
	}
	bot := stack.Request{Method: "GET", Path: "/v1/patients/" + patient.ID(), Key: key.Object(t).Text("plaintext")}
	enlace.Must(t, 200, bot)
}

func TestWhatAPersonDoesIsRecordedInThatPersonsName(t *testing.T) {
	owner := enlace.Register(t, "Recorded Clinic")
	patient := owner.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
		"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC", "docNumber": stack.NewDocument(), "habeasData": true})
	owner.Call(t, "POST", "/v1/auth/logout", stack.Object{})
	again := owner.Login(t)
	want := map[string]string{"Tenant CREATE": "", "User CREATE": "", "Membership CREATE": "", "Session CREATE": "",
		"Session UPDATE": "", "Patient CREATE": patient.ID()}
	if !stack.Within(10*time.Second, func() bool {
		for _, event := range again.Call(t, "GET", "/v1/audit/events", nil).Object(t).Objects(t, "events") {
			actor := event.Member("actor")
			if actor.Text("id") == owner.UserID && actor.Text("type") == "USER" && actor.Text("email") == owner.Email {
				delete(want, event.Text("resourceType")+" "+event.Text("action"))
			}
		}
		return len(want) == 0
	}) {
		t.Errorf("not recorded: %v", want)
	}
}

func TestAnEndedSessionIsRefusedEverywhereWithinFiveSeconds(t *testing.T) {
	owner := enlace.Register(t, "Ended Sessions")
	other, third := owner.Login(t), owner.Login(t)
	for _, p := range []*stack.Person{owner, other, third} {
		mustOpen(t, p.AccessToken)
	}
	if answer := owner.Call(t, "POST", "/v1/auth/logout", stack.Object{}); answer.Status != http.StatusNoContent {
		t.Fatalf("%s", answer.Body)
	}
	mustClose(t, owner.AccessToken, everywhere)
	mustOpen(t, other.AccessToken)
	other.Call(t, "POST", "/v1/auth/logout-all", stack.Object{})
	mustClose(t, third.AccessToken, everywhere)
	mustOpen(t, owner.Login(t).AccessToken)
}

func TestAClinicThatIsClosedLetsNoSessionIn(t *testing.T) {
	owner := enlace.Register(t, "Closed Clinic")
	mustOpen(t, owner.AccessToken)
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + owner.TenantID, Key: enlace.AdminKey,
		Body: `{"active":false}`})
	mustClose(t, owner.AccessToken, everywhere)
}

func refresh(token string) stack.Request {
	return stack.Request{Method: "POST", Path: "/v1/auth/refresh", Body: stack.Object{"refreshToken": token}}
}

func TestARefreshTokenIsChangedForAnother(t *testing.T) {
	owner := enlace.Register(t, "Refreshing")
	renewed := enlace.Must(t, 200, refresh(owner.RefreshToken))
	mustOpen(t, renewed.Text("accessToken"))
	enlace.Must(t, 200, refresh(renewed.Text("refreshToken")))
	// Its child was used: the answer was not lost.
	if p := enlace.Call(t, refresh(owner.RefreshToken)).Problem(t); p.Reason != "REFRESH_TOKEN_INVALID" {
		t.Errorf("a token that was used is answered %s", p.Reason)
	}
	mustClose(t, renewed.Text("accessToken"), everywhere)
}

func TestAPersonSeesAndEndsItsOwnSessions(t *testing.T) {
	owner := enlace.Register(t, "Own Sessions")
	other := owner.Login(t)
	sessions := owner.Call(t, "GET", "/v1/auth/sessions", nil).Object(t).Objects(t, "sessions")
	if len(sessions) != 2 {
		t.Fatalf("the sessions are %v", sessions)
	}
	for _, session := range sessions {
		if current, _ := session["current"].(bool); !current {
			if answer := owner.Call(t, "DELETE", "/v1/auth/sessions/"+session.Text("id"), nil); answer.Status != http.StatusNoContent {
				t.Fatalf("%s", answer.Body)
			}
		}
	}
	mustClose(t, other.AccessToken, everywhere)
	mustOpen(t, owner.AccessToken)
}

func TestANewPasswordSignsEverybodyElseOut(t *testing.T) {
	owner := enlace.Register(t, "New Password")
	other := owner.Login(t)
	mustOpen(t, other.AccessToken)
	const next = "ocho garzas junto al río"
	changed := owner.Call(t, "POST", "/v1/auth/password/change", stack.Object{"password": stack.Password, "newPassword": next})
	if changed.Status != http.StatusNoContent {
		t.Fatalf("%s", changed.Body)
	}
	mustClose(t, other.AccessToken, everywhere)
	mustOpen(t, owner.AccessToken)
	login := stack.Request{Method: "POST", Path: "/v1/auth/login", Body: stack.Object{"email": owner.Email, "password": next}}
	enlace.Must(t, 200, login)
}

// forged are credentials that look like access tokens.
func forged(t *testing.T, owner *stack.Person) map[string]string {
	t.Helper()
	parts := strings.Split(owner.AccessToken, ".")
	encode := func(header any) string {
		text, err := json.Marshal(header)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return map[string]string{
		"unsigned":          encode(stack.Object{"alg": "none", "typ": "at+jwt"}) + "." + parts[1] + ".",
		"another algorithm": encode(stack.Object{"alg": "HS256", "typ": "at+jwt"}) + "." + parts[1] + "." + parts[2],
		"another signature": parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])),
		"no signature":      parts[0] + "." + parts[1],
		"padded":            owner.AccessToken + "=",
	}
}

func TestAForgedTokenOpensNothing(t *testing.T) {
	owner := enlace.Register(t, "Forgeries")
	for name, token := range forged(t, owner) {
		for door, open := range doors(t, token) {
			if code := open(); code.String() != "Unauthenticated" {
				t.Errorf("%s opens %s: %v", name, door, code)
			}
		}
	}
	for name, header := range map[string]map[string]string{
		"a refresh token as access token": {"Authorization": "Bearer " + owner.RefreshToken},
		"another scheme":                  {"Authorization": "Basic " + owner.AccessToken},
		"an access token as key":          {"X-Api-Key": owner.AccessToken},
		"two credentials":                 {"Authorization": "Bearer " + owner.AccessToken, "X-Api-Key": enlace.AdminKey},
	} {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/tenants/me", Header: header})
		if p := answer.Problem(t); p.Reason != "CREDENTIAL_INVALID" {
			t.Errorf("%s is answered %d %s", name, answer.Status, p.Reason)
		}
	}
}

func TestTheKeysOfTokensArePublished(t *testing.T) {
	owner := enlace.Register(t, "Published Keys")
	keys := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/.well-known/jwks.json"}).Objects(t, "keys")
	header, err := base64.RawURLEncoding.DecodeString(strings.Split(owner.AccessToken, ".")[0])
	if err != nil {
		t.Fatal(err)
	}
	var signed struct{ Kid string }
	if err := json.Unmarshal(header, &signed); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(keys, func(key stack.Object) bool { return key.Text("kid") == signed.Kid }) {
		t.Errorf("%s signed, but %v are published", signed.Kid, keys)
	}
}

func TestOneClinicsPersonSeesNothingOfAnother(t *testing.T) {
	owner, other := enlace.Register(t, "First of Two"), enlace.Register(t, "Second of Two")
	patient := owner.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
		"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC", "docNumber": stack.NewDocument(), "habeasData": true})
	foreign := other.Call(t, "GET", "/v1/patients/"+patient.ID(), nil)
	absent := other.Call(t, "GET", "/v1/patients/"+stack.NewID(), nil)
	if foreign.Status != http.StatusNotFound || foreign.Problem(t).Detail != absent.Problem(t).Detail {
		t.Errorf("foreign: %s\nabsent: %s", foreign.Body, absent.Body)
	}
	switched := other.Call(t, "POST", "/v1/auth/switch-tenant", stack.Object{"tenantId": owner.TenantID})
	if p := switched.Problem(t); switched.Status != http.StatusForbidden || p.Reason != "NO_MEMBERSHIP" {
		t.Errorf("%s", switched.Body)
	}
}

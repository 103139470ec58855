package e2e

import (
	"net/http"
	"testing"

	"enlace.dev/tests/stack"
)

func TestStaffSignsInWithASecondFactor(t *testing.T) {
	owner := enlace.RegisterStrict(t, "Strict Clinic")
	login := func() stack.Object {
		return enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
			Body: stack.Object{"email": owner.Email, "password": stack.Password}})
	}
	first := login()
	if first.Text("next") != "ENROLLMENT_REQUIRED" || first.Text("accessToken") != "" || first["user"] != nil {
		t.Fatalf("a sign-in without a second factor is answered %v", first)
	}
	began := owner.AccessToken
	mustOpen(t, began)
	codes := owner.Enroll(t, first.Text("mfaToken"))
	mustOpen(t, owner.AccessToken)
	mustClose(t, began, everywhere)
	second := login()
	if second.Text("next") != "CODE_REQUIRED" || second.Text("accessToken") != "" || second["user"] != nil {
		t.Fatalf("a sign-in by the password alone is answered %v", second)
	}
	verify := stack.Request{Method: "POST", Path: "/v1/auth/mfa/verify",
		Body: stack.Object{"mfaToken": second.Text("mfaToken"), "code": codes[3]}}
	mustOpen(t, enlace.Must(t, http.StatusOK, verify).Text("accessToken"))
	if p := enlace.Call(t, verify).Problem(t); p.Reason != "MFA_CODE_INVALID" {
		t.Errorf("a recovery code that was used is answered %s", p.Reason)
	}
	verify.Body = stack.Object{"mfaToken": second.Text("mfaToken"), "code": owner.UsedCode}
	if p := enlace.Call(t, verify).Problem(t); p.Reason != "MFA_CODE_INVALID" {
		t.Errorf("the code that confirmed the factor is answered %s", p.Reason)
	}
}

func TestWhoHasASecondFactorMayHaveAShorterPassword(t *testing.T) {
	owner := enlace.Register(t, "Short Passwords")
	change := func() stack.Answer {
		return owner.Call(t, "POST", "/v1/auth/password/change", stack.Object{"password": stack.Password, "newPassword": "tres ranas"})
	}
	if p := change().Problem(t); p.Violations[0].Reason != "PASSWORD" {
		t.Errorf("ten characters without a second factor are answered %v", p)
	}
	owner.Enroll(t, owner.MfaToken)
	if answer := change(); answer.Status != http.StatusNoContent {
		t.Errorf("%s", answer.Body)
	}
}

// A trial of a clinic ends by its clock, which is moved here.
func TestAfterItsTrialAClinicIsReadAndNotChanged(t *testing.T) {
	owner := enlace.Register(t, "Ended Trial").Verify(t)
	patient := stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Luz", "lastName": "Rojas",
		"docTypeId": "CC", "docNumber": stack.NewDocument(), "habeasData": true}
	made := owner.Call(t, "POST", "/v1/patients", patient)
	key := owner.Call(t, "POST", "/v1/auth/api-keys", stack.Object{"name": "bot", "scopes": []string{"patients:read", "patients:write"}}).Object(t)
	days := enlace.Exec(t, stack.Database(stack.Auth), "SELECT extract(day FROM writable_until - created_at) FROM tenants WHERE tenant_id = '"+
		stack.UUID(t, owner.TenantID)+"'")
	if made.Status != http.StatusCreated || days != "30" {
		t.Fatalf("%s; the trial lasts %q days", made.Body, days)
	}
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE tenants SET writable_until = now()"+
		" WHERE tenant_id = '"+stack.UUID(t, owner.TenantID)+"'; COMMIT")
	for _, credential := range []string{owner.AccessToken, key.Text("plaintext")} {
		patient["docNumber"] = stack.NewDocument()
		refused := stack.Request{Method: "POST", Path: "/v1/patients", Key: credential, Body: patient}
		stack.Eventually(t, everywhere, "the clinic can only be read", func() bool {
			answer := enlace.Call(t, refused)
			return answer.Status == http.StatusConflict && answer.Problem(t).Reason == "TENANT_READ_ONLY"
		})
		enlace.Must(t, http.StatusOK, stack.Request{Method: "GET", Path: "/v1/patients/" + made.ID(), Key: credential})
	}
	// Who ends an access may always do so.
	enlace.Must(t, http.StatusNoContent, stack.Request{Method: "DELETE", Path: "/v1/auth/api-keys/" + key.Member("apiKey").Text("id"),
		Key: owner.AccessToken})
}

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

func TestAnAdministratorRemovesALostSecondFactor(t *testing.T) {
	owner := enlace.Register(t, "Lost Factors").Verify(t)
	staff := owner.Join(t, "PROVIDER")
	codes := staff.Enroll(t, staff.MfaToken)
	patients := func() int { return staff.Call(t, "GET", "/v1/patients", nil).Status }
	if status := patients(); status != http.StatusOK {
		t.Fatalf("a provider reads patients: %d", status)
	}
	reset := func(member string) stack.Answer {
		return owner.Call(t, "POST", "/v1/members/"+member+"/mfa/reset", stack.Object{})
	}
	member := owner.MemberID(t, staff)
	if answer := reset(member); answer.Status != http.StatusNoContent {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	stack.Eventually(t, everywhere, "its sessions are over", func() bool { return patients() == http.StatusUnauthorized })
	enlace.WaitForMail(t, staff.Email, "Se quitó su segundo factor")
	login := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": staff.Email, "password": stack.Password}})
	if login.Text("accessToken") == "" {
		t.Errorf("who has no second factor any more is answered %v", login)
	}
	verify := stack.Request{Method: "POST", Path: "/v1/auth/mfa/verify",
		Body: stack.Object{"mfaToken": login.Text("mfaToken"), "code": codes[0]}}
	if p := enlace.Call(t, verify).Problem(t); p.Reason != "MFA_CODE_INVALID" {
		t.Errorf("a recovery code of the factor is answered %s", p.Reason)
	}
	if p := reset(member).Problem(t); p.Reason != "MFA_ABSENT" {
		t.Errorf("a factor that is not there is answered %s", p.Reason)
	}
	if p := reset(owner.MemberID(t, owner)).Problem(t); p.Reason != "OWN_MFA" {
		t.Errorf("the administrator's own is answered %s", p.Reason)
	}
	if answer := staff.Login(t).Call(t, "POST", "/v1/members/"+member+"/mfa/reset", stack.Object{}); answer.Status != http.StatusForbidden {
		t.Errorf("a provider is answered %d", answer.Status)
	}
}

func TestTheSecondFactorOfWhoBelongsToTwoClinicsStays(t *testing.T) {
	owner := enlace.Register(t, "First of Two Clinics").Verify(t)
	staff := owner.Join(t, "PROVIDER")
	staff.Enroll(t, staff.MfaToken)
	enlace.ForgetAttempts(t)
	enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: stack.Object{
		"clinicName": "Second of Two Clinics", "ownerFirstName": "Andrés", "ownerLastName": "Cuéllar", "ownerEmail": staff.Email,
		"password": stack.Password}})
	p := owner.Call(t, "POST", "/v1/members/"+owner.MemberID(t, staff)+"/mfa/reset", stack.Object{}).Problem(t)
	if p.Reason != "MEMBER_ELSEWHERE" {
		t.Errorf("%v", p)
	}
	if answer := staff.Call(t, "GET", "/v1/patients", nil); answer.Status != http.StatusOK {
		t.Errorf("its session is answered %d", answer.Status)
	}
}

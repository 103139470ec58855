package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// What a clinic does in its first days, as its people see it.
func TestAClinicFromItsRegistrationToALargerPlan(t *testing.T) {
	owner := enlace.RegisterStrict(t, "Whole Journey")
	mustSay(t, submit(t, enlace.WaitForMail(t, owner.Email, "Confirme su correo").Link(t), nil), http.StatusOK, "Su correo está confirmado")
	login := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": owner.Email, "password": stack.Password}})
	owner.Enroll(t, login.Text("mfaToken"))

	email, _ := owner.Invite(t, "ADMINISTRATIVE_STAFF")
	mustSay(t, submit(t, enlace.WaitForMail(t, email, "Whole Journey lo invita").Link(t), url.Values{"firstName": {"Andrés"},
		"lastName": {"Cuéllar"}, "password": {stack.Password}}), http.StatusOK, "Ya hace parte de la clínica")
	staff := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": email, "password": stack.Password}})
	if staff.Text("next") != "ENROLLMENT_REQUIRED" {
		t.Errorf("the staff of a clinic signs in without a second factor: %v", staff)
	}

	add := func(name string) stack.Answer {
		return owner.Call(t, "POST", "/v1/tenants/doctors", stack.Object{"email": name + "-" + stack.NewDocument() + "@example.com",
			"firstName": name, "lastName": "Gil", "docTypeId": "CC", "docNumber": stack.NewDocument(), "specialty": "Odontología"})
	}
	for _, name := range []string{"Ana", "Eva", "Inés", "Luz", "Paz"} {
		if answer := add(strings.ReplaceAll(name, "é", "e")); answer.Status != http.StatusOK {
			t.Fatalf("%s", answer.Body)
		}
	}
	if p := add("Sol").Problem(t); p.Reason != "PLAN_LIMIT" || p.Detail != "The plan's 5 doctors are all there: delete some, or change the plan with POST /v1/tenants/plan." {
		t.Errorf("the sixth doctor of a trial is answered %v", p)
	}
	if got := used(t, owner, "doctors"); got != "5 of 5" {
		t.Errorf("the clinic has %s doctors", got)
	}
	if answer := owner.Call(t, "POST", "/v1/tenants/plan", stack.Object{"plan": "basic"}); answer.Status != http.StatusOK {
		t.Fatalf("%s", answer.Body)
	}
	if answer := add("Sol"); answer.Status != http.StatusOK {
		t.Errorf("%s", answer.Body)
	}
	if got := used(t, owner, "doctors"); got != "6 of 20" {
		t.Errorf("the clinic has %s doctors", got)
	}
}

func TestADoctorChangesItsTemporaryPasswordBeforeAnythingElse(t *testing.T) {
	owner := enlace.Register(t, "Temporary Passwords").Verify(t)
	email := "doctor-" + stack.NewDocument() + "@example.com"
	body := stack.Object{"email": email, "firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": stack.NewDocument()}
	added := owner.Call(t, "POST", "/v1/tenants/doctors", body).Object(t)
	if doctor := owner.Call(t, "GET", "/v1/doctors/"+added.Text("doctorId"), nil).Object(t); doctor.Text("firstName") != "Ana" {
		t.Errorf("the doctor is %v", doctor)
	}
	if added.Member("member").Text("doctorId") != added.Text("doctorId") {
		t.Errorf("%v", added)
	}
	login := func(password string) stack.Request {
		return stack.Request{Method: "POST", Path: "/v1/auth/login", Body: stack.Object{"email": email, "password": password}}
	}
	temporary := added.Text("temporaryPassword")
	first := enlace.Must(t, http.StatusOK, login(temporary))
	if first.Text("next") != "PASSWORD_CHANGE_REQUIRED" || first.Text("accessToken") != "" {
		t.Fatalf("a temporary password is answered %v", first)
	}
	reset := stack.Request{Method: "POST", Path: "/v1/auth/password/reset",
		Body: stack.Object{"token": first.Text("resetToken"), "newPassword": stack.Password}}
	enlace.Must(t, http.StatusNoContent, reset)
	if p := enlace.Call(t, reset).Problem(t); p.Reason != "MAIL_LINK_INVALID" {
		t.Errorf("a token that was used is answered %s", p.Reason)
	}
	session := enlace.Must(t, http.StatusOK, login(stack.Password))
	enlace.Must(t, http.StatusOK, stack.Request{Method: "GET", Path: "/v1/tenants/me", Key: session.Text("accessToken")})
	if session.Member("user")["emailVerifiedAt"] != nil {
		t.Error("an e-mail is verified without a mail")
	}
	if p := enlace.Call(t, login(temporary)).Problem(t); p.Reason != "SIGN_IN_REFUSED" {
		t.Errorf("the temporary password is answered %s", p.Reason)
	}
	body["docNumber"] = stack.NewDocument()
	if p := owner.Call(t, "POST", "/v1/tenants/doctors", body).Problem(t); p.Reason != "ALREADY_EXISTS" {
		t.Errorf("a doctor who is a member is answered %s", p.Reason)
	}
}

func TestATemporaryPasswordEndsAfterThreeDays(t *testing.T) {
	owner := enlace.Register(t, "Expired Passwords").Verify(t)
	email := "doctor-" + stack.NewDocument() + "@example.com"
	added := owner.Call(t, "POST", "/v1/tenants/doctors", stack.Object{"email": email, "firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": stack.NewDocument()}).Object(t)
	hours := enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; SET LOCAL app.tenant_id = '"+
		stack.UUID(t, owner.TenantID)+"'; SELECT round(extract(epoch FROM password_expires_at - created_at) / 3600) FROM users WHERE email = '"+
		email+"'; UPDATE users SET password_expires_at = now() WHERE email = '"+email+"'; COMMIT")
	if hours != "72" {
		t.Errorf("the password is good for %q hours", hours)
	}
	p := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": email, "password": added.Text("temporaryPassword")}}).Problem(t)
	if p.Reason != "SIGN_IN_REFUSED" || !strings.HasPrefix(p.Detail, "The temporary password has expired") {
		t.Errorf("%v", p)
	}
}

func TestADoctorWhoHasAUserIsInvited(t *testing.T) {
	owner, other := enlace.Register(t, "Inviting Doctors").Verify(t), enlace.Register(t, "Other Clinic of a Doctor")
	added := owner.Call(t, "POST", "/v1/tenants/doctors", stack.Object{"email": other.Email, "firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": stack.NewDocument()}).Object(t)
	if added["temporaryPassword"] != nil || added["member"] != nil || added.Member("invitation").Text("email") != other.Email {
		t.Fatalf("%v", added)
	}
	joined := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/invitations/accept",
		Body: stack.Object{"token": enlace.MailToken(t, other.Email, "invita"), "password": stack.Password}})
	member := owner.MemberID(t, other)
	if doctor := owner.Call(t, "GET", "/v1/members/"+member, nil).Object(t).Text("doctorId"); doctor != added.Text("doctorId") ||
		joined.Member("tenant").Text("id") != owner.TenantID {
		t.Errorf("the member is the doctor %q: %v", doctor, joined)
	}
}

func TestADoctorThatIsOnlyTriedDoesNotTellWhoHasAUser(t *testing.T) {
	owner, other := enlace.Register(t, "Trying Doctors").Verify(t), enlace.Register(t, "Clinic of Somebody Else")
	try := func(email string) stack.Answer {
		return owner.Call(t, "POST", "/v1/tenants/doctors", stack.Object{"email": email, "firstName": "Ana", "lastName": "Gil",
			"docTypeId": "CC", "docNumber": stack.NewDocument(), "validateOnly": true})
	}
	known, unknown := try(other.Email), try("nobody-"+stack.NewDocument()+"@example.com")
	if known.Status != http.StatusOK || unknown.Status != http.StatusOK || string(known.Body) != string(unknown.Body) {
		t.Errorf("%d %s\n%d %s", known.Status, known.Body, unknown.Status, unknown.Body)
	}
	if got := used(t, owner, "doctors"); got != "0 of 5" {
		t.Errorf("the clinic has %s doctors", got)
	}
}

package contract

import (
	"testing"

	"enlace.dev/tests/stack"
)

// signInCases are what people are told who register, sign in or go on.
func signInCases(t *testing.T) []goldenCase {
	t.Helper()
	owner, other := enlace.Register(t, "Golden Clinic"), enlace.Register(t, "Another Golden Clinic")
	public := func(reason, name, path string, body stack.Object) goldenCase {
		return send(reason, name, "POST", path, body).with(noKey, nil)
	}
	login := func(reason, name, email, password, tenant string) goldenCase {
		body := stack.Object{"email": email, "password": password}
		if tenant != "" {
			body["tenantId"] = tenant
		}
		return public(reason, name, "/v1/auth/login", body)
	}
	register := func(reason, name, clinic, email, password string) goldenCase {
		return public(reason, name, "/v1/tenants/register-clinic", stack.Object{"clinicName": clinic,
			"ownerFirstName": "Eva", "ownerLastName": "Gil", "ownerEmail": email, "password": password})
	}
	choose := func(wording, name, password string) goldenCase {
		return register("PASSWORD"+wording, name, "Golden Clinic", "somebody@example.com", password)
	}
	const wrong = "otra frase que no es la suya"
	slowed := login("TOO_MANY_SIGN_INS", "the eleventh guess in a row", "guessed@example.com", wrong, "")
	slowed.prepare = func(t *testing.T) {
		enlace.ForgetAttempts(t)
		for range 10 {
			enlace.Must(t, 401, slowed.request(""))
		}
		// So that the pause lasts for as long as the case.
		enlace.Exec(t, stack.Database(stack.Auth), "UPDATE sign_in_attempts SET last_at = last_at + interval '1 hour'")
	}
	admin := enlace.Register(t, "Inviting Golden Clinic").Verify(t)
	staff := admin.Join(t, "PROVIDER")
	admin.Call(t, "PATCH", "/v1/members/"+admin.MemberID(t, admin), stack.Object{"employeeId": "E-1"})
	invite := func(reason, name string, body stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/invitations", body).with(admin.AccessToken, nil)
	}
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/invitations", Key: admin.AccessToken,
		Body: stack.Object{"email": other.Email, "role": "PROVIDER"}})
	invited := enlace.MailToken(t, other.Email, "invita")
	flooded := public("TOO_MANY_SIGN_INS.mail", "the eleventh mail in a row", "/v1/auth/password/forgot",
		stack.Object{"email": "flooded@example.com"})
	flooded.prepare = func(t *testing.T) {
		enlace.ForgetAttempts(t)
		for range 10 {
			enlace.Must(t, 204, flooded.request(""))
		}
		enlace.Exec(t, stack.Database(stack.Auth), "UPDATE sign_in_attempts SET last_at = last_at + interval '1 hour';"+
			"DELETE FROM mails WHERE recipient = 'flooded@example.com'")
	}
	factored := enlace.Register(t, "Golden Clinic of Factors")
	factored.Enroll(t, factored.MfaToken)
	factor := enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": factored.Email, "password": stack.Password}}).Text("mfaToken")
	ended := enlace.Register(t, "Golden Clinic of a Trial")
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE tenants SET writable_until = now()"+
		" WHERE tenant_id = '"+stack.UUID(t, ended.TenantID)+"'; COMMIT")
	full := enlace.Register(t, "Golden Clinic that is Full")
	fullID := stack.UUID(t, full.TenantID)
	for _, service := range []string{stack.Patient, stack.Appointment} {
		enlace.Exec(t, stack.Database(service), "INSERT INTO tenant_limits VALUES ('"+fullID+"', 1000000, 100) ON CONFLICT (tenant_id) "+
			"DO UPDATE SET version = excluded.version, most = excluded.most; INSERT INTO tenant_counts VALUES ('"+fullID+"', 63, 100)")
	}
	shrinking := enlace.Register(t, "Golden Clinic that is Large")
	enlace.Exec(t, stack.Database(stack.Patient), "INSERT INTO tenant_counts VALUES ('"+stack.UUID(t, shrinking.TenantID)+"', 63, 10001)")
	late := "late-doctor@example.com"
	lateDoctor := admin.Call(t, "POST", "/v1/tenants/doctors", stack.Object{"email": late, "firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": stack.NewDocument()}).Object(t)
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; SET LOCAL app.tenant_id = '"+
		stack.UUID(t, admin.TenantID)+"'; UPDATE users SET password_expires_at = now() WHERE email = '"+late+"'; COMMIT")
	enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/terms", Key: enlace.AdminKey, Body: stack.Object{
		"kind": "DATA_PROCESSING", "titleEs": "Datos", "titleEn": "Data", "bodyEs": "Uno.", "bodyEn": "One."}})
	if answer := admin.Call(t, "PUT", "/v1/audit/retention", stack.Object{"years": 10}); answer.Status != 200 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	receptionist := admin.Join(t, "ADMINISTRATIVE_STAFF")
	elsewhere := admin.Join(t, "PROVIDER")
	enlace.ForgetAttempts(t)
	enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: stack.Object{
		"clinicName": "Golden Clinic of a Second", "ownerFirstName": "Eva", "ownerLastName": "Gil", "ownerEmail": elsewhere.Email,
		"password": stack.Password}})
	reset := func(reason, name string, of *stack.Person) goldenCase {
		return send(reason, name, "POST", "/v1/members/"+admin.MemberID(t, of)+"/mfa/reset", stack.Object{}).with(admin.AccessToken, nil)
	}
	doctor := func(reason, name, role, document string) goldenCase {
		return public(reason, name, "/v1/tenants/register-clinic", stack.Object{"clinicName": "Golden Clinic", "ownerFirstName": "Eva",
			"ownerLastName": "Gil", "ownerEmail": "somebody@example.com", "password": stack.Password, "role": role,
			"ownerDocTypeId": document, "ownerDocNumber": document})
	}
	cases := []goldenCase{
		reset("OWN_MFA", "one's own second factor removed", admin),
		reset("MFA_ABSENT", "a second factor removed that is not there", staff),
		reset("MEMBER_ELSEWHERE", "the second factor of a member of two clinics removed", elsewhere),
		doctor("DOCTOR_FIELD", "the document of an owner who is no doctor", "admin", "CC"),
		doctor("DOCUMENT_CHARACTERS", "a document with separators", "admin_doctor", "C.C."),
		send("CLINICAL_FIELD", "a comment of administrative staff", "POST", "/v1/appointments", stack.Object{"comment": "Dolor"}).
			with(receptionist.AccessToken, nil),
		login("SIGN_IN_REFUSED.temporary", "a temporary password after three days", late, lateDoctor.Text("temporaryPassword"), ""),
		send("PLAN_LIMIT", "a patient too many", "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
			"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC", "docNumber": stack.NewDocument(), "habeasData": true}).with(full.AccessToken, nil),
		send("PLAN_LIMIT.doctors", "a doctor too many", "POST", "/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil",
			"docTypeId": "CC", "docNumber": "79555111"}).with(full.AccessToken, nil),
		send("PLAN_LIMIT.downgrade", "a plan that is too small", "POST", "/v1/tenants/plan", stack.Object{"plan": "basic"}).
			with(shrinking.AccessToken, nil),
		public("MFA_TOKEN_INVALID", "a token that is none", "/v1/auth/mfa/verify", stack.Object{"mfaToken": exampleMfa, "code": exampleCode}),
		public("MFA_CODE_INVALID", "a code that is none", "/v1/auth/mfa/verify", stack.Object{"mfaToken": factor, "code": "no code"}),
		send("RETENTION_SHORTER", "events kept for less than was chosen", "PUT", "/v1/audit/retention", stack.Object{"years": 6}).
			with(admin.AccessToken, nil),
		send("TENANT_READ_ONLY", "a patient after the end of the trial", "POST", "/v1/patients", stack.Object{"firstName": "Luz"}).
			with(ended.AccessToken, nil),
		public("MAIL_LINK_INVALID", "a link that is none", "/v1/auth/email/verify", stack.Object{"token": exampleMail}),
		public("SIGN_IN_REFUSED.invitation", "an invitation accepted with another password", "/v1/auth/invitations/accept",
			stack.Object{"token": invited, "password": wrong}),
		send("EMAIL_NOT_VERIFIED", "an invitation by who has not verified its e-mail", "POST", "/v1/invitations",
			stack.Object{"email": "somebody@example.com", "role": "PROVIDER"}).with(owner.AccessToken, nil),
		invite("ALREADY_EXISTS.member", "an invitation of a member", stack.Object{"email": staff.Email, "role": "PROVIDER"}),
		invite("ALREADY_EXISTS.employee-id", "an employee id that another has",
			stack.Object{"email": "somebody@example.com", "role": "PROVIDER", "employeeId": "E-1"}),
		send("NOT_FOUND.invitation", "an absent invitation", "DELETE", "/v1/invitations/"+stack.NewID(), nil).with(admin.AccessToken, nil),
		send("TERMS_NOT_IN_FORCE", "terms that are not in force", "POST", "/v1/terms/acceptances",
			stack.Object{"kind": "DATA_PROCESSING", "version": 2}).with(admin.AccessToken, nil),
		get("NOT_FOUND.terms", "terms that were never published", "/v1/terms/COOKIES/versions/1").with(noKey, nil),
		send("NOT_FOUND.terms-acceptance", "the revocation of an absent acceptance", "POST",
			"/v1/terms/acceptances/"+stack.NewID()+"/revoke", stack.Object{}).with(admin.AccessToken, nil),
		send("NOT_FOUND.member", "an absent member", "GET", "/v1/members/"+stack.NewID(), nil).with(admin.AccessToken, nil),
		send("LAST_ADMIN", "the last administrator demoted", "PATCH", "/v1/members/"+admin.MemberID(t, admin),
			stack.Object{"role": "PROVIDER"}).with(admin.AccessToken, nil),
		login("SIGN_IN_REFUSED", "a wrong password", owner.Email, wrong, ""),
		register("SIGN_IN_REFUSED.registration", "a second clinic with another password", "Second", owner.Email, wrong),
		register("ALREADY_EXISTS.clinic", "the same clinic again", "Golden Clinic", owner.Email, stack.Password),
		login("NO_MEMBERSHIP.tenant", "a clinic of somebody else", owner.Email, stack.Password, other.TenantID),
		login("NO_MEMBERSHIP", "a clinic that was closed", closed(t).Email, stack.Password, ""),
		public("REFRESH_TOKEN_INVALID", "a refresh token that is none", "/v1/auth/refresh", stack.Object{"refreshToken": owner.AccessToken}),
		choose("", "a password of fourteen characters", "catorce letras"),
		choose(".long", "a password of 300 bytes", long(299)+"b"),
		choose(".characters", "a password with a line break", "siete colibríes\nen el patio"),
		choose(".common", "a password that everybody has", "passwordpassword"),
		choose(".email", "a password that holds the e-mail's name", "this is somebody's password"),
		choose(".repeated", "one character again and again", "ñññññññññññññññññ"),
	}
	for _, c := range []goldenCase{
		send("NOT_FOUND.session", "a session of somebody else", "DELETE", "/v1/auth/sessions/"+stack.NewID(), nil),
		send("SIGN_IN_REFUSED.change", "a new password without the present one", "POST", "/v1/auth/password/change",
			stack.Object{"password": wrong, "newPassword": "ocho garzas junto al río"}),
		send("PASSWORD.same", "a new password that is the present one", "POST", "/v1/auth/password/change",
			stack.Object{"password": stack.Password, "newPassword": stack.Password}),
	} {
		cases = append(cases, c.with(owner.AccessToken, nil))
	}
	for i := range cases {
		cases[i].prepare = func(t *testing.T) { enlace.ForgetAttempts(t) }
	}
	return append(cases, slowed, flooded)
}

// closed is somebody whose only clinic is not active.
func closed(t *testing.T) *stack.Person {
	t.Helper()
	owner := enlace.Register(t, "Closed Golden Clinic")
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + owner.TenantID, Key: enlace.AdminKey,
		Body: `{"active":false}`})
	return owner
}

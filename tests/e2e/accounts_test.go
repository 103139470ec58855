package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// visit follows a link of a mail, as a browser does.
func visit(t *testing.T, link string) stack.Answer {
	t.Helper()
	return enlace.Call(t, stack.Request{Method: "GET", Path: link})
}

// submit sends the form of the page that a link leads to.
func submit(t *testing.T, link string, fields url.Values) stack.Answer {
	t.Helper()
	return enlace.Call(t, stack.Request{Method: "POST", Path: link, Body: fields.Encode(),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}})
}

func mustSay(t *testing.T, answer stack.Answer, status int, text string) {
	t.Helper()
	if answer.Status != status || !strings.Contains(string(answer.Body), text) {
		t.Fatalf("instead of %d with %q: %d\n%s", status, text, answer.Status, answer.Body)
	}
}

func TestALinkOfAMailVerifiesByAButtonAndNotByBeingOpened(t *testing.T) {
	owner := enlace.Register(t, "Verified Clinic")
	link := enlace.WaitForMail(t, owner.Email, "Confirme su correo").Link(t)
	for range 2 {
		mustSay(t, visit(t, link), http.StatusOK, "Confirmar el correo")
	}
	refused := owner.Call(t, "POST", "/v1/invitations", stack.Object{"email": "a@example.com", "role": "PROVIDER"})
	if refused.Problem(t).Reason != "EMAIL_NOT_VERIFIED" {
		t.Errorf("%s", refused.Body)
	}
	mustSay(t, submit(t, link, nil), http.StatusOK, "Su correo está confirmado")
	mustSay(t, visit(t, link), http.StatusNotFound, "Este enlace no sirve")
	if user := owner.Login(t).Call(t, "POST", "/v1/auth/switch-tenant", stack.Object{"tenantId": owner.TenantID}).Object(t).
		Member("user"); user.Text("emailVerifiedAt") == "" {
		t.Errorf("the user is %v", user)
	}
	if answer := owner.Call(t, "POST", "/v1/auth/email/send-verification", stack.Object{}); answer.Status != http.StatusNoContent {
		t.Errorf("%s", answer.Body)
	}
}

func TestSomebodyJoinsAClinicAndIsWhatItsAdministratorSays(t *testing.T) {
	owner := enlace.Register(t, "Growing Clinic").Verify(t)
	email, _ := owner.Invite(t, "ADMINISTRATIVE_STAFF")
	mail := enlace.WaitForMail(t, email, "Growing Clinic lo invita")
	mustSay(t, visit(t, mail.Link(t)), http.StatusOK, "Growing Clinic")
	mustSay(t, submit(t, mail.Link(t), url.Values{"firstName": {"Andrés"}, "password": {"corta"}}), http.StatusBadRequest,
		"Contraseña: debe tener al menos 15 caracteres")
	mustSay(t, submit(t, mail.Link(t), url.Values{"firstName": {"Andrés"}, "lastName": {"Cuéllar"},
		"password": {stack.Password}}), http.StatusOK, "Ya hace parte de la clínica")
	login := func() stack.Answer {
		return enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/auth/login",
			Body: stack.Object{"email": email, "password": stack.Password}})
	}
	session := login().Object(t)
	token := session.Text("accessToken")
	member := owner.MemberID(t, &stack.Person{Email: email, UserID: session.Member("user").Text("id")})
	mayList := func() bool {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/members", Key: token})
		return answer.Status == http.StatusOK
	}
	if mayList() {
		t.Fatal("administrative staff lists the members")
	}
	owner.Call(t, "PATCH", "/v1/members/"+member, stack.Object{"role": "ORGANIZATION_ADMIN"})
	if !stack.Within(5*time.Second, mayList) {
		t.Error("the new role does not count after 5 s")
	}
	mustOpen(t, token)
	owner.Call(t, "PATCH", "/v1/members/"+member, stack.Object{"active": false})
	mustClose(t, token, everywhere)
	if p := login().Problem(t); p.Reason != "NO_MEMBERSHIP" {
		t.Errorf("who was deactivated is answered %s", p.Reason)
	}
}

func TestAForgottenPasswordIsSetAnewByMail(t *testing.T) {
	owner := enlace.Register(t, "Forgetful Clinic")
	mustOpen(t, owner.AccessToken)
	forgot := func(email string) stack.Answer {
		return enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/auth/password/forgot",
			Body: stack.Object{"email": email}, Header: map[string]string{"Accept-Language": "en"}})
	}
	nobody := "nobody-" + stack.NewDocument() + "@example.com"
	known, unknown := forgot(owner.Email), forgot(nobody)
	if known.Status != http.StatusNoContent || unknown.Status != known.Status || string(unknown.Body) != string(known.Body) {
		t.Errorf("%d %s, %d %s", known.Status, known.Body, unknown.Status, unknown.Body)
	}
	link := enlace.WaitForMail(t, owner.Email, "Change your password").Link(t)
	mustSay(t, submit(t, link, url.Values{"password": {"ocho garzas junto al río"}}), http.StatusOK, "Su contraseña cambió")
	mustClose(t, owner.AccessToken, everywhere)
	enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": owner.Email, "password": "ocho garzas junto al río"}})
	enlace.WaitForMail(t, owner.Email, "Su contraseña cambió")
	if count := enlace.MailCount(t, nobody); count != 0 {
		t.Errorf("who has no user got %d mails", count)
	}
}

func TestADeadMailServerLosesNoMail(t *testing.T) {
	enlace.StopMail(t)
	owner := enlace.Register(t, "Patient Clinic")
	stack.Eventually(t, 10*time.Second, "the mail was tried", func() bool {
		return strings.Contains(enlace.Exec(t, stack.Database(stack.Auth),
			"SELECT attempts > 0 FROM mails WHERE recipient = '"+owner.Email+"'"), "t")
	})
	enlace.StartMail(t)
	owner.Verify(t)
	if count := enlace.MailCount(t, owner.Email); count != 1 {
		t.Errorf("it came %d times", count)
	}
}

func TestReadingTheStaffIsRecorded(t *testing.T) {
	owner := enlace.Register(t, "Recorded Staff")
	id := owner.MemberID(t, owner)
	if !stack.Within(10*time.Second, func() bool {
		for _, event := range owner.Call(t, "GET", "/v1/audit/events?resourceType=Membership", nil).Object(t).Objects(t, "events") {
			if event.Text("action") == "LIST" || event.Text("action") == "READ" {
				ids, _ := event["resourceIds"].([]any)
				return len(ids) == 1 && ids[0] == id
			}
		}
		return false
	}) {
		t.Error("the reading of the members left no record")
	}
}

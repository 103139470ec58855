package stack

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// Password is that of every person whom the tests register.
const Password = "siete colibríes en el patio"

// Person is somebody who is signed in to a clinic.
type Person struct {
	Email, UserID, TenantID string
	AccessToken             string
	RefreshToken            string
	// MfaToken begins with a second factor.
	MfaToken string
	// TotpSecret is that of the second factor, once the person has one, and UsedCode the code that
	// confirmed it.
	TotpSecret, UsedCode string

	stack *Stack
}

var people atomic.Int64

// Register registers a clinic of this name with an administrator of its own. It asks nobody but
// auditors for a second factor.
func (s *Stack) Register(t testing.TB, clinic string) *Person {
	t.Helper()
	p := s.RegisterStrict(t, clinic)
	s.Must(t, http.StatusOK, Request{Method: "PATCH", Path: "/v1/tenants/" + p.TenantID, Key: s.AdminKey,
		Body: Object{"settings": Object{"mfaRequired": false}}})
	return p
}

// RegisterStrict registers a clinic whose staff needs second factors.
func (s *Stack) RegisterStrict(t testing.TB, clinic string) *Person {
	t.Helper()
	p := &Person{Email: fmt.Sprintf("owner-%d-%s@example.com", people.Add(1), NewDocument()), stack: s}
	s.ForgetAttempts(t)
	answer := s.Call(t, Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: Object{
		"clinicName": clinic, "ownerFirstName": "Lucía", "ownerLastName": "Herrera", "ownerEmail": p.Email,
		"password": Password}})
	p.take(t, answer)
	return p
}

// Login begins another session of the person, in the same clinic.
func (p *Person) Login(t testing.TB) *Person {
	t.Helper()
	other := *p
	other.take(t, p.stack.Call(t, Request{Method: "POST", Path: "/v1/auth/login",
		Body: Object{"email": p.Email, "password": Password, "tenantId": p.TenantID}}))
	return &other
}

// Enroll gives the person a second factor, and signs it in by that. It answers the recovery codes.
func (p *Person) Enroll(t testing.TB, mfaToken string) []string {
	t.Helper()
	p.stack.ForgetAttempts(t)
	enrolled := p.stack.Must(t, http.StatusOK, Request{Method: "POST", Path: "/v1/auth/mfa/enroll", Body: Object{"mfaToken": mfaToken}})
	p.TotpSecret = enrolled.Text("secret")
	p.UsedCode = p.Code(t)
	answer := p.stack.Call(t, Request{Method: "POST", Path: "/v1/auth/mfa/verify",
		Body: Object{"mfaToken": mfaToken, "code": p.UsedCode}})
	p.take(t, answer)
	var codes []string
	for _, code := range answer.Object(t)["recoveryCodes"].([]any) {
		codes = append(codes, code.(string))
	}
	return codes
}

// Code is what the person's authenticator shows now.
func (p *Person) Code(t testing.TB) string {
	t.Helper()
	code, err := totp.GenerateCode(p.TotpSecret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// Call makes a REST call with the person's access token.
func (p *Person) Call(t testing.TB, method, path string, body any) Answer {
	t.Helper()
	return p.stack.Call(t, Request{Method: method, Path: path, Key: p.AccessToken, Body: body})
}

func (p *Person) take(t testing.TB, answer Answer) {
	t.Helper()
	if answer.Status != http.StatusOK {
		t.Fatalf("signing %s in is answered %d: %s", p.Email, answer.Status, answer.Body)
	}
	session := answer.Object(t)
	p.AccessToken, p.RefreshToken, p.MfaToken = session.Text("accessToken"), session.Text("refreshToken"), session.Text("mfaToken")
	p.UserID, p.TenantID = session.Member("user").Text("id"), session.Member("tenant").Text("id")
}

// ForgetAttempts lets everybody register and sign in anew: all tests come from one address.
func (s *Stack) ForgetAttempts(t testing.TB) {
	t.Helper()
	s.Exec(t, Database(Auth), "DELETE FROM sign_in_attempts")
}

// SetRole changes what a person is in its clinic.
func (p *Person) SetRole(t testing.TB, role string) {
	t.Helper()
	p.stack.Exec(t, Database(Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE memberships SET role = '"+role+
		"' WHERE tenant_id = '"+UUID(t, p.TenantID)+"'; COMMIT")
}

// MakeSuperAdmin lets the person act in any clinic's name.
func (p *Person) MakeSuperAdmin(t testing.TB) {
	t.Helper()
	p.stack.Exec(t, Database(Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; SET LOCAL app.tenant_id = '"+UUID(t, p.TenantID)+
		"'; UPDATE users SET super_admin = true WHERE id = '"+UUID(t, p.UserID)+"'; COMMIT")
}

// Verify proves that the e-mail is the person's, by the mail that was sent to it.
func (p *Person) Verify(t testing.TB) *Person {
	t.Helper()
	p.stack.Must(t, http.StatusNoContent, Request{Method: "POST", Path: "/v1/auth/email/verify",
		Body: Object{"token": p.stack.MailToken(t, p.Email, "Confirme")}})
	return p
}

// Invite invites somebody, and answers the e-mail and the token of the mail.
func (p *Person) Invite(t testing.TB, role string) (email, token string) {
	t.Helper()
	email = fmt.Sprintf("staff-%d-%s@example.com", people.Add(1), NewDocument())
	p.stack.Must(t, http.StatusCreated, Request{Method: "POST", Path: "/v1/invitations", Key: p.AccessToken,
		Body: Object{"email": email, "role": role}})
	return email, p.stack.MailToken(t, email, "invita")
}

// Join has somebody accept an invitation of the person, who must be a verified administrator.
func (p *Person) Join(t testing.TB, role string) *Person {
	t.Helper()
	email, token := p.Invite(t, role)
	joined := &Person{Email: email, stack: p.stack}
	joined.take(t, p.stack.Call(t, Request{Method: "POST", Path: "/v1/auth/invitations/accept", Body: Object{
		"token": token, "password": Password, "firstName": "Andrés", "lastName": "Cuéllar"}}))
	return joined
}

// MemberID is the id of another person's membership in the clinic, which the person administers.
func (p *Person) MemberID(t testing.TB, of *Person) string {
	t.Helper()
	for _, member := range p.Call(t, "GET", "/v1/members?pageSize=200", nil).Object(t).Objects(t, "members") {
		if member.Text("userId") == of.UserID {
			return member.Text("id")
		}
	}
	t.Fatalf("%s is no member", of.Email)
	return ""
}

// MailToken is that of the link in the newest mail to an address.
func (s *Stack) MailToken(t testing.TB, to, subjectPart string) string {
	t.Helper()
	link := s.WaitForMail(t, to, subjectPart).Link(t)
	_, token, found := strings.Cut(link, "/m/")
	if !found {
		t.Fatalf("the link %q leads nowhere", link)
	}
	return token
}

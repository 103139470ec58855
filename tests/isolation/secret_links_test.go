package isolation

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// visit opens a link with a slip of the pen and without, and keeps what it ends in.
func (s *secretive) visit(t *testing.T, link string) (token string) {
	t.Helper()
	token = strings.TrimSuffix(link[strings.LastIndex(link, "/")+1:], ".ics")
	s.keep(token, "a link's token")
	s.call(t, "", "GET", link, nil)
	wrong := strings.Replace(link, token, token[1:]+token[:1], 1)
	s.keep(token[1:]+token[:1], "a link's wrong token")
	s.call(t, "", "GET", wrong, nil)
	return token
}

// useMails follows the links of every kind of mail, and answers who has joined by an invitation.
func (s *secretive) useMails(t *testing.T, owner *somebody) (joined *somebody) {
	t.Helper()
	const verify, reset, accept = "/v1/auth/email/verify", "/v1/auth/password/reset", "/v1/auth/invitations/accept"
	token := s.visit(t, enlace.WaitForMail(t, owner.email, "Confirme").Link(t))
	s.must(t, 204, "", "POST", verify, stack.Object{"token": token})
	s.must(t, 401, "", "POST", verify, stack.Object{"token": token})

	s.must(t, 204, "", "POST", "/v1/auth/password/forgot", stack.Object{"email": owner.email})
	link := enlace.WaitForMail(t, owner.email, "Cambie").Link(t)
	token = s.visit(t, link)
	owner.password = newPassword()
	s.must(t, 400, "", "POST", reset, stack.Object{"token": token, "newPassword": shortPassword()})
	s.must(t, 400, "", "POST", link, url.Values{"password": {shortPassword()}})
	s.must(t, 200, "", "POST", link, url.Values{"password": {owner.password}})
	s.must(t, 404, "", "POST", link, url.Values{"password": {newPassword()}})
	s.must(t, 401, "", "POST", reset, stack.Object{"token": token, "newPassword": newPassword()})
	s.signIn(t, owner)

	joined = &somebody{email: "joined-" + stack.NewDocument() + "@example.com", password: newPassword()}
	s.must(t, 201, owner.token, "POST", "/v1/invitations", stack.Object{"email": joined.email, "role": "PROVIDER"})
	link = enlace.WaitForMail(t, joined.email, "invita").Link(t)
	token = s.visit(t, link)
	s.must(t, 400, "", "POST", link, url.Values{"firstName": {"Andrés"}, "lastName": {"Cuéllar"}, "password": {shortPassword()}})
	body := stack.Object{"token": token, "password": joined.password, "firstName": "Andrés", "lastName": "Cuéllar"}
	s.must(t, 200, "", "POST", accept, body)
	s.must(t, 401, "", "POST", accept, body)
	return joined
}

// useLinks reads a calendar and answers a reply link, by the secrets of their URLs.
func (s *secretive) useLinks(t *testing.T) {
	t.Helper()
	clinic := enlace.NewClinic(t, "Secret links")
	s.keep(clinic.Key, "a clinic's key")
	feed := s.must(t, 201, clinic.Key, "POST", "/v1/calendar-feeds", stack.Object{"doctorId": clinic.Doctor})
	s.visit(t, feed.Text("url"))
	_, number := clinic.NewPatient(t)
	start := time.Now().Add(50 * time.Hour).UTC().Truncate(time.Minute)
	appointment := clinic.Must(t, 201, "POST", "/v1/appointments", clinic.BookingBody(number, start.Format(time.RFC3339), start.Add(30*time.Minute).Format(time.RFC3339)))
	reply := s.must(t, 200, clinic.Key, "POST", "/v1/appointments/"+appointment.Text("id")+"/reply-link", stack.Object{}).Text("url")
	s.visit(t, reply)
	for _, action := range []string{"confirm", "cancel", "nothing"} {
		s.call(t, "", "POST", reply, url.Values{"action": {action}})
	}
}

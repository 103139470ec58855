package isolation

import (
	"testing"

	"enlace.dev/tests/stack"
)

// somebody signs in by a password that may change, and has the token of the last sign-in.
type somebody struct {
	email, password, token string
}

// newPassword is one that nobody else has.
func newPassword() string { return "garzas y barcos " + stack.NewID() }

// shortPassword is one that is refused.
func shortPassword() string { return "corta" + stack.NewID()[18:] }

// register registers a clinic that asks its staff for no second factor.
func (s *secretive) register(t *testing.T) *somebody {
	t.Helper()
	enlace.ForgetAttempts(t)
	who := &somebody{email: "secretive-" + stack.NewDocument() + "@example.com", password: newPassword()}
	session := s.must(t, 200, "", "POST", "/v1/tenants/register-clinic", stack.Object{"clinicName": "Secretive " + stack.NewDocument(),
		"ownerFirstName": "Lucía", "ownerLastName": "Herrera", "ownerEmail": who.email, "password": who.password})
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + session.Member("tenant").Text("id"), Key: enlace.AdminKey,
		Body: stack.Object{"settings": stack.Object{"mfaRequired": false}}})
	return who
}

// signIn signs somebody in by the password alone.
func (s *secretive) signIn(t *testing.T, who *somebody) stack.Object {
	t.Helper()
	session := s.must(t, 200, "", "POST", "/v1/auth/login", stack.Object{"email": who.email, "password": who.password})
	who.token = session.Text("accessToken")
	return session
}

// useAPassword registers an administrator who signs in, with mistakes, and changes the password.
func (s *secretive) useAPassword(t *testing.T) *somebody {
	t.Helper()
	who := s.register(t)
	for _, wrong := range []string{newPassword(), who.password + "x", who.password[1:]} {
		s.must(t, 401, "", "POST", "/v1/auth/login", stack.Object{"email": who.email, "password": wrong})
	}
	refresh := func(token string) stack.Answer {
		return s.call(t, "", "POST", "/v1/auth/refresh", stack.Object{"refreshToken": token})
	}
	ended := s.signIn(t, who)
	renewed := refresh(ended.Text("refreshToken")).Object(t)
	refresh(renewed.Text("refreshToken"))
	for _, wrong := range []string{ended.Text("refreshToken"), renewed.Text("refreshToken") + "x", ended.Text("accessToken")} {
		if answer := refresh(wrong); answer.Status < 400 {
			t.Errorf("a refresh token that is none any more: %d", answer.Status)
		}
	}
	s.signIn(t, who)
	change := func(status int, from, to string) {
		s.must(t, status, who.token, "POST", "/v1/auth/password/change", stack.Object{"password": from, "newPassword": to})
	}
	next := newPassword()
	change(400, who.password, shortPassword())
	change(401, newPassword(), newPassword())
	change(204, who.password, next)
	who.password = next
	return who
}

// useASecondFactor gives somebody one, who signs in by it with mistakes, and by a code of recovery.
func (s *secretive) useASecondFactor(t *testing.T, who *somebody) {
	t.Helper()
	first := s.signIn(t, who)
	const verify, enroll = "/v1/auth/mfa/verify", "/v1/auth/mfa/enroll"
	enrolled := s.must(t, 200, "", "POST", enroll, stack.Object{"mfaToken": first.Text("mfaToken")})
	s.must(t, 401, "", "POST", enroll, stack.Object{"mfaToken": first.Text("mfaToken") + "x"})
	code := (&stack.Person{TotpSecret: enrolled.Text("secret")}).Code(t)
	s.must(t, 401, "", "POST", verify, stack.Object{"mfaToken": first.Text("mfaToken"), "code": "000001"})
	active := s.must(t, 200, "", "POST", verify, stack.Object{"mfaToken": first.Text("mfaToken"), "code": code})
	second := s.must(t, 200, "", "POST", "/v1/auth/login", stack.Object{"email": who.email, "password": who.password})
	recovery := active["recoveryCodes"].([]any)[0]
	for _, try := range []struct {
		status int
		code   any
	}{{401, code}, {401, "WRONG-" + stack.NewID()}, {200, recovery}, {401, recovery}} {
		s.must(t, try.status, "", "POST", verify, stack.Object{"mfaToken": second.Text("mfaToken"), "code": try.code})
	}
}

// useATemporaryPassword adds a doctor, who signs in by a password that has to be changed.
func (s *secretive) useATemporaryPassword(t *testing.T, owner *somebody) {
	t.Helper()
	doctor := &somebody{email: "secretive-" + stack.NewDocument() + "@example.com"}
	added := s.must(t, 200, owner.token, "POST", "/v1/tenants/doctors", stack.Object{"email": doctor.email, "firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": stack.NewDocument()})
	doctor.password = added.Text("temporaryPassword")
	reset := s.signIn(t, doctor).Text("resetToken")
	s.must(t, 400, "", "POST", "/v1/auth/password/reset", stack.Object{"token": reset, "newPassword": shortPassword()})
	s.must(t, 204, "", "POST", "/v1/auth/password/reset", stack.Object{"token": reset, "newPassword": newPassword()})
}

package edge

import (
	"context"
	"net/url"
	"strings"
	"testing"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

var mailToken = strings.Repeat("B2-_", 14)

// answerMailLink plays one link; what uses it is answered `used`.
func (w *world) answerMailLink(link *authv1.MailLink, used error) {
	w.respond = func(_ context.Context, _ string, request proto.Message) (proto.Message, error) {
		if request.(interface{ GetToken() string }).GetToken() != mailToken {
			return nil, ours(w.t.(*testing.T), codes.Unauthenticated, "MAIL_LINK_INVALID", "no")
		}
		switch request.(type) {
		case *authv1.GetMailLinkRequest:
			return link, nil
		case *authv1.AcceptInvitationRequest:
			return &authv1.SignInResponse{}, used
		default:
			return &emptypb.Empty{}, used
		}
	}
}

func (w *world) pressMail(token string, fields url.Values) reply {
	w.t.Helper()
	return w.send("POST", "/m/"+token, fields.Encode(), "Content-Type", "", "Content-Type", "application/x-www-form-urlencoded")
}

func TestThePageOfAMailLinkAsksForWhatTheLinkNeeds(t *testing.T) {
	for _, c := range []struct {
		link          *authv1.MailLink
		asks, asksNot []string
	}{
		{&authv1.MailLink{Kind: "VERIFY_EMAIL", Email: "a@b.co", HasUser: true}, []string{"a@b.co", "Confirmar el correo"},
			[]string{`name="password"`, `name="firstName"`}},
		{&authv1.MailLink{Kind: "RESET_PASSWORD", Email: "a@b.co", HasUser: true}, []string{`autocomplete="new-password"`, "Cambiar la contraseña"},
			[]string{`name="firstName"`, "ya tiene usuario"}},
		{&authv1.MailLink{Kind: "INVITATION", ClinicName: "Sede <b>"}, []string{"Sede &lt;b&gt;", `name="firstName"`, `name="lastName"`, `autocomplete="new-password"`}, nil},
		{&authv1.MailLink{Kind: "INVITATION", ClinicName: "Sede", HasUser: true}, []string{"ya tiene usuario", `autocomplete="current-password"`},
			[]string{`name="firstName"`}},
	} {
		w := newWorld(t)
		w.answerMailLink(c.link, nil)
		got := w.send("GET", "/m/"+mailToken, "")
		for _, part := range c.asks {
			if !strings.Contains(got.body, part) {
				t.Errorf("%q is not on the page: %s", part, got.body)
			}
		}
		for _, part := range c.asksNot {
			if strings.Contains(got.body, part) {
				t.Errorf("%q is on the page: %s", part, got.body)
			}
		}
		if _, reads := w.onlyCall().request.(*authv1.GetMailLinkRequest); got.status != 200 || !reads ||
			got.header.Get("Cache-Control") != "no-store" || got.header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%d %v", got.status, got.header)
		}
	}
}

func TestTheButtonOfAMailLinkUsesIt(t *testing.T) {
	fields := url.Values{"password": {"ocho garzas junto al río"}, "firstName": {"Ana"}, "lastName": {"Gil"}}
	for kind, want := range map[string]proto.Message{
		"VERIFY_EMAIL":   &authv1.VerifyEmailRequest{Token: mailToken},
		"RESET_PASSWORD": &authv1.ResetPasswordRequest{Token: mailToken, NewPassword: "ocho garzas junto al río"},
		"INVITATION": &authv1.AcceptInvitationRequest{Token: mailToken, Password: "ocho garzas junto al río",
			FirstName: "Ana", LastName: "Gil"},
	} {
		w := newWorld(t)
		w.answerMailLink(&authv1.MailLink{Kind: kind}, nil)
		got := w.pressMail(mailToken, fields)
		calls := w.taken()
		if got.status != 200 || !strings.Contains(got.body, mailWords[reason.Spanish]["done "+kind]) || len(calls) != 2 ||
			!proto.Equal(calls[1].request, want) {
			t.Errorf("%s: %d %s %v", kind, got.status, got.body, calls)
		}
	}
}

func TestAMailLinkThatCanNotBeUsedSaysWhy(t *testing.T) {
	for _, c := range []struct {
		refusal error
		status  int
		says    string
	}{
		{ours(t, codes.Unauthenticated, "SIGN_IN_REFUSED", "no"), 401, "role=\"alert\""},
		{ours(t, codes.Unauthenticated, "MAIL_LINK_INVALID", "no"), 404, "Este enlace no sirve"},
		{ours(t, codes.Unavailable, "UNAVAILABLE", "no"), 503, "No pudimos responder ahora"},
	} {
		w := newWorld(t)
		w.answerMailLink(&authv1.MailLink{Kind: "INVITATION", HasUser: true}, c.refusal)
		if got := w.pressMail(mailToken, url.Values{"password": {"x"}}); got.status != c.status || !strings.Contains(got.body, c.says) {
			t.Errorf("%v: %d %s", c.refusal, got.status, got.body)
		}
	}
}

func TestWhatIsNoMailLinkIsRefusedOnAPageAndNeverLogged(t *testing.T) {
	w := newWorld(t)
	w.answerMailLink(&authv1.MailLink{Kind: "VERIFY_EMAIL"}, nil)
	for _, token := range []string{strings.Repeat("A", 56), "", "x", mailToken + "A", mailToken + "/"} {
		for _, got := range []reply{w.send("GET", "/m/"+token, ""), w.pressMail(token, nil)} {
			if got.status != 404 || !strings.Contains(got.body, "Este enlace no sirve") {
				t.Errorf("%q: %d %s", token, got.status, got.body)
			}
		}
	}
	w.send("GET", "/m/"+mailToken, "")
	w.send("PUT", "/m/"+mailToken, "{}").problem(t, 405)
	if text := w.log.String(); strings.Contains(text, mailToken) || !strings.Contains(text, "/m/{token}") {
		t.Errorf("%s", text)
	}
}

func TestWhatIsNoTextInAFormIsNamedOnThePage(t *testing.T) {
	w := newWorld(t)
	w.answerMailLink(&authv1.MailLink{Kind: "INVITATION", ClinicName: "Sede"}, nil)
	got := w.pressMail(mailToken, url.Values{"firstName": {"Luz"}, "lastName": {"a\x80"}, "password": {"b\x00"}})
	if got.status != 400 || !strings.Contains(got.body, "Apellidos: ") || !strings.Contains(got.body, "Contraseña: ") ||
		strings.Contains(got.body, "Nombres: ") {
		t.Errorf("%d: %s", got.status, got.body)
	}
	for _, c := range w.taken() {
		if strings.HasSuffix(c.method, "/AcceptInvitation") {
			t.Error("the service was asked")
		}
	}
}

package edge

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// mailLinksAt is where the pages are that links in mails lead to.
const mailLinksAt = "/m/"

// maxMailForm is more than two names and a password need.
const maxMailForm = 8 << 10

// mailPath keeps what can be no token from the service.
var mailPath = regexp.MustCompile(`^/m/([A-Za-z0-9_-]{56})$`)

// mailLinks answers the pages on which people verify their e-mail, set a password anew or accept an
// invitation. A GET changes nothing, because mail programs open links to look for harm. The path is
// never logged.
type mailLinks struct {
	identity authv1.IdentityServiceClient
	links    *links
}

// ServeHTTP implements http.Handler.
func (s *mailLinks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchangeOf(r.Context())
	x.pattern = mailLinksAt + "{token}"
	if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost}, r.Method) {
		refuse(w, r, methodNotAllowed(w, http.MethodGet, http.MethodHead, http.MethodPost))
		return
	}
	if p := s.links.blocked(w, r); p != nil {
		showMailLater(w, r, p)
		return
	}
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, maxMailForm)
		// What is no form has no password, which the service says.
		_ = r.ParseForm()
	}
	leave, p := s.links.enter(r)
	if p != nil {
		showMailLater(w, r, p)
		return
	}
	defer leave()
	ctx, cancel := linkCall(r, ofAudience(x))
	defer cancel()
	token, link, err := s.open(ctx, r.URL.Path)
	s.links.note(r, err)
	if err == nil && r.Method == http.MethodPost {
		if wrong := notText(r.PostForm); wrong != nil {
			mailView{status: wrong.HTTPStatus(), link: link, wrong: wrong}.show(w, r)
			return
		}
		if err = s.use(ctx, link.GetKind(), token, r); err == nil {
			mailView{status: http.StatusOK, notice: "done " + link.GetKind()}.show(w, r)
			return
		}
	}
	viewOf(link, err).show(w, r)
}

// open asks what the link of a path is good for.
func (s *mailLinks) open(ctx context.Context, path string) (string, *authv1.MailLink, error) {
	m := mailPath.FindStringSubmatch(path)
	if m == nil {
		return "", nil, status.Error(codes.Unauthenticated, "malformed")
	}
	link, err := s.identity.GetMailLink(ctx, &authv1.GetMailLinkRequest{Token: m[1]})
	return m[1], link, err
}

// use does what the link is for, with what the form says.
func (s *mailLinks) use(ctx context.Context, kind, token string, r *http.Request) (err error) {
	switch kind {
	case "VERIFY_EMAIL":
		_, err = s.identity.VerifyEmail(ctx, &authv1.VerifyEmailRequest{Token: token})
	case "RESET_PASSWORD":
		_, err = s.identity.ResetPassword(ctx, &authv1.ResetPasswordRequest{
			Token: token, NewPassword: r.PostForm.Get("password")})
	default:
		_, err = s.identity.AcceptInvitation(ctx, &authv1.AcceptInvitationRequest{
			Token: token, Password: r.PostForm.Get("password"),
			FirstName: r.PostForm.Get("firstName"), LastName: r.PostForm.Get("lastName")})
	}
	return err
}

// notText says which fields of a form can be sent to no service; nil when all can.
func notText(form url.Values) *problem.Problem {
	var found []problem.Violation
	for _, name := range []string{"firstName", "lastName", "password"} {
		if !validText(form.Get(name)) {
			found = append(found, problem.Violation{Field: name, Said: reason.InvalidText()})
		}
	}
	if found == nil {
		return nil
	}
	return problem.Invalid(found)
}

// showMailLater answers the page to whom the gateway has no time for yet.
func showMailLater(w http.ResponseWriter, r *http.Request, p *problem.Problem) {
	w.Header().Set("Retry-After", strconv.Itoa(p.RetryAfter))
	mailView{status: http.StatusTooManyRequests, notice: "later"}.show(w, r)
}

// mailView is what a page shows: a notice of mailWords, or the form of a link and what was wrong
// with it before.
type mailView struct {
	status int
	notice string
	link   *authv1.MailLink
	wrong  *problem.Problem
}

// viewOf is the page of a link that was opened, or could not be used.
func viewOf(link *authv1.MailLink, err error) mailView {
	if err == nil {
		return mailView{status: http.StatusOK, link: link}
	}
	refused := problem.FromStatus(status.Convert(err))
	switch {
	case link != nil && refused.ReasonName() != "MAIL_LINK_INVALID" && refused.HTTPStatus() < http.StatusInternalServerError:
		return mailView{status: refused.HTTPStatus(), link: link, wrong: refused}
	case status.Code(err) == codes.Unauthenticated:
		return mailView{status: http.StatusNotFound, notice: "unknown"}
	default:
		return mailView{status: http.StatusServiceUnavailable, notice: "later"}
	}
}

// complaints are what was wrong, in the words of the form.
func (v mailView) complaints(language reason.Language) (said []string) {
	if v.wrong == nil {
		return nil
	}
	words := mailWords[language]
	for _, violation := range v.wrong.Violations {
		label := words[violation.Field]
		if violation.Field == "newPassword" {
			label = words["password"]
		}
		said = append(said, label+": "+violation.Said.In(language))
	}
	if len(said) == 0 {
		said = []string{v.wrong.Said.In(language)}
	}
	return said
}

func (v mailView) show(w http.ResponseWriter, r *http.Request) {
	language := beginPage(w, r)
	words := mailWords[language]
	kind := v.link.GetKind()
	w.WriteHeader(v.status)
	if r.Method == http.MethodHead {
		return
	}
	_ = mailPage.Execute(w, map[string]any{
		"Language": language.String(), "Words": words, "Style": pageStyle, "Link": v.link,
		"Notice": words[v.notice], "Complaints": v.complaints(language),
		"Action": words["do "+kind], "Explain": words[kind],
		"AsksNames":    kind == "INVITATION" && !v.link.GetHasUser(),
		"AsksPassword": kind == "INVITATION" || kind == "RESET_PASSWORD",
		"New":          !v.link.GetHasUser() || kind == "RESET_PASSWORD",
	})
}

// mailWords are the page's texts, by language.
var mailWords = map[reason.Language]map[string]string{
	reason.Spanish: {
		"title": "Enlace", "firstName": "Nombres", "lastName": "Apellidos", "password": "Contraseña",
		"VERIFY_EMAIL": "Confirme que este correo es suyo.", "do VERIFY_EMAIL": "Confirmar el correo",
		"RESET_PASSWORD": "Elija una contraseña nueva, de 15 caracteres o más: una frase que nadie adivine.", "do RESET_PASSWORD": "Cambiar la contraseña",
		"INVITATION": "Lo invita a trabajar en Enlace:", "do INVITATION": "Aceptar la invitación",
		"has user":            "Este correo ya tiene usuario: escriba la contraseña que ya usa.",
		"done VERIFY_EMAIL":   "Su correo está confirmado. Puede cerrar esta página.",
		"done RESET_PASSWORD": "Su contraseña cambió y sus sesiones terminaron. Inicie sesión con la nueva.",
		"done INVITATION":     "Ya hace parte de la clínica. Inicie sesión con su correo y su contraseña.",
		"unknown":             "Este enlace no sirve: ya se usó, venció o fue retirado. Pida un correo nuevo.",
		"later":               "No pudimos responder ahora. Intente de nuevo en un momento.",
	},
	reason.English: {
		"title": "Enlace", "firstName": "First name", "lastName": "Last name", "password": "Password",
		"VERIFY_EMAIL": "Confirm that this e-mail is yours.", "do VERIFY_EMAIL": "Confirm the e-mail",
		"RESET_PASSWORD": "Choose a new password of 15 characters or more: a sentence that nobody guesses.", "do RESET_PASSWORD": "Change the password",
		"INVITATION": "You are invited to work at Enlace with:", "do INVITATION": "Accept the invitation",
		"has user":            "This e-mail has a user already: enter the password that you use.",
		"done VERIFY_EMAIL":   "Your e-mail is confirmed. You can close this page.",
		"done RESET_PASSWORD": "Your password has changed and your sessions have ended. Sign in with the new one.",
		"done INVITATION":     "You belong to the clinic now. Sign in with your e-mail and your password.",
		"unknown":             "This link does not work: it was used, has expired or was withdrawn. Ask for a new mail.",
		"later":               "We could not answer just now. Try again in a moment.",
	},
}

var mailPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{{.Words.title}}</title><style>{{.Style}}</style></head>
<body>
<h1>{{.Words.title}}</h1>
{{with .Notice}}<p id="notice">{{.}}</p>
{{end}}{{range .Complaints}}<p role="alert">{{.}}</p>
{{end}}{{if .Link}}<p>{{.Explain}}{{with .Link.ClinicName}} {{.}}{{end}}</p>
<p>{{.Link.Email}}</p>
<form method="post">
{{if .AsksNames}}<label>{{.Words.firstName}}<input name="firstName" autocomplete="given-name" maxlength="100" required></label>
<label>{{.Words.lastName}}<input name="lastName" autocomplete="family-name" maxlength="100" required></label>
{{end}}{{if .AsksPassword}}{{if not .New}}<p>{{index .Words "has user"}}</p>
{{end}}<input type="hidden" name="username" autocomplete="username" value="{{.Link.Email}}">
<label>{{.Words.password}}<input type="password" name="password" autocomplete="{{if .New}}new-password{{else}}current-password{{end}}" required></label>
{{end}}<button>{{.Action}}</button>
</form>
{{end}}</body>
</html>
`))

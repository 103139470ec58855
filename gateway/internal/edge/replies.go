package edge

import (
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// repliesAt is where the pages of reply links are.
const repliesAt = "/r/"

// maxForm is more than action=confirm needs.
const maxForm = 1 << 10

// replyPath keeps what can be no token from the service.
var replyPath = regexp.MustCompile(`^/r/([A-Za-z0-9_-]{64})$`)

// replies answers the pages on which patients confirm or cancel. A GET changes nothing, because
// messengers open links to preview them. The path is never logged.
type replies struct {
	appointments appointmentv1.ReplyServiceClient
	links        *links
}

// ServeHTTP implements http.Handler.
func (s *replies) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchangeOf(r.Context())
	x.pattern = repliesAt + "{token}"
	if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost}, r.Method) {
		refuse(w, r, methodNotAllowed(w, http.MethodGet, http.MethodHead, http.MethodPost))
		return
	}
	if p := s.links.blocked(w, r); p != nil {
		showLater(w, r, p)
		return
	}
	state := ""
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		// What is no form has no action.
		_ = r.ParseForm()
		if state = stateOf[r.PostForm.Get("action")]; state == "" {
			show(w, r, http.StatusBadRequest, nil, "wrong")
			return
		}
	}
	leave, p := s.links.enter(r)
	if p != nil {
		showLater(w, r, p)
		return
	}
	defer leave()
	reply, err := s.ask(r, state)
	s.links.note(r, err)
	switch {
	case status.Code(err) == codes.Unauthenticated:
		show(w, r, http.StatusNotFound, nil, "unknown")
	case err != nil:
		show(w, r, http.StatusServiceUnavailable, nil, "later")
	case reply.GetBegun():
		show(w, r, http.StatusGone, reply, "begun")
	case state != "" && !reply.GetDone():
		show(w, r, http.StatusConflict, reply, "impossible")
	default:
		show(w, r, http.StatusOK, reply, "")
	}
}

var stateOf = map[string]string{"confirm": "CONFIRMED", "cancel": "CANCELLED"}

// ask shows, or answers where a state is wanted.
func (s *replies) ask(r *http.Request, state string) (*appointmentv1.Reply, error) {
	m := replyPath.FindStringSubmatch(r.URL.Path)
	if m == nil {
		return nil, status.Error(codes.Unauthenticated, "malformed")
	}
	ctx, cancel := linkCall(r, ofAudience(exchangeOf(r.Context())))
	defer cancel()
	if state == "" {
		return s.appointments.GetReply(ctx, &appointmentv1.GetReplyRequest{Token: m[1]})
	}
	return s.appointments.AnswerReply(ctx, &appointmentv1.AnswerReplyRequest{Token: m[1], State: state})
}

// replyWords are the page's texts, by language.
var replyWords = map[reason.Language]map[string]string{
	reason.Spanish: {
		"title": "Su cita", "confirm": "Confirmar la cita", "cancel": "Cancelar la cita",
		"unknown":    "Este enlace no sirve. Ábralo como lo recibió, o llame a la clínica.",
		"begun":      "La cita ya empezó o ya pasó: el enlace no sirve más.",
		"impossible": "Eso ya no es posible: la cita cambió.",
		"wrong":      "No entendimos la respuesta. Abra el enlace de nuevo.",
		"later":      "No pudimos responder ahora. Intente de nuevo en un momento.",
		"REQUESTED":  "La cita está por confirmar.", "SCHEDULED": "La cita está por confirmar.",
		"CONFIRMED": "La cita está confirmada.", "CANCELLED": "La cita está cancelada.",
	},
	reason.English: {
		"title": "Your appointment", "confirm": "Confirm the appointment", "cancel": "Cancel the appointment",
		"unknown":    "This link does not work. Open it as you received it, or call the clinic.",
		"begun":      "The appointment has begun or is over: the link does not work any more.",
		"impossible": "That is not possible any more: the appointment has changed.",
		"wrong":      "We did not understand the answer. Open the link again.",
		"later":      "We could not answer just now. Try again in a moment.",
		"REQUESTED":  "The appointment is to be confirmed.", "SCHEDULED": "The appointment is to be confirmed.",
		"CONFIRMED": "The appointment is confirmed.", "CANCELLED": "The appointment is cancelled.",
	},
}

var replyPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{{.Words.title}}</title><style>{{.Style}}</style></head>
<body>
<h1>{{.Words.title}}</h1>
{{with .Problem}}<p role="alert">{{.}}</p>
{{end}}{{with .Reply}}<p>{{.Spoken}}</p>
<p>{{.DoctorName}}<br>{{.ClinicName}}{{with .ClinicAddress}}<br>{{.}}{{end}}</p>
{{end}}{{with .State}}<p id="state">{{.}}</p>
{{end}}{{if .Open}}<form method="post">
{{if .Reply.CanConfirm}}<button name="action" value="confirm">{{.Words.confirm}}</button>
{{end}}{{if .Reply.CanCancel}}<button name="action" value="cancel">{{.Words.cancel}}</button>
{{end}}</form>
{{end}}</body>
</html>
`))

// showLater answers the page to whom the gateway has no time for yet.
func showLater(w http.ResponseWriter, r *http.Request, p *problem.Problem) {
	w.Header().Set("Retry-After", strconv.Itoa(p.RetryAfter))
	show(w, r, http.StatusTooManyRequests, nil, "later")
}

// show answers the page. It holds no personal data but when and where the appointment is.
func show(w http.ResponseWriter, r *http.Request, code int, reply *appointmentv1.Reply, problem string) {
	language := beginPage(w, r)
	words := replyWords[language]
	w.WriteHeader(code)
	if r.Method == http.MethodHead {
		return
	}
	_ = replyPage.Execute(w, map[string]any{
		"Language": language.String(), "Words": words, "Style": pageStyle, "Reply": reply,
		"Problem": words[problem], "State": words[reply.GetState()],
		"Open": reply.GetCanConfirm() || reply.GetCanCancel(),
	})
}

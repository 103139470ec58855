package edge

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

var replyToken = strings.Repeat("B2-_", 16)

// answerReplies plays one appointment that can be confirmed and cancelled.
func (w *world) answerReplies(reply *appointmentv1.Reply) {
	w.respond = func(_ context.Context, _ string, request proto.Message) (proto.Message, error) {
		token := request.(interface{ GetToken() string }).GetToken()
		if token != replyToken {
			return nil, ours(w.t.(*testing.T), codes.Unauthenticated, "CREDENTIAL_INVALID", "no")
		}
		return reply, nil
	}
}

// press sends the form of the page.
func (w *world) press(token, action string) reply {
	w.t.Helper()
	return w.send("POST", "/r/"+token, url.Values{"action": {action}}.Encode(), "Content-Type", "",
		"Content-Type", "application/x-www-form-urlencoded")
}

func TestThePageOfAReplyLinkOffersWhatIsPossible(t *testing.T) {
	w := newWorld(t)
	w.answerReplies(&appointmentv1.Reply{State: "SCHEDULED", Spoken: "martes 1 de diciembre", DoctorName: "Ana <b>",
		ClinicName: "Sede", CanConfirm: true, CanCancel: true})
	got := w.send("GET", "/r/"+replyToken, "", "X-Api-Key", "enl_other")
	for _, part := range []string{`<html lang="es">`, "martes 1 de diciembre", "Ana &lt;b&gt;", `value="confirm"`, `value="cancel"`,
		"La cita está por confirmar."} {
		if !strings.Contains(got.body, part) {
			t.Errorf("%q is not on the page: %s", part, got.body)
		}
	}
	if got.status != 200 || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Referrer-Policy") != "no-referrer" ||
		!strings.HasPrefix(got.header.Get("Content-Security-Policy"), "default-src 'none'; style-src 'sha256-") {
		t.Errorf("%d %v", got.status, got.header)
	}
	call := w.onlyCall()
	if _, reads := call.request.(*appointmentv1.GetReplyRequest); !reads || len(call.metadata.Get("x-api-key")) > 0 {
		t.Errorf("a GET asked %T with %v", call.request, call.metadata)
	}
	english := w.send("GET", "/r/"+replyToken, "", "Accept-Language", "en-US")
	if !strings.Contains(english.body, "Confirm the appointment") || english.header.Get("Content-Language") != "en" {
		t.Errorf("%s", english.body)
	}
}

func TestAButtonOfAReplyLinkAnswers(t *testing.T) {
	for _, c := range []struct {
		name, action, state string
		answer              *appointmentv1.Reply
		status              int
		says                string
	}{
		{"confirmed", "confirm", "CONFIRMED", &appointmentv1.Reply{State: "CONFIRMED", Done: true, CanCancel: true}, 200, "La cita está confirmada."},
		{"cancelled", "cancel", "CANCELLED", &appointmentv1.Reply{State: "CANCELLED", Done: true}, 200, "La cita está cancelada."},
		{"too late", "confirm", "CONFIRMED", &appointmentv1.Reply{State: "CANCELLED"}, 409, "Eso ya no es posible"},
		{"begun", "cancel", "CANCELLED", &appointmentv1.Reply{State: "SCHEDULED", Begun: true}, 410, "ya empezó"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.answerReplies(c.answer)
			got := w.press(replyToken, c.action)
			if got.status != c.status || !strings.Contains(got.body, c.says) {
				t.Errorf("%d %s", got.status, got.body)
			}
			if sent, ok := w.onlyCall().request.(*appointmentv1.AnswerReplyRequest); !ok || sent.GetState() != c.state {
				t.Errorf("%v", w.onlyCall().request)
			}
		})
	}
}

func TestWhatIsNoReplyIsRefusedOnAPage(t *testing.T) {
	w := newWorld(t)
	w.answerReplies(&appointmentv1.Reply{})
	for _, token := range []string{strings.Repeat("A", 64), "", "x", replyToken + "A", replyToken + "/"} {
		for _, got := range []reply{w.send("GET", "/r/"+token, ""), w.press(token, "confirm")} {
			if got.status != 404 || !strings.Contains(got.body, "Este enlace no sirve.") {
				t.Errorf("%q: %d %s", token, got.status, got.body)
			}
		}
	}
	before := len(w.taken())
	for _, got := range []reply{w.press(replyToken, "delete"), w.press(replyToken, ""), w.send("POST", "/r/"+replyToken, `{"action":"confirm"}`),
		w.press(replyToken, strings.Repeat("a", 2<<10))} {
		if got.status != http.StatusBadRequest {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
	if len(w.taken()) != before {
		t.Error("what is no answer reached the service")
	}
	w.send("PUT", "/r/"+replyToken, "{}").problem(t, 405)
	if text := w.log.String(); strings.Contains(text, replyToken) || !strings.Contains(text, "/r/{token}") {
		t.Errorf("%s", text)
	}
}

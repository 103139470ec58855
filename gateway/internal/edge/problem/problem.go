// Package problem is the one shape of everything that the edge refuses: application/problem+json
// (RFC 9457) with the members that the API promises.
package problem

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/codes"
)

// ContentType is the media type of every refusal.
const ContentType = "application/problem+json"

// Violation is one thing that is wrong with one field. Field is the name as the caller wrote it
// (`docNumber`, `phones[1]`); empty when the request as a whole is meant.
type Violation struct {
	Field string
	Said  reason.Said
}

// Problem is a refusal before it is bound to a caller. Its status, title and texts are those that
// the catalogue has for its reason.
type Problem struct {
	Said reason.Said
	// Code is what a service answered; the reason's own when it is codes.OK.
	Code       codes.Code
	Violations []Violation
	// RetryAfter in whole seconds; 0 when a repeat makes no sense.
	RetryAfter int
	// Alternatives are what can be booked instead of a time that is taken, as a search answers it;
	// nil when the refusal is another one.
	Alternatives []json.RawMessage
}

// Caller is what a refusal says about the request that it answers.
type Caller struct {
	RequestID, TraceID string
	Language           reason.Language
	// BaseURL is the scheme and host that `type` starts with.
	BaseURL string
}

// Of is a refusal for the reason.
func Of(said reason.Said) *Problem {
	entry, _ := reason.Lookup(said.Name)
	return &Problem{Said: said, RetryAfter: entry.RetryAfter()}
}

// Invalid is a 400 that names what to mend: `detail` alone is enough to do it.
func Invalid(violations []Violation) *Problem {
	p := Of(reason.FieldViolation())
	p.Violations = violations
	return p
}

// Unreadable is a 400 for a body that can't be read to its end, for the one cause.
func Unreadable(cause Violation) *Problem {
	p := Of(cause.Said)
	p.Violations = []Violation{cause}
	return p
}

type violationBody struct {
	Field   string `json:"field"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

type body struct {
	Type              string          `json:"type"`
	Title             string          `json:"title"`
	Status            int             `json:"status"`
	Code              string          `json:"code"`
	Reason            string          `json:"reason"`
	Detail            string          `json:"detail"`
	Violations        []violationBody `json:"violations"`
	RetryAfterSeconds *int            `json:"retryAfterSeconds"`
	// A pointer: an empty list is said, an absent one is not.
	Alternatives *[]json.RawMessage `json:"alternatives,omitempty"`
	RequestID    string             `json:"requestId"`
	TraceID      string             `json:"traceId"`
}

// entry is the reason in the catalogue; that of the code when a service is newer than we are.
func (p *Problem) entry() reason.Entry {
	if e, ok := reason.Lookup(p.Said.Name); ok {
		return e
	}
	return reason.OfCode(p.Code)
}

// codeEntry is the reason that is named like the problem's code.
func (p *Problem) codeEntry() reason.Entry {
	if p.Code != codes.OK {
		return reason.OfCode(p.Code)
	}
	return reason.OfCode(p.entry().Code())
}

// HTTPStatus is the status that the problem answers with.
func (p *Problem) HTTPStatus() int { return p.entry().HTTPStatus() }

// CodeName is the stable name of the problem's code.
func (p *Problem) CodeName() string { return p.codeEntry().Name }

// ReasonName is the stable reason of the problem.
func (p *Problem) ReasonName() string {
	if p.Said.Name != "" {
		return p.Said.Name
	}
	return p.entry().Name
}

// detail names what is wrong, field by field where fields are wrong.
func (p *Problem) detail(l reason.Language) string {
	if len(p.Violations) == 0 {
		if text := p.Said.In(l); text != "" {
			return text
		}
		return p.entry().Text(l, "")
	}
	parts := make([]string, len(p.Violations))
	for i, v := range p.Violations {
		parts[i] = v.Said.In(l)
		if v.Field != "" {
			parts[i] = v.Field + ": " + parts[i]
		}
	}
	return strings.Join(parts, "; ")
}

// body is what the caller is told.
func (p *Problem) body(c Caller) body {
	b := body{
		Type:       c.BaseURL + "/errors/" + p.codeEntry().Slug(),
		Title:      p.entry().Title(c.Language),
		Status:     p.HTTPStatus(),
		Code:       p.CodeName(),
		Reason:     p.ReasonName(),
		Detail:     p.detail(c.Language),
		Violations: make([]violationBody, len(p.Violations)),
		RequestID:  c.RequestID,
		TraceID:    c.TraceID,
	}
	if p.Alternatives != nil {
		b.Alternatives = &p.Alternatives
	}
	if p.RetryAfter > 0 {
		b.RetryAfterSeconds = &p.RetryAfter
	}
	for i, v := range p.Violations {
		b.Violations[i] = violationBody{v.Field, v.Said.Name, v.Said.In(c.Language)}
	}
	return b
}

// JSON is the problem as the body of an answer, without a line feed.
func (p *Problem) JSON(c Caller) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	// A struct of strings and numbers always encodes.
	_ = enc.Encode(p.body(c))
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// Write answers the caller with the problem.
func (p *Problem) Write(w http.ResponseWriter, c Caller) {
	h := w.Header()
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	h.Set("Content-Type", ContentType)
	h.Set("Content-Language", c.Language.String())
	h.Set("Cache-Control", "no-store")
	if p.HTTPStatus() == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `ApiKey realm="enlace"`)
	}
	w.WriteHeader(p.HTTPStatus())
	_, _ = w.Write(append(p.JSON(c), '\n'))
}

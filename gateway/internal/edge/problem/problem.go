// Package problem is the one shape of everything that the edge refuses: application/problem+json
// (RFC 9457) with the members that the API promises.
package problem

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"
)

// ContentType is the media type of every refusal.
const ContentType = "application/problem+json"

// FieldViolation is the reason of a refusal that names fields.
const FieldViolation = "FIELD_VIOLATION"

// Violation is one thing that is wrong with one field. Field is the JSON name (`docNumber`,
// `phones[1]`); empty when the request as a whole is meant.
type Violation struct {
	Field   string
	Reason  string
	Message Text
}

// Problem is a refusal before it is bound to a caller. Zero members take the code's defaults.
type Problem struct {
	Code codes.Code
	// Status overrides the HTTP status of the code.
	Status int
	Title  Text
	// Reason is stable and machine-readable; the code's name when empty.
	Reason     string
	Detail     Text
	Violations []Violation
	// RetryAfter in whole seconds; 0 when a repeat makes no sense.
	RetryAfter int
}

// Caller is what a refusal says about the request that it answers.
type Caller struct {
	RequestID, TraceID string
	Language           Language
	// BaseURL is the scheme and host that `type` starts with.
	BaseURL string
}

// Invalid is a 400 that names what to mend: `detail` alone is enough to do it.
func Invalid(violations []Violation) *Problem {
	en, es := make([]string, len(violations)), make([]string, len(violations))
	for i, v := range violations {
		prefix := ""
		if v.Field != "" {
			prefix = v.Field + ": "
		}
		en[i], es[i] = prefix+v.Message.In(English), prefix+v.Message.In(Spanish)
	}
	return &Problem{
		Code:       codes.InvalidArgument,
		Reason:     FieldViolation,
		Detail:     Text{EN: strings.Join(en, "; "), ES: strings.Join(es, "; ")},
		Violations: violations,
	}
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
	RequestID         string          `json:"requestId"`
	TraceID           string          `json:"traceId"`
}

// HTTPStatus is the status that the problem answers with.
func (p *Problem) HTTPStatus() int {
	if p.Status != 0 {
		return p.Status
	}
	return kindOf(p.Code).status
}

// CodeName is the stable name of the problem's code.
func (p *Problem) CodeName() string { return kindOf(p.Code).name }

// ReasonName is the stable reason of the problem.
func (p *Problem) ReasonName() string {
	if p.Reason != "" {
		return p.Reason
	}
	return kindOf(p.Code).name
}

// Write answers the caller with the problem.
func (p *Problem) Write(w http.ResponseWriter, c Caller) {
	k := kindOf(p.Code)
	b := body{
		Type:       c.BaseURL + "/errors/" + kebab(k.name),
		Title:      orElse(p.Title, k.title).In(c.Language),
		Status:     p.HTTPStatus(),
		Code:       k.name,
		Reason:     p.ReasonName(),
		Detail:     orElse(p.Detail, k.detail).In(c.Language),
		Violations: make([]violationBody, len(p.Violations)),
		RequestID:  c.RequestID,
		TraceID:    c.TraceID,
	}
	for i, v := range p.Violations {
		b.Violations[i] = violationBody{v.Field, v.Reason, v.Message.In(c.Language)}
	}
	h := w.Header()
	if p.RetryAfter > 0 {
		b.RetryAfterSeconds = &p.RetryAfter
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	h.Set("Content-Type", ContentType)
	h.Set("Cache-Control", "no-store")
	if b.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `ApiKey realm="enlace"`)
	}
	w.WriteHeader(b.Status)
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	// A struct of strings and numbers always encodes.
	_ = enc.Encode(b)
	_, _ = w.Write(out.Bytes())
}

func orElse(t, fallback Text) Text {
	if t.EN == "" {
		return fallback
	}
	return t
}

// Package strictjson judges a JSON body against the protobuf message it is meant for, before
// protojson reads it: protojson stops at the first mistake, drops nulls and rounds large integers.
// It names every mistake with the field as JSON names it.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"github.com/go-json-experiment/json/jsontext"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Limits of one body.
const (
	MaxDepth = 32
	MaxKeys  = 1000
	// MaxViolations is how many mistakes are named: an answer must not grow with the request.
	MaxViolations = 100
)

const (
	// clearFields is the request field that carries the names of fields sent as null.
	clearFields = "clear_fields"
	// idempotencyKey must not be empty where it is sent: who sends one relies on it.
	idempotencyKey = "idempotency_key"
)

// ofTheCall are fields that say something of the call, not of its resource: null leaves them out.
var ofTheCall = map[protoreflect.Name]bool{
	idempotencyKey: true, "validate_only": true, "event_type": true, "action_type": true,
}

// Result is the judgement of one body.
type Result struct {
	// Malformed tells that the body could not be read to its end: Violations holds the one cause.
	Malformed  bool
	Violations []problem.Violation
	// Cleared are the JSON names of the resource's fields that were null, and of lists that were empty.
	// They are sorted, since their order changes nothing of what is asked. Only filled for messages that
	// have a clear_fields field.
	Cleared []string
	// Rest is the body without the members that violations name; for a body that could be read.
	Rest []byte
}

// OK tells that the body may be passed on.
func (r Result) OK() bool { return len(r.Violations) == 0 }

// Check reads the body as a message of type md. `inPath` holds the values of the fields that the
// path carries, by proto name: the body may repeat them, but not differ. md == nil stands for a
// call that takes no fields. The body is not changed.
func Check(body []byte, md protoreflect.MessageDescriptor, inPath map[string]string) Result {
	s := &scanner{
		dec:    jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true)),
		inPath: inPath,
	}
	err := s.document(md)
	if err == nil {
		slices.Sort(s.cleared)
		return Result{Violations: s.violations, Cleared: s.cleared, Rest: without(body, s.cuts)}
	}
	var cause *fatal
	if !errors.As(err, &cause) {
		cause = &fatal{syntaxViolation(body, err)}
	}
	return Result{Malformed: true, Violations: []problem.Violation{cause.violation}}
}

// WithCleared returns the body with the names as its clearFields member. The body must be a JSON
// object that Check found right.
func WithCleared(body []byte, names []string) []byte {
	if len(names) == 0 {
		return body
	}
	// A list of strings always encodes.
	list, _ := json.Marshal(names)
	rest := body[bytes.IndexByte(body, '{')+1:]
	out := make([]byte, 0, len(body)+len(list)+18)
	out = append(out, `{"clearFields":`...)
	out = append(out, list...)
	// There is at least the member that was cleared, so a comma is right.
	out = append(out, ',')
	return append(out, rest...)
}

// fatal ends the scan: nothing sensible can be said about what follows.
type fatal struct{ violation problem.Violation }

func (f *fatal) Error() string { return f.violation.Said.Name }

func (s *scanner) document(md protoreflect.MessageDescriptor) error {
	if kind := s.dec.PeekKind(); kind != '{' && kind != jsontext.KindInvalid {
		return &fatal{problem.Violation{Said: reason.NotAnObject()}}
	}
	if err := s.object(md, "", true); err != nil {
		return err
	}
	switch _, err := s.dec.ReadToken(); {
	case err == io.EOF:
		return nil
	case err != nil:
		return err
	default:
		return &fatal{problem.Violation{Said: reason.TrailingData()}}
	}
}

package isolation

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// secretive makes calls, and keeps every secret that is sent or answered in them.
type secretive struct {
	// names are the members of JSON whose fields are secret; those that were seen are true.
	names map[string]bool
	// found has what to look for, and where it stood.
	found map[string]string
}

func newSecretive(t *testing.T) *secretive {
	t.Helper()
	s := &secretive{map[string]bool{}, map[string]string{}}
	for _, r := range everyRPC(t) {
		s.name(r.method.Input(), map[protoreflect.FullName]bool{})
		s.name(r.method.Output(), map[protoreflect.FullName]bool{})
	}
	return s
}

func (s *secretive) name(message protoreflect.MessageDescriptor, entered map[protoreflect.FullName]bool) {
	if entered[message.FullName()] {
		return
	}
	entered[message.FullName()] = true
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		if proto.GetExtension(field.Options(), commonv1.E_Secret).(bool) {
			s.names[field.JSONName()] = false
		}
		if field.Message() != nil {
			s.name(field.Message(), entered)
		}
	}
}

// keep keeps a secret and what of it would open a door by itself: of a URL its last part, of a token
// its longest.
func (s *secretive) keep(secret, where string) {
	if link, err := url.Parse(secret); err == nil && link.Scheme != "" && link.Path != "" {
		secret = strings.TrimSuffix(secret[strings.LastIndexAny(secret, "/?")+1:], ".ics")
	}
	s.found[secret] = where
	parts := strings.FieldsFunc(secret, func(c rune) bool { return strings.ContainsRune("._:=&", c) })
	longest := slices.MaxFunc(parts, func(a, b string) int { return len(a) - len(b) })
	if len(longest) >= 16 && longest != secret {
		s.found[longest] = "a part of " + where
	}
}

// gather keeps what stands under the names of secrets in a value of JSON.
func (s *secretive) gather(value any, name, where string) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			s.gather(inner, name, where)
		}
	case []any:
		for _, inner := range v {
			s.gather(inner, name, where)
		}
	case string:
		if _, secret := s.names[name]; secret && v != "" {
			s.names[name] = true
			s.keep(v, name+" of "+where)
		}
	}
}

// call makes a call, keeps its secrets and fails when a refusal tells one that is known.
func (s *secretive) call(t *testing.T, key, method, path string, body any) stack.Answer {
	t.Helper()
	request := stack.Request{Method: method, Path: path, Key: key, Body: body}
	if form, isForm := body.(url.Values); isForm {
		for name := range form {
			s.gather(form.Get(name), name, "a form")
		}
		request.Body, request.Header = form.Encode(), map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	} else if object, isObject := body.(stack.Object); isObject {
		s.gather(map[string]any(object), "", path)
	}
	answer := enlace.Call(t, request)
	var answered any
	if answer.Status < 400 && json.Unmarshal(answer.Body, &answered) == nil {
		s.gather(answered, "", path)
	}
	if answer.Status >= 400 {
		if where, _ := s.in(answer.Body); where != "" {
			t.Errorf("%s %s tells %s back: %s", method, path, where, answer.Body)
		}
	}
	if answer.Status == 429 {
		enlace.ForgetAttempts(t)
	}
	return answer
}

// must is call that also fails when the status is another one.
func (s *secretive) must(t *testing.T, status int, key, method, path string, body any) stack.Object {
	t.Helper()
	answer := s.call(t, key, method, path, body)
	if answer.Status != status {
		t.Fatalf("%s %s: %d instead of %d: %s", method, path, answer.Status, status, answer.Body)
	}
	var object stack.Object
	_ = json.Unmarshal(answer.Body, &object)
	return object
}

// in finds a secret in a text: which it is, and where it stands. Few digits are looked for as a word.
func (s *secretive) in(text []byte) (where string, at int) {
	for secret, where := range s.found {
		form := regexp.QuoteMeta(secret)
		if len(secret) < 8 {
			form = `["' =:]` + form + `["' ,&]`
		}
		if found := regexp.MustCompile(form).FindIndex(text); found != nil {
			return where, found[0]
		}
	}
	return "", -1
}

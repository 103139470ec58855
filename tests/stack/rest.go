package stack

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"
)

// Request is one REST call.
type Request struct {
	Method, Path string
	// Key is the credential, an API key or an access token; empty: none is sent.
	Key string
	// Body is sent as it is when it is a string or bytes, otherwise as JSON; nil: none.
	Body any
	// Header replaces what would be sent otherwise; an empty value takes a header away.
	Header map[string]string
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Each request has a connection of its own, as n8n does it: Go would repeat a GET by itself when a
// kept connection breaks.
var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Send makes a call; an error means that no whole answer came.
func (s *Stack) Send(r Request) (Answer, error) {
	var body io.Reader
	switch b := r.Body.(type) {
	case nil:
	case string:
		body = bytes.NewReader([]byte(b))
	case []byte:
		body = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return Answer{}, err
		}
		body = bytes.NewReader(text)
	}
	url := r.Path
	if len(url) > 0 && url[0] == '/' {
		url = s.URL + url
	}
	request, err := http.NewRequest(r.Method, url, body)
	if err != nil {
		return Answer{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if name, value := credential(r.Key); value != "" {
		request.Header.Set(name, value)
	}
	for name, value := range r.Header {
		if value == "" {
			request.Header.Del(name)
		} else {
			request.Header.Set(name, value)
		}
	}
	response, err := client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return Answer{response.StatusCode, response.Header, text}, err
}

// Call makes a call and fails the test when no whole answer comes.
func (s *Stack) Call(t testing.TB, r Request) Answer {
	t.Helper()
	answer, err := s.Send(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.Path, err)
	}
	return answer
}

// Must is Call that also fails the test when the status is another one. It returns the JSON object
// of the answer, nil when there is none.
func (s *Stack) Must(t testing.TB, status int, r Request) Object {
	t.Helper()
	answer := s.Call(t, r)
	if answer.Status != status {
		t.Fatalf("%s %s: status %d instead of %d: %s", r.Method, r.Path, answer.Status, status, answer.Body)
	}
	if len(answer.Body) == 0 {
		return nil
	}
	return answer.Object(t)
}

// Object is a JSON object.
type Object map[string]any

// Object reads the body as JSON.
func (a Answer) Object(t testing.TB) Object {
	t.Helper()
	var v Object
	if err := json.Unmarshal(a.Body, &v); err != nil {
		t.Fatalf("status %d, not a JSON object: %v\n%s", a.Status, err, a.Body)
	}
	return v
}

// Text is a text member; empty when there is none.
func (o Object) Text(name string) string {
	text, _ := o[name].(string)
	return text
}

// Objects is a member that is a list of objects.
func (o Object) Objects(t testing.TB, name string) []Object {
	t.Helper()
	list, ok := o[name].([]any)
	if !ok {
		t.Fatalf("%s is not a list: %v", name, o)
	}
	objects := make([]Object, len(list))
	for i, item := range list {
		objects[i] = Object(item.(map[string]any))
	}
	return objects
}

// Member is a member that is an object; nil when there is none.
func (o Object) Member(name string) Object {
	member, _ := o[name].(map[string]any)
	return member
}

// ID is the id in the body; empty when there is none.
func (a Answer) ID() string {
	var body struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(a.Body, &body) != nil {
		return ""
	}
	return body.ID
}

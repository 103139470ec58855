package isolation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

var inPath = regexp.MustCompile(`\{([a-z_]+)\}`)

// overREST sends what was taken over gRPC, and marks in bodies, paths and queries that are wrong.
func (m *marking) overREST(t *testing.T, c injection, taken proto.Message) {
	t.Helper()
	method, path := route(c.rpc)
	if method == "" || c.method.IsStreamingServer() {
		return
	}
	m.send(t, c, asREST(t, method, path, taken))
	shapeless := asREST(t, method, path, m.shapeless(t, c, 0))
	m.send(t, c, shapeless)
	m.send(t, c, asREST(t, method, path, m.shapeless(t, c, 30_000)))
	body, _ := shapeless.Body.([]byte)
	if len(body) <= len("{}") {
		return
	}
	for _, wrong := range [][]byte{
		body[:len(body)-2],
		append(bytes.TrimSuffix(body, []byte("}")), append([]byte(","), body[1:]...)...),
		bytes.ReplaceAll(body, []byte("canary"), []byte("\xffcanary")),
		bytes.ReplaceAll(body, []byte(`":"canary`), []byte(`":canary`)),
		ofOtherKinds(t, body),
	} {
		shapeless.Body = wrong
		m.send(t, c, shapeless)
	}
	// A member that nobody knows is told back by its name, and by that alone.
	shapeless.Body = `{"` + m.word(c.name()+" an unknown member") + `":1}`
	m.exchange(t, c, shapeless)
}

// send makes the call, and fails when its refusal holds a mark.
func (m *marking) send(t *testing.T, c injection, request stack.Request) {
	t.Helper()
	answer := m.exchange(t, c, request)
	if answer.Status < 400 {
		return
	}
	text := fmt.Appendf(answer.Body, " %v", answer.Header)
	if mark, place, at := m.in(text, toldBack); at >= 0 {
		t.Errorf("%s %s tells %q back, which was sent as %s: %s", request.Method, c.name(), mark, place, text)
	}
}

// longestRead is what the gateway reads of a path: of a longer one the answer may be cut off, because it
// leaves before all has been sent.
const longestRead = 8 << 10

// exchange makes the call as whoever may make it.
func (m *marking) exchange(t *testing.T, c injection, request stack.Request) stack.Answer {
	t.Helper()
	request.Key = c.key
	answer, err := enlace.Send(request)
	switch {
	case err != nil && len(request.Path) < longestRead:
		t.Errorf("%s %s: %v", request.Method, c.name(), err)
	case answer.Status >= 500:
		t.Errorf("%s %s: %d %s", request.Method, request.Path, answer.Status, answer.Body)
	case answer.Status == 429:
		enlace.ForgetAttempts(t)
	}
	if err != nil {
		return stack.Answer{}
	}
	m.answersOverREST[answer.Status]++
	if answer.Status >= 400 {
		m.refusedOverREST[answer.Header.Get("X-Request-Id")] = true
	}
	return answer
}

// asREST is the call over REST that a request of an RPC stands for.
func asREST(t *testing.T, method, path string, request proto.Message) stack.Request {
	t.Helper()
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	path = inPath.ReplaceAllStringFunc(path, func(field string) string {
		name := strings.Trim(field, "{}")
		value, _ := members[name].(string)
		delete(members, name)
		return url.PathEscape(value)
	})
	if method == "GET" || method == "DELETE" {
		return stack.Request{Method: method, Path: path + "?" + asQuery(members)}
	}
	body, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return stack.Request{Method: method, Path: path, Body: body}
}

func asQuery(members map[string]any) string {
	query := url.Values{}
	for name, value := range members {
		switch v := value.(type) {
		case map[string]any:
			for key, inner := range v {
				query.Add(name+"["+key+"]", fmt.Sprint(inner))
			}
		case []any:
			for _, inner := range v {
				query.Add(name, fmt.Sprint(inner))
			}
		default:
			query.Add(name, fmt.Sprint(v))
		}
	}
	return query.Encode()
}

// ofOtherKinds is the body with each member's value in an object in a list.
func ofOtherKinds(t *testing.T, body []byte) []byte {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal(body, &members); err != nil {
		t.Fatal(err)
	}
	for name, value := range members {
		members[name] = []any{map[string]any{"x": value}}
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

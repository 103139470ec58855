package edge

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// hump is a name of several words as JSON writes it.
var hump = regexp.MustCompile(`\b[a-z]+[a-z0-9]*(?:[A-Z][a-z0-9]*)+\b`)

// respell names the fields of a service's violations as the caller wrote them: doc_number to who
// sent doc_number, and customFields[plan] to who asked with it. Services know JSON's names only.
func (x *exchange) respell(p *problem.Problem) {
	if len(p.Violations) == 0 || x.route == nil {
		return
	}
	input := x.route.RPC.Input()
	sent := x.sent()
	for i, v := range p.Violations {
		p.Violations[i].Field = spelled(input, sent, v.Field, !x.route.HasBody)
		text := hump.ReplaceAllStringFunc(v.Said.In(reason.English), func(name string) string {
			return spelled(input, sent, name, false)
		})
		p.Violations[i].Said = reason.Spoken(v.Said.Name, text)
	}
}

// sent is what the caller wrote, by names: the body's members, or the query's parameters.
func (x *exchange) sent() map[string]any {
	members := map[string]any{}
	if x.route.HasBody {
		// What grpc-gateway has read is JSON.
		_ = json.Unmarshal(x.body, &members)
		return members
	}
	values, _ := url.ParseQuery(x.query)
	for name := range values {
		bare, _, _ := strings.Cut(name, "[")
		members[bare] = nil
	}
	return members
}

// spelled is the path of a field of md (phones[1], a.b) as it is written in `sent`.
func spelled(md protoreflect.MessageDescriptor, sent map[string]any, path string, inQuery bool) string {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	fd := md.Fields().ByJSONName(path[:end])
	if fd == nil {
		return path
	}
	name, rest := writtenName(fd, sent), path[end:]
	switch {
	case fd.IsMap() && inQuery && strings.HasPrefix(rest, "."):
		return name + "[" + rest[1:] + "]"
	case fd.IsMap() || fd.Message() == nil || fd.Message().ParentFile().Package() == "google.protobuf":
		return name + rest
	}
	index := ""
	if close := strings.Index(rest, "]"); strings.HasPrefix(rest, "[") && close > 0 {
		index, rest = rest[:close+1], rest[close+1:]
	}
	if !strings.HasPrefix(rest, ".") {
		return name + index + rest
	}
	return name + index + "." + spelled(fd.Message(), inner(sent[name], index), rest[1:], false)
}

// inner is the object within a member, or within the element of a list that the index names.
func inner(value any, index string) map[string]any {
	if list, ok := value.([]any); ok {
		var i int
		if json.Unmarshal([]byte(strings.Trim(index, "[]")), &i) != nil || i < 0 || i >= len(list) {
			return nil
		}
		value = list[i]
	}
	object, _ := value.(map[string]any)
	return object
}

// writtenName is the spelling of a field: the one that was sent, and for a field that was not sent
// the one of those beside it.
func writtenName(fd protoreflect.FieldDescriptor, sent map[string]any) string {
	if _, ok := sent[fd.JSONName()]; ok || fd.JSONName() == fd.TextName() {
		return fd.JSONName()
	}
	if _, ok := sent[fd.TextName()]; ok {
		return fd.TextName()
	}
	fields := fd.ContainingMessage().Fields()
	snake := false
	for name := range sent {
		other := fields.ByTextName(name)
		switch {
		case other == nil && fields.ByJSONName(name) != nil:
			return fd.JSONName()
		case other != nil && other.JSONName() != name:
			snake = true
		}
	}
	if snake {
		return fd.TextName()
	}
	return fd.JSONName()
}

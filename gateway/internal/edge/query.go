package edge

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"enlace.dev/gateway/internal/edge/routes"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// parameter splits customFields[plan] into field and key.
var parameter = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]*)(?:\[([^\[\]]+)\])?$`)

// checkQuery finds everything that is wrong with the query of a call, and an error when that is all
// that can be said of it.
func checkQuery(route *routes.Route, rawQuery string) ([]problem.Violation, error) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return []problem.Violation{{Said: reason.MalformedQuery()}}, err
	}
	var found []problem.Violation
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		refuse := func(why reason.Said) {
			found = append(found, problem.Violation{Field: shown(name), Said: why})
		}
		fd, key := queryField(route, name)
		if fd == nil {
			refuse(reason.UnknownParameter())
			continue
		}
		id := fd.JSONName() + "[" + key + "]"
		if seen[id] || (len(values[name]) > 1 && !fd.IsList()) {
			refuse(reason.DuplicateParameter())
			continue
		}
		seen[id] = true
		for _, value := range append(values[name], key) {
			if !validText(value) {
				refuse(reason.InvalidText())
			}
		}
		if why, ok := fits(fd, values[name]); !ok {
			refuse(why)
		}
		if fd.Name() == "idempotency_key" && values[name][0] == "" {
			refuse(reason.IdempotencyKey())
		}
	}
	return found, nil
}

// queryField finds the request field that a parameter sets; nil when it sets none.
func queryField(route *routes.Route, name string) (fd protoreflect.FieldDescriptor, key string) {
	m := parameter.FindStringSubmatch(name)
	if m == nil || route.HasBody {
		return nil, ""
	}
	fields := route.RPC.Input().Fields()
	fd = fields.ByJSONName(m[1])
	if fd == nil {
		fd = fields.ByTextName(m[1])
	}
	if fd == nil || route.InPath(fd) || fd.IsMap() != (m[2] != "") {
		return nil, ""
	}
	return fd, m[2]
}

// fits judges the values of whole numbers and booleans; everything else is text.
func fits(fd protoreflect.FieldDescriptor, values []string) (reason.Said, bool) {
	for _, v := range values {
		switch fd.Kind() {
		case protoreflect.Int32Kind:
			if _, err := strconv.ParseInt(v, 10, 32); err != nil {
				return reason.WrongTypeInteger(), false
			}
		case protoreflect.Int64Kind:
			if _, err := strconv.ParseInt(v, 10, 64); err != nil {
				return reason.WrongTypeInteger(), false
			}
		case protoreflect.BoolKind:
			if v != "true" && v != "false" {
				return reason.WrongTypeBoolean(), false
			}
		}
	}
	return reason.Said{}, true
}

func validText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// shown cuts a name that came from outside, so that answers stay small and valid.
func shown(name string) string {
	const longest = 64
	runes := []rune(strings.ToValidUTF8(name, "�"))
	if len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(runes)
}

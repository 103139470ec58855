// Package routes reads the REST routes out of the protos' HTTP annotations, so that the edge knows
// of every call which message its body and its query must fit.
package routes

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Route is one REST call and the RPC behind it.
type Route struct {
	Method string
	// Pattern is the path as the annotation writes it: /v1/patients/{id}.
	Pattern string
	RPC     protoreflect.MethodDescriptor
	// PathFields are the proto names of the fields that the path carries.
	PathFields []string
	// KeyField is the proto name of the field by which a resource of the route's collection is read:
	// {id} of /v1/patients/{id}.
	KeyField string
	// HasBody tells that the JSON body is the request message.
	HasBody bool

	segments []string
}

// Creates tells that the call makes a resource: it answers 201 with a Location.
func (r *Route) Creates() bool {
	return r.Method == "POST" && strings.HasPrefix(string(r.RPC.Name()), "Create")
}

// InPath tells whether the path carries the field.
func (r *Route) InPath(field protoreflect.FieldDescriptor) bool {
	return slices.Contains(r.PathFields, string(field.Name()))
}

// Table is all routes of the API. It is read-only after New.
type Table struct {
	routes []*Route
	byKey  map[string]*Route
}

var variable = regexp.MustCompile(`\{([a-z0-9_]+)\}`)

// New collects the annotated RPCs of the given files. RPCs without annotation have no route.
func New(files ...protoreflect.FileDescriptor) (*Table, error) {
	t := &Table{byKey: map[string]*Route{}}
	for _, file := range files {
		services := file.Services()
		for i := range services.Len() {
			methods := services.Get(i).Methods()
			for j := range methods.Len() {
				if err := t.add(methods.Get(j)); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, route := range t.routes {
		route.KeyField = t.keyField(route.Pattern)
	}
	return t, nil
}

func (t *Table) keyField(collection string) string {
	for _, read := range t.routes {
		if name, below := strings.CutPrefix(read.Pattern, collection+"/{"); below && read.Method == "GET" && !strings.Contains(name, "/") {
			return strings.TrimSuffix(name, "}")
		}
	}
	return "id"
}

func (t *Table) add(rpc protoreflect.MethodDescriptor) error {
	rule, ok := proto.GetExtension(rpc.Options(), annotations.E_Http).(*annotations.HttpRule)
	if !ok || rule == nil {
		return nil
	}
	route := &Route{RPC: rpc, HasBody: rule.GetBody() == "*"}
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		route.Method, route.Pattern = "GET", p.Get
	case *annotations.HttpRule_Post:
		route.Method, route.Pattern = "POST", p.Post
	case *annotations.HttpRule_Put:
		route.Method, route.Pattern = "PUT", p.Put
	case *annotations.HttpRule_Patch:
		route.Method, route.Pattern = "PATCH", p.Patch
	case *annotations.HttpRule_Delete:
		route.Method, route.Pattern = "DELETE", p.Delete
	}
	if route.Method == "" || len(rule.GetAdditionalBindings()) > 0 ||
		(rule.GetBody() != "" && rule.GetBody() != "*") {
		return fmt.Errorf("%s: the edge knows one binding per RPC, with body \"*\" or none", rpc.FullName())
	}
	for _, v := range variable.FindAllStringSubmatch(route.Pattern, -1) {
		route.PathFields = append(route.PathFields, v[1])
	}
	route.segments = strings.Split(route.Pattern, "/")
	t.routes = append(t.routes, route)
	t.byKey[route.Method+" "+variable.ReplaceAllString(route.Pattern, "{$1=*}")] = route
	return nil
}

// Lookup finds the route by method and the pattern as grpc-gateway prints it
// (/v1/patients/{id=*}); nil when there is none.
func (t *Table) Lookup(method, compiledPattern string) *Route {
	return t.byKey[method+" "+compiledPattern]
}

// All returns every route in the order of the protos.
func (t *Table) All() []*Route { return slices.Clone(t.routes) }

// Allowed lists the methods that a path (escaped, as it was sent) answers to, sorted.
func (t *Table) Allowed(escapedPath string) []string {
	var methods []string
	segments := strings.Split(escapedPath, "/")
	for _, r := range t.routes {
		if r.matches(segments) && !slices.Contains(methods, r.Method) {
			methods = append(methods, r.Method)
		}
	}
	slices.Sort(methods)
	return methods
}

func (r *Route) matches(segments []string) bool {
	return slices.EqualFunc(r.segments, segments, func(pattern, got string) bool {
		if strings.HasPrefix(pattern, "{") {
			return got != ""
		}
		return pattern == got
	})
}

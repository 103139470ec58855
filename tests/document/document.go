// Package document reads the OpenAPI document that a stack serves: its operations, their examples,
// and whether an answer is what the document promises.
package document

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"enlace.dev/tests/stack"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Document is the contract as it is served. Safe for many goroutines.
type Document struct {
	root     stack.Object
	compiler *jsonschema.Compiler
	mutex    sync.Mutex
	compiled map[string]*jsonschema.Schema
}

// Operation is one call of the document.
type Operation struct {
	document *Document
	// Method is upper-case, Path the template: /v1/patients/{id}.
	Method, Path, ID string
	Spec             stack.Object
}

// Read reads the document of a running stack.
func Read(t testing.TB, s *stack.Stack) *Document {
	t.Helper()
	answer := s.Call(t, stack.Request{Method: "GET", Path: "/openapi.json"})
	if answer.Status != 200 {
		t.Fatalf("/openapi.json is answered %d", answer.Status)
	}
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer.Body))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource("openapi.json", root); err != nil {
		t.Fatal(err)
	}
	return &Document{root: answer.Object(t), compiler: compiler, compiled: map[string]*jsonschema.Schema{}}
}

// Operations are all calls, sorted by path and method.
func (d *Document) Operations() []*Operation {
	var all []*Operation
	paths := d.root.Member("paths")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := paths.Member(path)
		for _, method := range slices.Sorted(maps.Keys(item)) {
			spec := item.Member(method)
			all = append(all, &Operation{d, strings.ToUpper(method), path, spec.Text("operationId"), spec})
		}
	}
	return all
}

// at follows a reference or a JSON pointer.
func (d *Document) at(pointer string) stack.Object {
	object := d.root
	for _, key := range strings.Split(strings.TrimPrefix(pointer, "#/"), "/") {
		object = object.Member(unescape.Replace(key))
	}
	return object
}

var (
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
)

// resolve is the object itself, or the one that it refers to, and the pointer to it.
func (d *Document) resolve(object stack.Object, pointer string) (stack.Object, string) {
	if reference := object.Text("$ref"); reference != "" {
		return d.at(reference), reference
	}
	return object, pointer
}

// check says how a JSON text breaks the schema at a pointer; nil when it fits.
func (d *Document) check(pointer string, text []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	d.mutex.Lock()
	schema := d.compiled[pointer]
	if schema == nil {
		if schema, err = d.compiler.Compile("openapi.json" + (&url.URL{Fragment: pointer[1:]}).String()); err == nil {
			d.compiled[pointer] = schema
		}
	}
	d.mutex.Unlock()
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// ForPlatform tells that only the platform's own credentials may call.
func (o *Operation) ForPlatform() bool {
	return o.isFor("PLATFORM_ADMIN") && !o.isFor("SERVICE_ACCOUNT")
}

// Public tells that no credential is asked for.
func (o *Operation) Public() bool { return o.isFor("LINK") }

// ForPeople tells that only people who are signed in may call.
func (o *Operation) ForPeople() bool {
	return o.isFor("ORGANIZATION_ADMIN") && !o.isFor("SERVICE_ACCOUNT")
}

// Streams tells that the answer is lines, which may never end.
func (o *Operation) Streams() bool {
	return o.Spec.Member("responses").Member("200").Member("content").Member("application/x-ndjson") != nil
}

func (o *Operation) isFor(role string) bool {
	roles, _ := o.Spec["x-roles"].([]any)
	return slices.Contains(roles, any(role))
}

// ofHTTP are the statuses that have to do with HTTP, not with a call: the document's default answer
// stands for them.
var ofHTTP = []int{http.StatusRequestTimeout, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge}

// Conforms says how an answer breaks what the document promises of the call: its status, its
// headers, its body. With nil it keeps the promise.
func (o *Operation) Conforms(answer stack.Answer) error {
	status := strconv.Itoa(answer.Status)
	pointer := "#/paths/" + escape.Replace(o.Path) + "/" + strings.ToLower(o.Method) + "/responses/" + status
	response := o.Spec.Member("responses").Member(status)
	if slices.Contains(ofHTTP, answer.Status) {
		response = o.Spec.Member("responses").Member("default")
	}
	promised, pointer := o.document.resolve(response, pointer)
	if promised == nil {
		return fmt.Errorf("the document knows no answer %s of %s", status, o.ID)
	}
	for name := range promised.Member("headers") {
		header, _ := o.document.resolve(promised.Member("headers").Member(name), "")
		if required, _ := header["required"].(bool); required && answer.Header.Get(name) == "" {
			return fmt.Errorf("an answer %s of %s lacks the header %s", status, o.ID, name)
		}
	}
	content := promised.Member("content")
	if content == nil {
		if len(answer.Body) > 0 {
			return fmt.Errorf("an answer %s of %s has a body: %s", status, o.ID, answer.Body)
		}
		return nil
	}
	kind := answer.Header.Get("Content-Type")
	if content.Member(kind) == nil {
		return fmt.Errorf("an answer %s of %s is %q", status, o.ID, kind)
	}
	if err := o.document.check(pointer+"/content/"+escape.Replace(kind)+"/schema", answer.Body); err != nil {
		return fmt.Errorf("an answer %s of %s breaks its schema: %w\n%s", status, o.ID, err, answer.Body)
	}
	return nil
}

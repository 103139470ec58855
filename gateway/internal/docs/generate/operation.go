package main

import (
	"fmt"
	"slices"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/gateway/internal/edge"
	"enlace.dev/gateway/internal/edge/routes"
	"google.golang.org/protobuf/proto"
)

// operation is one call of the API: its route and who may use it.
type operation struct {
	*routes.Route
	access *commonv1.AccessRule
	// id is createPatient.
	id string
}

// readOperations reads the calls by the ids that the plugin gives them: PatientService_CreatePatient.
func readOperations() (map[string]*operation, error) {
	table, err := edge.Routes()
	if err != nil {
		return nil, err
	}
	operations, ids := map[string]*operation{}, map[string]bool{}
	for _, route := range table.All() {
		name := string(route.RPC.Name())
		o := &operation{Route: route, id: strings.ToLower(name[:1]) + name[1:]}
		o.access, _ = proto.GetExtension(route.RPC.Options(), commonv1.E_Access).(*commonv1.AccessRule)
		if ids[o.id] {
			return nil, fmt.Errorf("two RPCs are named %s: an operationId is unique", name)
		}
		ids[o.id] = true
		operations[string(route.RPC.Parent().Name())+"_"+name] = o
	}
	return operations, nil
}

// complete finishes what the plugin wrote of the call.
func (o *operation) complete(spec node, schemas node) error {
	spec["operationId"] = o.id
	for i, tag := range spec["tags"].([]any) {
		spec["tags"].([]any)[i] = tagName(tag)
	}
	o.describe(spec)
	if err := o.completeParameters(spec); err != nil {
		return err
	}
	if err := o.completeBody(spec, schemas); err != nil {
		return err
	}
	return o.completeResponses(spec)
}

// describe parts the RPC's comment into summary and description, and says who may call.
func (o *operation) describe(spec node) {
	text := strings.TrimSpace(oneLine(spec["summary"]) + " " + oneLine(spec["description"]))
	summary, rest, _ := strings.Cut(text, ". ")
	roles := make([]any, len(o.access.GetRoles()))
	for i, role := range o.access.GetRoles() {
		roles[i] = strings.TrimPrefix(role.String(), "ROLE_")
	}
	has := func(role string) bool { return slices.Contains(roles, any(role)) }
	var who string
	switch {
	case has("LINK"):
		who = "No credential is asked for."
		spec["security"] = []any{}
	case has("SERVICE_ACCOUNT"):
		who = "For every API key."
		if scopes := o.access.GetScopes(); !slices.Contains(scopes, "*") {
			who = "Scope: " + strings.Join(scopes, " or ") + "."
			spec["x-scopes"] = list(scopes)
		}
	case has("ORGANIZATION_ADMIN"):
		who = "For people who are signed in."
		spec["security"] = []any{node{"bearer": []any{}}}
	default:
		who = "For the platform's own credentials."
	}
	spec["x-roles"] = roles
	spec["summary"] = strings.TrimSuffix(summary, ".") + "."
	spec["description"] = strings.TrimSpace(rest + " " + who)
}

// completeBody gives the body's schema the request's name, and adds the examples.
func (o *operation) completeBody(spec node, schemas node) error {
	body := content(spec["requestBody"])
	if body == nil {
		return nil
	}
	name := string(o.RPC.Input().Name())
	schema := body["schema"].(node)
	if o.RPC.Input().Fields().ByName("clear_fields") != nil {
		allowNulls(schema, o.RPC.Input())
	}
	if err := describeFields(schema, o.RPC.Input(), request); err != nil {
		return err
	}
	schema["additionalProperties"] = false
	schemas[name] = schema
	body["schema"] = node{"$ref": "#/components/schemas/" + name}
	examples, err := requestExamples(o.id)
	if err != nil {
		return err
	}
	if len(examples) > 0 {
		body["examples"] = examples
	}
	return nil
}

// content is the application/json part of a body or an answer; nil when there is none.
func content(holder any) node {
	object, _ := holder.(node)
	parts, _ := object["content"].(node)
	part, _ := parts["application/json"].(node)
	return part
}

func list[T any](items []T) []any {
	out := make([]any, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}

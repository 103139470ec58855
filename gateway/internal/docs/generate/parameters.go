package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// completeParameters finishes the path and query parameters and adds the headers.
func (o *operation) completeParameters(spec node) error {
	parameters, _ := spec["parameters"].([]any)
	for _, p := range parameters {
		parameter := p.(node)
		name, isMap := strings.CutSuffix(parameter["name"].(string), "[string]")
		parameter["name"] = camel(name)
		field := o.fieldOf(parameter["name"].(string))
		if field == nil {
			continue
		}
		schema := parameter["schema"].(node)
		if isMap {
			parameter["style"], parameter["explode"] = "deepObject", true
			schema = node{"type": "object", "additionalProperties": node{"type": "string"}}
			parameter["schema"] = schema
		}
		if err := describeField(schema, field); err != nil {
			return err
		}
		if text := oneLine(parameter["description"]); text != "" {
			parameter["description"] = text
		}
		if examples, ok := schema["examples"].([]any); ok && parameter["in"] == "path" {
			parameter["example"] = examples[0]
			delete(schema, "examples")
		}
		if rules(field).GetRequired() {
			parameter["required"] = true
		}
	}
	for _, h := range requestHeaders {
		if h.when(o) {
			parameters = append(parameters, node{"$ref": "#/components/parameters/" + h.key()})
		}
	}
	spec["parameters"] = parameters
	return nil
}

func (o *operation) fieldOf(jsonName string) protoreflect.FieldDescriptor {
	return o.RPC.Input().Fields().ByJSONName(jsonName)
}

// header is a header of requests or answers that the gateway knows, whatever the call.
type header struct {
	name, description string
	schema            node
	example           any
	when              func(*operation) bool
	// always: every such answer has it.
	always bool
}

// key is the header's name in the document's components.
func (h header) key() string { return strings.ReplaceAll(h.name, "-", "") }

func always(*operation) bool { return true }

func (o *operation) writes() bool { return o.access.GetWrites() }

// discloses tells whether personal data may be in the answer, and so what it is for in the audit.
func (o *operation) discloses() bool {
	ofAudit := []protoreflect.Name{"ListAuditEvents", "ListPatientAccesses", "ExportAuditEvents", "WatchAuditEvents"}
	return o.access.GetDisclosesPersonalData() || slices.Contains(ofAudit, o.RPC.Name())
}

// conflicts tells that the state of the resource may forbid the call, which need not change it.
func (o *operation) conflicts() bool {
	byName := []protoreflect.Name{"RegisterClinic", "ChangePassword", "AcceptInvitation", "ChangePlan", "SetAuditRetention"}
	return o.writes() || slices.Contains(byName, o.RPC.Name()) || (o.Method == http.MethodPost && o.namesOne())
}

// showsSecret tells whether the answer holds what is shown once.
func (o *operation) showsSecret() bool {
	fields := o.RPC.Output().Fields()
	for i := range fields.Len() {
		if proto.GetExtension(fields.Get(i).Options(), commonv1.E_Secret).(bool) {
			return true
		}
	}
	return false
}

// Headers that callers may send.
var requestHeaders = []header{
	{name: "Accept-Language", when: always, example: "es-CO",
		description: "Idioma de los errores: en (por defecto) o es.",
		schema:      node{"type": "string"}},
	{name: "X-Request-Id", when: always, example: "bot-7f3a91c2",
		description: "Identificador que elige quien llama; vuelve en la respuesta y queda en la auditoría. " +
			"Otro cualquiera se reemplaza por uno nuevo.",
		schema: node{"type": "string"}},
	{name: "Idempotency-Key", when: (*operation).writes, example: "cita-1032456789-2026-12-01T09",
		description: "Clave que elige quien llama, 1 a 255 caracteres ASCII imprimibles. La misma llamada " +
			"repetida con la misma clave recibe la primera respuesta durante 24 horas y no escribe otra vez; " +
			"con otro cuerpo se responde 422. También puede ir en el campo idempotencyKey.",
		schema: node{"type": "string", "minLength": 1, "maxLength": 255}},
	ifMatchHeader,
	{name: "X-Purpose-Of-Use", when: (*operation).discloses, example: "TREAT",
		description: "Para qué se consultan los datos personales; queda en la auditoría y no abre nada que esté " +
			"cerrado sin él. ETREAT es una atención de urgencia: exige X-Purpose-Reason y se avisa a quien vigila.",
		schema: node{"type": "string", "enum": []any{"TREAT", "ETREAT", "HPAYMT", "HOPERAT", "PATRQT", "HRESCH", "HSYSADMIN"}}},
	{name: "X-Purpose-Reason", when: (*operation).discloses, example: "Control de rutina",
		description: "Por qué, con palabras de quien llama, hasta 500 caracteres; los que no son ASCII van en UTF-8 " +
			"codificados con % (RFC 3986). Solo junto con el propósito.",
		schema: node{"type": "string"}},
}

// Headers of answers.
var (
	requestIDHeader = header{name: "X-Request-Id", always: true, example: "01K9ZC6W0D9SM7Y4P5Q6R7T8V9",
		description: "Identificador de la llamada; nómbrelo al pedir ayuda.", schema: node{"type": "string"}}
	locationHeader = header{name: "Location", always: true, example: "/v1/patients/01K9ZC4T8B7QJ5W2M3N4P5R6S7",
		description: "Ruta de lo que se creó.", schema: node{"type": "string"}}
	retryAfterHeader = header{name: "Retry-After", example: 2,
		description: "Segundos que conviene esperar antes de repetir.", schema: node{"type": "integer", "minimum": 0}}
	policyHeader = header{name: "RateLimit-Policy", example: `"key";q=200;w=10, "tenant";q=500;w=10`,
		description: "Cuántas llamadas caben de una vez (q) y en cuántos segundos se recuperan (w): de esta clave " +
			"de API y de todas las de la clínica juntas.", schema: node{"type": "string"}}
	limitHeader = header{name: "RateLimit", example: `"key";r=199;t=1, "tenant";r=499;t=1`,
		description: "Cuántas llamadas caben ahora (r) y en cuántos segundos vuelven a caber todas (t).",
		schema:      node{"type": "string"}}
	totalHeader = header{name: "X-Total-Count", example: "1024",
		description: "Cuántos registros tenía la cadena al empezar. Falta si no hay ninguno que enviar.",
		schema:      node{"type": "string"}}
	replayedHeader = header{name: "Idempotency-Replayed", example: "true",
		description: "true: es la respuesta guardada de una llamada anterior con la misma clave.",
		schema:      node{"type": "string", "enum": []any{"true"}}}
	omittedHeader = header{name: "Idempotency-Omitted", example: "plaintext",
		description: "Campos secretos que la respuesta guardada ya no tiene: solo estaban en la primera.",
		schema:      node{"type": "string"}}
	validateOnlyHeader = header{name: "Validate-Only", example: "true",
		description: "true: solo se comprobó (validateOnly) y no se guardó nada.",
		schema:      node{"type": "string", "enum": []any{"true"}}}
)

// componentHeaders are the headers of answers that the document's other parts refer to.
func componentHeaders(used ...header) node {
	headers := node{}
	for _, h := range used {
		headers[h.key()] = node{
			"description": h.description, "schema": maps.Clone(h.schema), "example": h.example, "required": h.always,
		}
	}
	return headers
}

func componentParameters(operations map[string]*operation) node {
	parameters := node{}
	for _, h := range requestHeaders {
		used := slices.ContainsFunc(values(operations), h.when)
		if used {
			// In the schema: a viewer would send a parameter's own example with every call.
			schema := maps.Clone(h.schema)
			schema["examples"] = []any{h.example}
			parameters[h.key()] = node{"name": h.name, "in": "header", "description": h.description, "schema": schema}
		}
	}
	return parameters
}

func values(operations map[string]*operation) []*operation {
	var all []*operation
	for _, o := range operations {
		all = append(all, o)
	}
	return all
}

// references point to the headers in the components.
func references(headers ...header) node {
	out := node{}
	for _, h := range headers {
		out[h.name] = node{"$ref": "#/components/headers/" + h.key()}
	}
	return out
}

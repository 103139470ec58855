package main

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// completeResponses gives the call the statuses that the gateway answers with.
func (o *operation) completeResponses(spec node) error {
	responses := spec["responses"].(node)
	done, status := responses["200"].(node), "200"
	delete(responses, "200")
	headers := references(requestIDHeader, policyHeader, limitHeader)
	if o.writes() {
		maps.Copy(headers, references(replayedHeader, validateOnlyHeader))
	}
	if o.showsSecret() {
		maps.Copy(headers, references(omittedHeader))
	}
	if o.bearsVersion() {
		headers[etagHeader.name] = references(etagHeader)[etagHeader.name]
	}
	switch {
	case o.Creates():
		status = "201"
		done["description"] = "What was created."
		headers[locationHeader.name] = references(locationHeader)[locationHeader.name]
	case o.RPC.Output().FullName() == "google.protobuf.Empty":
		done, status = node{"description": "Done."}, "204"
	default:
		done["description"] = "The answer."
	}
	done["headers"] = headers
	if body := content(done); body != nil {
		example, err := answerExample(o.RPC.Output())
		if err != nil {
			return err
		}
		if o.RPC.Output().Fields().ByName("next_page_token") != nil {
			example["nextPageToken"] = "AAEDq5Zk1w"
			example["next"] = "https://api.example.com" + strings.ReplaceAll(o.Pattern, "{id}", "01K9ZC4T8B7QJ5W2M3N4P5R6S7") + "?pageToken=AAEDq5Zk1w"
		}
		body["example"] = example
	}
	if o.RPC.IsStreamingServer() {
		o.asLines(done)
	}
	responses[status] = done
	if o.Creates() {
		tried := maps.Clone(done)
		tried["description"] = "validateOnly: what would be created. Nothing was stored."
		tried["headers"] = references(requestIDHeader, validateOnlyHeader)
		responses["200"] = tried
	}
	if o.upserts() {
		created := maps.Clone(done)
		created["description"] = "What was created."
		created["headers"] = maps.Clone(headers)
		created["headers"].(node)[locationHeader.name] = references(locationHeader)[locationHeader.name]
		responses["201"] = created
	}
	for _, r := range refusals {
		if r.when(o) {
			responses[strconv.Itoa(r.status)] = node{"$ref": "#/components/responses/" + r.name}
		}
	}
	responses["default"] = node{"$ref": "#/components/responses/Problem"}
	return nil
}

// asLines makes the answer one of lines, each of them a message.
func (o *operation) asLines(done node) {
	done["description"] = "One JSON object a line, as they come. Of a stream that breaks off the last line is " +
		`{"error": …} with the problem, and the answer is cut.`
	done["content"] = node{"application/x-ndjson": content(done)}
	if o.RPC.Output().Fields().ByName("total") != nil {
		maps.Copy(done["headers"].(node), references(totalHeader))
	}
}

// refusal is a status that calls are refused with.
type refusal struct {
	status            int
	name, description string
	when              func(*operation) bool
	retry             bool
}

func (o *operation) namesOne() bool { return strings.Contains(o.Pattern, "{") && o.Method != "PUT" }

// mayFindNone tells that what is asked for may not be there.
func (o *operation) mayFindNone() bool {
	byName := []protoreflect.Name{"GetAuditCheckpoint", "GetAuditConsistency"}
	return o.namesOne() || slices.Contains(byName, o.RPC.Name())
}

func (o *operation) hasBody() bool { return o.HasBody }

var refusals = []refusal{
	{400, "BadRequest", "The call is malformed, or fields are wrong: `detail` names each and says what to send.", always, false},
	{401, "Unauthorized", "The credential is missing or not valid.", always, false},
	{403, "Forbidden", "The credential may not do that.", always, false},
	{404, "NotFound", "There is no such resource; another clinic's answers the same.", (*operation).mayFindNone, false},
	{409, "Conflict", "It exists already, the time is taken, or the state does not allow it.", (*operation).conflicts, true},
	{412, "PreconditionFailed", "The resource has another version than If-Match names: read it again.", (*operation).changesOne, false},
	{413, "ContentTooLarge", "The body is larger than 1 MiB.", (*operation).hasBody, false},
	{415, "UnsupportedMediaType", "The body is not application/json.", (*operation).hasBody, false},
	{422, "UnprocessableContent", "The idempotency key was used for another call.", (*operation).writes, false},
	{429, "TooManyRequests", "Too many calls; repeat after `Retry-After`.", always, true},
	{503, "ServiceUnavailable", "A part of the system does not answer; repeat after `Retry-After`.", always, true},
	{504, "GatewayTimeout", "The answer took too long; the work may be done. Repeat with the same idempotency key.", always, false},
}

// componentResponses are the refusals that operations refer to.
func componentResponses(operations map[string]*operation) (node, error) {
	fallback, err := raw("problem.json")
	if err != nil {
		return nil, err
	}
	violation := named{"FIELD_VIOLATION", node{"value": fallback}}
	problem, err := problemResponse("Any other refusal, in the same shape.", references(requestIDHeader), []named{violation})
	if err != nil {
		return nil, err
	}
	responses := node{"Problem": problem}
	for _, r := range refusals {
		if !used(r, operations) {
			continue
		}
		headers := references(requestIDHeader)
		if r.retry {
			headers = references(requestIDHeader, retryAfterHeader)
		}
		if r.status == http.StatusTooManyRequests {
			headers = references(requestIDHeader, retryAfterHeader, policyHeader, limitHeader)
		}
		examples := problemExamples(r.status)
		if r.status == 400 {
			examples = append([]named{violation}, examples...)
		}
		if responses[r.name], err = problemResponse(r.description, headers, examples); err != nil {
			return nil, err
		}
	}
	return responses, nil
}

func used(r refusal, operations map[string]*operation) bool {
	for _, o := range operations {
		if r.when(o) {
			return true
		}
	}
	return false
}

func problemResponse(description string, headers node, examples []named) (node, error) {
	media := node{"schema": node{"$ref": "#/components/schemas/Problem"}}
	if len(examples) > 0 {
		text, err := inOrder(examples)
		if err != nil {
			return nil, err
		}
		media["examples"] = text
	}
	return node{
		"description": description, "headers": headers,
		"content": node{"application/problem+json": media},
	}, nil
}

func problemSchema() node {
	text := func(description string) node { return node{"type": "string", "description": description} }
	return node{
		"type":        "object",
		"description": "Why a call was refused (RFC 9457). `detail` alone is enough to mend it.",
		"required": []any{"type", "title", "status", "code", "reason", "detail", "violations",
			"retryAfterSeconds", "requestId", "traceId"},
		"properties": node{
			"type":   node{"type": "string", "format": "uri", "description": "Página que explica el error."},
			"title":  text("Título corto del error."),
			"status": node{"type": "integer", "description": "El mismo estado HTTP de la respuesta."},
			"code":   text("Nombre del código gRPC."),
			"reason": text("Motivo estable, para programas."),
			"detail": text("Qué corregir, con los nombres de los campos; basta para arreglar la llamada."),
			"violations": node{"type": "array", "description": "Lo que está mal, campo por campo.", "items": node{
				"type":     "object",
				"required": []any{"field", "reason", "message"},
				"properties": node{
					"field":   text("Campo como se envió: docNumber, phones[1]. Vacío: el cuerpo entero."),
					"reason":  text("Motivo estable, para programas."),
					"message": text("Qué corregir."),
				},
			}},
			"retryAfterSeconds": node{"type": []any{"integer", "null"},
				"description": "Segundos que conviene esperar antes de repetir; null: repetir no sirve."},
			"alternatives": node{"type": "array", "items": node{"$ref": "#/components/schemas/SlotOffer"},
				"description": "Solo con SLOT_TAKEN y ROOM_TAKEN: a lo sumo tres horas libres, la más cercana primero; cada una se agenda con su offerId."},
			"requestId": text("Identificador de la llamada."),
			"traceId":   text("Identificador de la traza."),
		},
	}
}

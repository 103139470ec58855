package contract

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"enlace.dev/tests/document"
	"enlace.dev/tests/stack"
	"pgregory.net/rapid"
)

// Texts that break what was written without thinking of them.
var oddTexts = []string{
	"", " ", "0", "-1", "null", "true", "NaN", "' OR 1=1 --", "%", "\\", "\"", "../..", "a/b", "\x00", "\x1b[0m", "\u202e",
	"\ufeff", "\ufffd", "👩🏽‍⚕️", "İstanbul", "ﬁ", "e\u0301", "１２３", "٣", strings.Repeat("ñ", 300), strings.Repeat("x", 5000),
	"2026-02-30", "2026-12-01T09:00:00-05:00", "2026-12-01T24:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:60Z",
	"-292277022399-01-01T00:00:00Z", "America/Bogota", "+573001234567", "a@b", "CC", "1032456789", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
	"8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01", "IN_PERSON", "createdAt desc", `"1"`, "*", "3600s", "-1s", "315576000001s",
}

var oddNumbers = []any{
	0, -1, 1, 200, 201, 1 << 31, -(1 << 31) - 1, json.Number("9007199254740993"), json.Number("-9223372036854775809"),
	json.Number("18446744073709551616"), json.Number("1e400"), json.Number("1e-400"), json.Number("0.1"), json.Number("1E5"),
}

func drawText(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, label+" is odd") {
		return rapid.SampledFrom(oddTexts).Draw(t, label)
	}
	return rapid.StringN(0, 40, -1).Draw(t, label)
}

// drawValue draws any JSON value.
func drawValue(t *rapid.T, label string, depth int) any {
	switch kind := rapid.IntRange(0, 8).Draw(t, label+" kind"); {
	case kind == 0:
		return nil
	case kind == 1:
		return rapid.Bool().Draw(t, label)
	case kind == 2:
		return rapid.SampledFrom(oddNumbers).Draw(t, label)
	case kind == 3 && depth > 0:
		list := make([]any, rapid.IntRange(0, 3).Draw(t, label+" size"))
		for i := range list {
			list[i] = drawValue(t, label, depth-1)
		}
		return list
	case kind == 4 && depth > 0:
		object := map[string]any{}
		for range rapid.IntRange(0, 3).Draw(t, label+" size") {
			object[drawText(t, label+" key")] = drawValue(t, label, depth-1)
		}
		return object
	case kind == 5 && depth > 0:
		return nested(rapid.SampledFrom([]int{5, 31, 32, 33, 200}).Draw(t, label+" depth"))
	default:
		return drawText(t, label)
	}
}

// nested is a list in a list in a list.
func nested(depth int) any {
	var value any = 1
	for range depth {
		value = []any{value}
	}
	return value
}

// drawRequest draws a call: what the document shows, or anything, in each place that it has.
func drawRequest(t *rapid.T, o *document.Operation, ids likeness) stack.Request {
	request := stack.Request{Method: o.Method, Path: o.Path, Header: map[string]string{}}
	query := url.Values{}
	for _, p := range o.Parameters() {
		value := p.Example
		if value == "" || rapid.Bool().Draw(t, p.Name+" is drawn") {
			value = drawText(t, p.Name)
		}
		// The same key for every call would have most of them refused for that alone.
		if p.Name == "Idempotency-Key" && value == p.Example {
			value += strconv.FormatUint(rapid.Uint64().Draw(t, "key"), 36)
		}
		switch {
		case p.In == "path":
			request.Path = strings.ReplaceAll(request.Path, "{"+p.Name+"}", url.PathEscape(value))
		case rapid.IntRange(0, 2).Draw(t, p.Name+" is left out") > 0:
		case p.In == "query" && p.Schema.Text("type") == "object":
			query.Add(p.Name+"["+drawText(t, p.Name+" key")+"]", value)
		case p.In == "query":
			query.Add(p.Name, value)
		default:
			request.Header[p.Name] = printableOf(value)
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "another parameter") == 0 {
		query.Add(drawText(t, "parameter"), drawText(t, "parameter's value"))
	}
	if len(query) > 0 {
		request.Path += "?" + query.Encode()
	}
	if o.HasBody() {
		request.Body = drawBody(t, o)
	}
	ids.replace(&request)
	return request
}

// printableOf is what Go's client agrees to send in a header.
func printableOf(text string) string {
	return strings.Map(func(c rune) rune {
		if c < 0x20 || c > 0x7e {
			return -1
		}
		return c
	}, text)
}

// drawBody draws an example of the document with a few members changed, or no object at all.
func drawBody(t *rapid.T, o *document.Operation) string {
	if rapid.IntRange(0, 9).Draw(t, "no object") == 0 {
		return rapid.OneOf(rapid.SampledFrom([]string{"", "{", "[]", "null", "1", `"x"`, "{}{}", `{"a":1,"a":2}`, "{\"a\":\"\xff\"}",
			strings.Repeat("[", 50_000), strings.Repeat(`{"a":`, 40)}), rapid.String()).Draw(t, "body")
	}
	examples := o.BodyExamples()
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(examples))).Draw(t, "example")
	body := map[string]any{}
	// The document's examples are JSON.
	_ = json.Unmarshal([]byte(examples[name]), &body)
	// A body need not have any.
	fields := append(slices.Sorted(maps.Keys(o.BodySchema().Member("properties"))), "unknown")
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		field := rapid.SampledFrom(fields).Draw(t, "field")
		switch rapid.IntRange(0, 9).Draw(t, "change") {
		case 0:
			delete(body, field)
		case 1:
			body[drawText(t, "unknown field")] = drawValue(t, "unknown value", 2)
		case 2:
			body["customFields"] = map[string]any{drawText(t, "custom key"): drawValue(t, "custom value", 3)}
		default:
			body[field] = drawValue(t, field, 3)
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

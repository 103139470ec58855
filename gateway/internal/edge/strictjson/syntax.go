package strictjson

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"github.com/go-json-experiment/json/jsontext"
)

// syntaxViolation says where the body stops being JSON, with the field around it.
func syntaxViolation(body []byte, err error) problem.Violation {
	offset := len(body)
	field := ""
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		offset = min(int(syntax.ByteOffset), len(body))
		field = dotted(syntax.JSONPointer)
	}
	why := reason.MalformedJson
	switch {
	case !utf8.Valid(body) && offset >= firstInvalid(body):
		why = reason.InvalidUtf8
		offset = firstInvalid(body)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		why = reason.MalformedJsonCut
	}
	before := body[:offset]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return problem.Violation{Field: field, Said: why(strconv.Itoa(line), strconv.Itoa(column))}
}

// firstInvalid is the offset of the first byte that is not UTF-8.
func firstInvalid(body []byte) int {
	at := 0
	for at < len(body) {
		r, size := utf8.DecodeRune(body[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// dotted turns the JSON pointer /phones/1 into phones[1].
func dotted(pointer jsontext.Pointer) string {
	path := ""
	for token := range pointer.Tokens() {
		token = strings.ToValidUTF8(token, "�")
		if path != "" && token != "" && strings.Trim(token, "0123456789") == "" {
			path += "[" + token + "]"
		} else {
			path = join(path, token)
		}
	}
	return path
}

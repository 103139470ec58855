package strictjson

import "bytes"

// span is a member of an object within the body, from the end of what stands before it, and so with
// the comma between them.
type span struct{ start, end int64 }

// without returns the body without the members; they stand in order and apart.
func without(body []byte, members []span) []byte {
	if len(members) == 0 {
		return body
	}
	out, from := make([]byte, 0, len(body)), int64(0)
	for _, m := range members {
		out = appendPart(out, body[from:m.start])
		from = m.end
	}
	return appendPart(out, body[from:])
}

// appendPart drops the comma that followed a member which was the first of its object.
func appendPart(out, part []byte) []byte {
	if bytes.HasSuffix(out, []byte("{")) {
		if rest, found := bytes.CutPrefix(bytes.TrimLeft(part, " \t\r\n"), []byte(",")); found {
			part = rest
		}
	}
	return append(out, part...)
}

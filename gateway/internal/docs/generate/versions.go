package main

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

var ifMatchHeader = header{name: "If-Match", when: (*operation).changesOne, example: "*",
	description: "El etag que se leyó, con sus comillas: si el recurso ya tiene otra versión, se responde 412 " +
		"y nada cambia. * acepta cualquiera.",
	schema: node{"type": "string"}}

var etagHeader = header{name: "ETag", example: `"7"`,
	description: "Versión del recurso, con sus comillas; envíela en If-Match. No viene en la respuesta a validateOnly.", schema: node{"type": "string"}}

// changesOne tells whether the call changes one resource that its path names.
func (o *operation) changesOne() bool { return o.writes() && strings.Contains(o.Pattern, "{") }

// upserts tells whether the call may create what it changes.
func (o *operation) upserts() bool { return o.Method == "PUT" }

// bearsVersion tells whether the answer is one resource, or holds just one.
func (o *operation) bearsVersion() bool {
	const etag = protoreflect.Name("etag")
	fields := o.RPC.Output().Fields()
	if fields.ByName(etag) != nil {
		return true
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if fd.Message() != nil && !fd.IsList() && fd.Message().Fields().ByName(etag) != nil {
			return true
		}
	}
	return false
}

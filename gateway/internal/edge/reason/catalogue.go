// Package reason says why a call is refused, in the caller's language. Everything it knows comes
// from the options of the enum enlace.common.v1.Reason.
package reason

import (
	"net/http"
	"strings"
	"sync"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// prefix is what the style of protos puts before every value of an enum.
const prefix = "REASON_"

// Entry is one reason of the catalogue.
type Entry struct {
	// Name is the reason as answers carry it: SLOT_TAKEN.
	Name string
	info *commonv1.ReasonInfo
}

// catalogue holds the entries in the order of the proto, and by name.
type catalogue struct {
	all    []Entry
	byName map[string]Entry
}

var read = sync.OnceValue(func() catalogue {
	c := catalogue{byName: map[string]Entry{}}
	values := commonv1.Reason(0).Descriptor().Values()
	for i := range values.Len() {
		info, ok := proto.GetExtension(values.Get(i).Options(), commonv1.E_Reason).(*commonv1.ReasonInfo)
		if !ok || info.GetKind() == commonv1.ReasonKind_REASON_KIND_UNSPECIFIED {
			continue
		}
		e := Entry{strings.TrimPrefix(string(values.Get(i).Name()), prefix), info}
		c.all = append(c.all, e)
		c.byName[e.Name] = e
	}
	return c
})

// All lists the catalogue in the order of the proto.
func All() []Entry { return read().all }

// Lookup finds a reason by its name.
func Lookup(name string) (Entry, bool) {
	e, ok := read().byName[name]
	return e, ok
}

// OfCode is the reason of an error that says nothing but its gRPC code.
func OfCode(c codes.Code) Entry {
	if e, ok := Lookup(code.Code(c).String()); ok {
		return e
	}
	return read().byName["UNKNOWN"]
}

// Kind tells what the reason is said of.
func (e Entry) Kind() commonv1.ReasonKind { return e.info.GetKind() }

// Code is the gRPC code of a refusal for this reason.
func (e Entry) Code() codes.Code {
	if c := e.info.GetCode(); c != code.Code_OK {
		return codes.Code(c)
	}
	return codes.InvalidArgument
}

// CodeName is the stable name of the code: INVALID_ARGUMENT.
func (e Entry) CodeName() string { return code.Code(e.Code()).String() }

// HTTPStatus is what REST answers to a refusal for this reason.
func (e Entry) HTTPStatus() int {
	if status := e.info.GetHttpStatus(); status != 0 {
		return int(status)
	}
	if of, ok := Lookup(e.CodeName()); ok && of.info.GetHttpStatus() != 0 {
		return int(of.info.GetHttpStatus())
	}
	return http.StatusInternalServerError
}

// RetryAfter is how many seconds to wait before a repeat; 0 where a repeat makes no sense.
func (e Entry) RetryAfter() int { return int(e.info.GetRetryAfterSeconds()) }

// Title names the reason for people.
func (e Entry) Title(l Language) string { return pick(l, e.info.GetTitleEn(), e.info.GetTitleEs()) }

// Mend says how to mend the call.
func (e Entry) Mend(l Language) string { return pick(l, e.info.GetMendEn(), e.info.GetMendEs()) }

// Slug is the reason in an address: slot-taken.
func (e Entry) Slug() string { return strings.ReplaceAll(strings.ToLower(e.Name), "_", "-") }

// Wordings lists the texts of the reason, its usual one first, under the name "".
func (e Entry) Wordings() []*commonv1.Wording {
	usual := &commonv1.Wording{En: e.info.GetEn(), Es: e.info.GetEs()}
	return append([]*commonv1.Wording{usual}, e.info.GetWordings()...)
}

// Text is the text of that name in the language, its placeholders unfilled; the usual one where
// there is none of that name.
func (e Entry) Text(l Language, wording string) string {
	for _, w := range e.info.GetWordings() {
		if w.GetName() == wording && wording != "" {
			return pick(l, w.GetEn(), w.GetEs())
		}
	}
	return pick(l, e.info.GetEn(), e.info.GetEs())
}

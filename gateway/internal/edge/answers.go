package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/messagejson"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// answers writes messages as JSON: camelCase, enums as names, lists and booleans always there,
// unset optional fields left out.
type answers struct{ runtime.JSONPb }

func newAnswers() *answers {
	return &answers{runtime.JSONPb{
		MarshalOptions: protojson.MarshalOptions{EmitDefaultValues: true},
	}}
}

// page is a list answer that has a next page.
type page struct {
	list proto.Message
	next string
}

// Marshal implements runtime.Marshaler.
func (a *answers) Marshal(v any) ([]byte, error) {
	p, ok := v.(page)
	if !ok {
		return a.message(v)
	}
	out, err := a.message(p.list)
	if err != nil {
		return nil, err
	}
	var next bytes.Buffer
	enc := json.NewEncoder(&next)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(p.next); err != nil {
		return nil, err
	}
	// The list holds at least its nextPageToken, so a comma is right.
	out = append(bytes.TrimSuffix(out, []byte("}")), `,"next":`...)
	out = append(out, bytes.TrimSpace(next.Bytes())...)
	return append(out, '}'), nil
}

// message writes what the fast way leaves, errors among it, as protojson does.
func (a *answers) message(v any) ([]byte, error) {
	if m, ok := v.(proto.Message); ok {
		if out, ok := messagejson.Append(make([]byte, 0, 1024), m); ok {
			return out, nil
		}
	}
	return a.JSONPb.Marshal(v)
}

// withNext adds the absolute URL of the next page to a list that has one and is asked for by a URL.
func withNext(ctx context.Context, answer proto.Message) (any, error) {
	m := answer.ProtoReflect()
	// The service knows the path; only the edge knows by which host it is reached.
	switch made := answer.(type) {
	case *appointmentv1.CalendarFeed:
		if made.Url != nil {
			made.Url = proto.String(exchangeOf(ctx).baseURL + made.GetUrl())
		}
		return made, nil
	case *appointmentv1.ReplyLink:
		made.Url = proto.String(exchangeOf(ctx).baseURL + made.GetUrl())
		return made, nil
	}
	fd := m.Descriptor().Fields().ByName("next_page_token")
	if fd == nil || m.Get(fd).String() == "" {
		return answer, nil
	}
	x := exchangeOf(ctx)
	if x.route != nil && x.route.HasBody {
		return answer, nil
	}
	query, err := url.ParseQuery(x.query)
	if err != nil {
		return nil, err
	}
	query.Del("page_token")
	query.Set("pageToken", m.Get(fd).String())
	return page{answer, x.baseURL + x.path + "?" + query.Encode()}, nil
}

// passedOut names what services say about an answer beside it, and the headers that repeat it.
var passedOut = map[string]string{
	"idempotency-replayed": "Idempotency-Replayed",
	"idempotency-omitted":  "Idempotency-Omitted",
	"validate-only":        "Validate-Only",
}

// setStatus answers 201 with a Location for what was created, and 204 for what was deleted. An
// answer of one resource bears its version as ETag.
func setStatus(ctx context.Context, w http.ResponseWriter, answer proto.Message) error {
	x := exchangeOf(ctx)
	if len(x.mistakes) > 0 {
		return errAlreadyRefused
	}
	if etag := ofResource(answer.ProtoReflect(), "etag"); etag != "" {
		w.Header().Set("ETag", etag)
	}
	md, _ := runtime.ServerMetadataFromContext(ctx)
	for said, header := range passedOut {
		if values := md.HeaderMD.Get(said); len(values) > 0 {
			w.Header().Set(header, values[0])
		}
	}
	stored := w.Header().Get("Validate-Only") == ""
	switch {
	case x.route == nil:
	case stored && (x.route.Creates() || len(md.HeaderMD.Get("x-created")) > 0):
		if id := ofResource(answer.ProtoReflect(), protoreflect.Name(x.route.KeyField)); id != "" {
			// A path that names the resource in another way goes on below its collection.
			collection, _, _ := strings.Cut(x.path, "/by-")
			w.Header().Set("Location", collection+"/"+url.PathEscape(id))
		}
		w.WriteHeader(http.StatusCreated)
	case answer.ProtoReflect().Descriptor().FullName() == "google.protobuf.Empty":
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNoContent)
	}
	return nil
}

// ofResource finds a text of an answer: its own, or that of the one resource in it (apiKey.id).
func ofResource(m protoreflect.Message, name protoreflect.Name) string {
	fields := m.Descriptor().Fields()
	if fd := fields.ByName(name); fd != nil {
		return m.Get(fd).String()
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if fd.Message() == nil || fd.Cardinality() == protoreflect.Repeated {
			continue
		}
		if found := fd.Message().Fields().ByName(name); found != nil {
			return m.Get(fd).Message().Get(found).String()
		}
	}
	return ""
}

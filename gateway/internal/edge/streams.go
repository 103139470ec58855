package edge

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"enlace.dev/gateway/internal/edge/routes"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// ndjson is the media type of a stream: one JSON object a line.
const ndjson = "application/x-ndjson"

// takes is how long a caller may take for one line; whoever takes longer has gone.
const takes = time.Minute

// streams answers the RPCs that stream: each message is a line, as it comes. One that breaks off after
// its first line ends in a line {"error": …} with the problem, and without the end that HTTP promises.
type streams struct {
	// mux says how headers become metadata.
	mux      *runtime.ServeMux
	answers  *answers
	conns    map[protoreflect.FullName]*grpc.ClientConn
	stopping context.Context
}

// serve answers a call that is judged, by a route whose request is all in the query.
func (s *streams) serve(w http.ResponseWriter, r *http.Request, route *routes.Route) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.stopping, cancel)()
	lines, message, err := s.open(ctx, r, route)
	if err == nil {
		err = lines.RecvMsg(message)
	}
	switch {
	case err == nil || errors.Is(err, io.EOF):
	case s.stopping.Err() != nil:
		refuse(w, r, problem.Of(reason.Unavailable()))
		return
	default:
		answerError(ctx, s.mux, s.answers, w, r, err)
		return
	}
	out := s.begin(w, message)
	for err == nil {
		if err = s.line(w, out, message); err != nil {
			break
		}
		proto.Reset(message)
		err = lines.RecvMsg(message)
	}
	if !errors.Is(err, io.EOF) {
		s.breakOff(w, out, r, err)
	}
}

// open asks the service, and makes a message to receive by.
func (s *streams) open(ctx context.Context, r *http.Request, route *routes.Route) (grpc.ClientStream, proto.Message, error) {
	service, method := route.RPC.Parent().FullName(), route.RPC.Name()
	name := "/" + string(service) + "/" + string(method)
	ctx, err := runtime.AnnotateContext(ctx, s.mux, r, name)
	if err != nil {
		return nil, nil, err
	}
	request, err := newMessage(route.RPC.Input())
	if err != nil {
		return nil, nil, err
	}
	message, err := newMessage(route.RPC.Output())
	if err != nil {
		return nil, nil, err
	}
	// It was parsed before.
	query, _ := url.ParseQuery(r.URL.RawQuery)
	if err := runtime.PopulateQueryParameters(request, query, utilities.NewDoubleArray(nil)); err != nil {
		return nil, nil, err
	}
	lines, err := s.conns[service].NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, name)
	if err != nil {
		return nil, nil, err
	}
	if err := lines.SendMsg(request); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	return lines, message, lines.CloseSend()
}

func newMessage(md protoreflect.MessageDescriptor) (proto.Message, error) {
	mt, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName())
	if err != nil {
		return nil, err
	}
	return mt.New().Interface(), nil
}

// begin writes the headers. What the server sets for answers that end soon does not hold for a stream.
func (s *streams) begin(w http.ResponseWriter, first proto.Message) *http.ResponseController {
	out := http.NewResponseController(w)
	// Otherwise the caller would be taken for gone when the time to read its request is over.
	_ = out.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", ndjson)
	m := first.ProtoReflect()
	if total := m.Descriptor().Fields().ByName("total"); total != nil && m.Has(total) {
		w.Header().Set("X-Total-Count", strconv.FormatInt(m.Get(total).Int(), 10))
	}
	w.WriteHeader(http.StatusOK)
	return out
}

// line writes a message, and waits until it is on its way.
func (s *streams) line(w http.ResponseWriter, out *http.ResponseController, message proto.Message) error {
	text, err := s.answers.Marshal(message)
	if err != nil {
		return err
	}
	return write(w, out, text)
}

func write(w http.ResponseWriter, out *http.ResponseController, text []byte) error {
	_ = out.SetWriteDeadline(time.Now().Add(takes))
	if _, err := w.Write(append(text, '\n')); err != nil {
		return err
	}
	return out.Flush()
}

// breakOff says why in a last line, and leaves the answer without its end: whoever reads it whole must
// see that it is not.
func (s *streams) breakOff(w http.ResponseWriter, out *http.ResponseController, r *http.Request, cause error) {
	x := exchangeOf(r.Context())
	x.refusal = problem.FromStatus(status.Convert(cause))
	if s.stopping.Err() != nil {
		x.refusal = problem.Of(reason.Unavailable())
	}
	text := append([]byte(`{"error":`), x.refusal.JSON(x.caller())...)
	_ = write(w, out, append(text, '}'))
	panic(http.ErrAbortHandler)
}

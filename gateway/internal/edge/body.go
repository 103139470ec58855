package edge

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"enlace.dev/gateway/internal/edge/routes"
	"enlace.dev/gateway/internal/edge/strictjson"
	"golang.org/x/sync/semaphore"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// largeBodies bounds what bodies beyond the usual size take of the memory together, for they are kept
// before a service has judged the credential.
type largeBodies struct{ room *semaphore.Weighted }

func newLargeBodies() largeBodies { return largeBodies{semaphore.NewWeighted(maxBodies)} }

// enter counts the body of a request in, as large as it may be, and returns what counts it out.
func (b largeBodies) enter(r *http.Request) (leave func(), p *problem.Problem) {
	bytes := r.ContentLength
	if bytes >= 0 && bytes <= usualBody || bytes > maxBody {
		return func() {}, nil
	}
	if bytes < 0 {
		bytes = maxBody
	}
	if !b.room.TryAcquire(bytes) {
		discard(r)
		return nil, problem.Of(reason.Busy())
	}
	return func() { b.room.Release(bytes) }, nil
}

// readBody reads the whole body, within its limit.
func readBody(r *http.Request) ([]byte, *problem.Problem) {
	if r.ContentLength > maxBody {
		return nil, tooLarge(r)
	}
	if r.ContentLength == 0 {
		return nil, nil
	}
	// With room to see its end without growing; what is only announced gets no more than that.
	buffer := bytes.NewBuffer(make([]byte, 0, min(max(r.ContentLength, 0), usualBody)+bytes.MinRead))
	_, err := buffer.ReadFrom(io.LimitReader(r.Body, maxBody+1))
	body := buffer.Bytes()
	switch {
	case len(body) > maxBody:
		return nil, tooLarge(r)
	case err == nil:
		return body, nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, problem.Of(reason.BodyTimeout())
	default:
		return nil, problem.Of(reason.BodyIncomplete())
	}
}

func tooLarge(r *http.Request) *problem.Problem {
	discard(r)
	return problem.Of(reason.BodyTooLarge())
}

// discard is for a body that is refused. A caller that is still sending would see a broken connection
// instead of the answer, so some of what it sends is read first, unless it waits for leave to send.
func discard(r *http.Request) {
	if r.Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, r.Body, maxDiscarded)
	}
}

// checkMedia refuses a body that is not declared as plain JSON in UTF-8.
func checkMedia(h http.Header) *problem.Problem {
	media, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	json := media == "application/json" ||
		(strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json"))
	charset, declared := parameters["charset"]
	encoding := h.Get("Content-Encoding")
	if err == nil && json && (!declared || strings.EqualFold(charset, "utf-8")) &&
		(encoding == "" || strings.EqualFold(encoding, "identity")) {
		return nil
	}
	return problem.Of(reason.UnsupportedMediaType())
}

// checkBody judges the body of a call and returns what of it grpc-gateway can read.
func checkBody(h http.Header, body []byte, route *routes.Route, inPath map[string]string) (
	[]byte, []problem.Violation, *problem.Problem,
) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil, nil
	}
	if p := checkMedia(h); p != nil {
		return nil, nil, p
	}
	var message protoreflect.MessageDescriptor
	if route.HasBody {
		message = route.RPC.Input()
	}
	result := strictjson.Check(body, message, inPath)
	switch {
	case result.Malformed:
		return nil, nil, problem.Unreadable(result.Violations[0])
	case !route.HasBody:
		return nil, result.Violations, nil
	}
	return strictjson.WithCleared(result.Rest, result.Cleared), result.Violations, nil
}

package problem

import (
	"math"
	"net/http"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// domain marks the errors that Enlace's services made themselves (google.rpc.ErrorInfo.domain).
const domain = "enlace"

// FromStatus turns the status of a backend into a problem. A message is shown only when a service
// of ours declared it public by its ErrorInfo; gRPC's own texts hold addresses and are replaced.
func FromStatus(st *status.Status) *Problem {
	p := &Problem{Code: st.Code()}
	public := st.Code() == codes.InvalidArgument
	for _, detail := range st.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			if d.GetDomain() == domain {
				public = true
				p.Reason = d.GetReason()
			}
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				p.Violations = append(p.Violations, Violation{
					Field:   v.GetField(),
					Reason:  v.GetReason(),
					Message: Text{EN: v.GetDescription()},
				})
			}
		case *errdetails.RetryInfo:
			if delay := d.GetRetryDelay(); delay.IsValid() && delay.AsDuration() > 0 {
				p.RetryAfter = int(math.Ceil(delay.AsDuration().Seconds()))
			}
		}
	}
	if public {
		p.Detail = Text{EN: st.Message()}
	}
	if p.RetryAfter == 0 && asksForPatience(p.HTTPStatus()) {
		p.RetryAfter = 1
	}
	return p
}

func asksForPatience(httpStatus int) bool {
	return httpStatus == http.StatusServiceUnavailable || httpStatus == http.StatusTooManyRequests
}

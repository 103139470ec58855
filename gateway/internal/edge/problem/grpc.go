package problem

import (
	"encoding/json"
	"math"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/messagejson"
	"enlace.dev/gateway/internal/edge/reason"
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
	if st.Code() == codes.InvalidArgument {
		// Perhaps grpc-gateway's own word on what the caller sent.
		p.Said = reason.Spoken("", st.Message())
	}
	for _, detail := range st.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			if d.GetDomain() == domain {
				p.Said = reason.Spoken(d.GetReason(), st.Message())
			}
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				p.Violations = append(p.Violations, Violation{
					Field: v.GetField(),
					Said:  reason.Spoken(v.GetReason(), v.GetDescription()),
				})
			}
		case *appointmentv1.SlotAlternatives:
			p.Alternatives = alternatives(d)
		case *errdetails.RetryInfo:
			if delay := d.GetRetryDelay(); delay.IsValid() && delay.AsDuration() > 0 {
				p.RetryAfter = int(math.Ceil(delay.AsDuration().Seconds()))
			}
		}
	}
	if p.RetryAfter == 0 {
		p.RetryAfter = p.codeEntry().RetryAfter()
	}
	return p
}

// alternatives are the offers as a search answers them; an empty list when there is none.
func alternatives(detail *appointmentv1.SlotAlternatives) []json.RawMessage {
	offers := make([]json.RawMessage, 0, len(detail.GetAlternatives()))
	for _, offer := range detail.GetAlternatives() {
		if out, ok := messagejson.Append(nil, offer); ok {
			offers = append(offers, out)
		}
	}
	return offers
}

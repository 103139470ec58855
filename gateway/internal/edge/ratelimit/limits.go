package ratelimit

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
)

// Limits are what one caller may do. Immutable.
type Limits struct {
	key Rate
	// tenant and its bucket are zero when the caller belongs to none.
	tenant       Rate
	tenantBucket Bucket
	// guessed: auth could not be asked.
	guessed bool
	// policy is the value of RateLimit-Policy.
	policy []string
}

// newLimits reads them from the principal; without one, or without figures, they are the default.
func newLimits(p *authv1.Principal, factor int) *Limits {
	told := p.GetRequestLimits()
	l := &Limits{key: rateOf(told.GetKey()).Times(factor), guessed: p == nil}
	if l.key == (Rate{}) {
		l.key = defaultKey.Times(factor)
	}
	l.policy = []string{policy("key", l.key)}
	if tenant := rateOf(told.GetTenant()); tenant != (Rate{}) && p.GetTenantId() != "" {
		l.tenant, l.tenantBucket = tenant.Times(factor), Tenant(p.GetTenantId())
		l.policy[0] += ", " + policy("tenant", l.tenant)
	}
	return l
}

// rateOf is zero unless both figures make sense.
func rateOf(l *authv1.RequestLimit) Rate {
	if l.GetPerSecond() < 1 || l.GetBurst() < 1 {
		return Rate{}
	}
	return Rate{int(l.GetPerSecond()), int(l.GetBurst())}
}

// Caller is whose calls these are: the tenant's, or those of the credential where there is none.
func (l *Limits) Caller(key Bucket) Bucket {
	if l.tenant == (Rate{}) {
		return key
	}
	return l.tenantBucket
}

// Outcome is what the limits said to one call.
type Outcome struct {
	// Refused names the limit that is used up: "key" or "tenant"; empty: the call may go on.
	Refused    string
	Rate       Rate
	RetryAfter time.Duration
}

// Take counts one call of the credential and writes the RateLimit headers. A call that the
// credential's own limit refuses is not counted to the tenant, so that one bot's flood does not use up what
// the others have.
func (l *Limits) Take(ctx context.Context, c Counter, key Bucket, h http.Header) Outcome {
	var room [96]byte
	own := c.Take(ctx, key, l.key)
	line, outcome := state(room[:0], "key", own), Outcome{}
	switch {
	case !own.Allowed:
		outcome = Outcome{"key", l.key, own.RetryAfter}
	case l.tenant != (Rate{}):
		all := c.Take(ctx, l.tenantBucket, l.tenant)
		line = state(append(line, ", "...), "tenant", all)
		if !all.Allowed {
			outcome = Outcome{"tenant", l.tenant, all.RetryAfter}
		}
	}
	// As Set would spell them, without its copies.
	h["Ratelimit-Policy"] = l.policy
	h["Ratelimit"] = []string{string(line)}
	return outcome
}

// policy and state write items of draft-ietf-httpapi-ratelimit-headers-11: q is the quota of the
// window w, r what is left of it, t when it is whole again; seconds.
func policy(name string, r Rate) string {
	return fmt.Sprintf(`%q;q=%d;w=%d`, name, r.Burst, seconds(r.window()))
}

func state(line []byte, name string, v Verdict) []byte {
	line = append(append(append(line, '"'), name...), `";r=`...)
	line = strconv.AppendInt(line, int64(v.Remaining), 10)
	line = append(line, ";t="...)
	return strconv.AppendInt(line, int64(seconds(v.Full)), 10)
}

// seconds rounds up.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// Package ratelimit counts calls in token buckets: of a credential, of a tenant, of an address that
// fails to authenticate. In memory, or in a Redis that several gateways share.
package ratelimit

import (
	"context"
	"crypto/sha256"
	"net/netip"
	"time"
)

// Rate is the measure of a bucket: Burst calls at once, refilled by PerSecond. Both are 1 or more.
type Rate struct{ PerSecond, Burst int }

// Times is the rate with both figures multiplied.
func (r Rate) Times(factor int) Rate { return Rate{r.PerSecond * factor, r.Burst * factor} }

// window is how long an empty bucket takes to be full again.
func (r Rate) window() time.Duration {
	return time.Duration(r.Burst) * time.Second / time.Duration(r.PerSecond)
}

// kind keeps buckets of different sorts apart.
type kind byte

const (
	ofKey kind = iota
	ofTenant
	ofAddress
	kinds
)

// Bucket names whose calls are counted. It holds a hash, never a credential.
type Bucket struct {
	kind kind
	id   [16]byte
}

// longestOnStack spares the usual credential a trip to the heap.
const longestOnStack = 256

// Key is the bucket of a credential.
func Key(credential string) Bucket {
	var room [longestOnStack]byte
	return Bucket{ofKey, hash(append(room[:0], credential...))}
}

// Tenant is the bucket of a tenant's id.
func Tenant(id string) Bucket { return Bucket{ofTenant, hash([]byte(id))} }

// Address is the bucket of a client address. Whoever has one IPv6 address has the 2^64 of its
// network, so they count together.
func Address(a netip.Addr) Bucket {
	a = a.Unmap()
	if a.Is6() {
		if network, err := a.WithZone("").Prefix(64); err == nil {
			a = network.Addr()
		}
	}
	return Bucket{ofAddress, a.As16()}
}

// hash is half of a SHA-256: equal in every gateway, and no way back to what was hashed.
func hash(text []byte) [16]byte {
	sum := sha256.Sum256(text)
	return [16]byte(sum[:16])
}

// Verdict is what a bucket said to one call.
type Verdict struct {
	Allowed bool
	// Remaining is how many calls the bucket would let through now.
	Remaining int
	// RetryAfter is when the next call is let through; 0 when Remaining is not.
	RetryAfter time.Duration
	// Full is when the bucket is full again.
	Full time.Duration
}

// Counter takes calls out of buckets. Safe for many goroutines.
type Counter interface {
	// Take counts one call, unless the bucket is empty. It never fails: what can't be counted in
	// one place is counted in another.
	Take(ctx context.Context, b Bucket, r Rate) Verdict
}

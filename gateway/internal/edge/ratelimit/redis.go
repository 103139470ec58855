package ratelimit

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// ParseRedis reads where a Redis listens: host:port, unix:/path, or a URL (redis://, rediss:// for
// TLS, with user, password and database). The error does not repeat what it read.
func ParseRedis(address string) (*redis.Options, error) {
	options := &redis.Options{Network: "tcp", Addr: address}
	if path, ok := strings.CutPrefix(address, "unix:/"); ok && !strings.HasPrefix(path, "/") {
		options.Network, options.Addr = "unix", "/"+path
	} else if strings.Contains(address, "://") {
		parsed, err := redis.ParseURL(address)
		if err != nil {
			return nil, errors.New("not a redis URL")
		}
		options = parsed
	} else if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, errors.New("not host:port")
	}
	if options.TLSConfig != nil {
		options.TLSConfig.MinVersion = tls.VersionTLS12
	}
	return options, nil
}

// silent keeps the client's own log, which holds addresses, out of ours.
type silent struct{}

// Printf implements the client's logger.
func (silent) Printf(context.Context, string, ...any) {}

// Open prepares a client that gives up soon; nothing is connected before the first call.
func Open(options *redis.Options) *redis.Client {
	redis.SetLogger(silent{})
	o := *options
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = redisTimeout, redisTimeout, redisTimeout, redisTimeout
	o.ContextTimeoutEnabled = true
	// A call that timed out may have been counted: a repeat would count it twice.
	o.MaxRetries, o.DialerRetries = -1, 1
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(&o)
}

// Package config reads the gateway's configuration from the environment.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"enlace.dev/gateway/internal/tlsfiles"
	"github.com/redis/go-redis/v9"
)

// Config is everything that can be configured.
type Config struct {
	// Listen is the TCP address of the REST API over HTTP, TLSListen over HTTPS; one of them may be
	// empty.
	Listen, TLSListen string
	// TLS is the certificate that HTTPS is served with.
	TLS tlsfiles.Pair
	// Auth, Patient, Appointment and Audit are gRPC targets: unix:/path or host:port.
	Auth, Patient, Appointment, Audit string
	// Mutual is what the gateway shows to services at host:port; nil: no TLS is spoken with them.
	Mutual *tlsfiles.Mutual
	// PublicURL is the scheme and host that callers use; empty: as each request says.
	PublicURL string
	// MetricsListen is where Prometheus reads the metrics, host:port; empty: nowhere.
	MetricsListen string
	// TracesEndpoint is the OTLP collector that spans are sent to; empty: there are none. TracesRatio
	// is how many of the traces that begin here are recorded.
	TracesEndpoint string
	TracesRatio    float64
	LogLevel       slog.Level
	// Proxies are the networks whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Redis holds the rate limits that several gateways share; nil: each counts for itself.
	Redis *redis.Options
	// Calls and Connections may be under way, and open, at once.
	Calls, Connections int
	// LimitFactor multiplies every rate limit; 1 or more.
	LimitFactor int
}

// Load reads the configuration; lookup is os.LookupEnv outside tests. An error says which variable
// is wrong and what to do.
func Load(lookup func(string) (string, bool)) (Config, error) {
	get := func(name, fallback string) string {
		if v, ok := lookup(name); ok && v != "" {
			return v
		}
		return fallback
	}
	c := Config{
		PublicURL: strings.TrimSuffix(get("ENLACE_PUBLIC_URL", ""), "/"),
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" &&
		(err != nil || u.Host == "" || u.Path != "" || (u.Scheme != "http" && u.Scheme != "https")) {
		return c, fmt.Errorf("ENLACE_PUBLIC_URL must be scheme and host, for example https://api.example.com")
	}
	for _, s := range c.services() {
		if *s.address = get(s.variable, ""); *s.address == "" {
			return c, fmt.Errorf("%s is not set: give it the service's gRPC address, "+
				"unix:/path or host:port", s.variable)
		}
	}
	if c.MetricsListen = get("ENLACE_METRICS_LISTEN", ""); c.MetricsListen != "" && !isHostPort(c.MetricsListen) {
		return c, fmt.Errorf("ENLACE_METRICS_LISTEN must be host:port, for example 127.0.0.1:9464")
	}
	if err := c.loadTraces(get); err != nil {
		return c, err
	}
	level, ok := levels[get("ENLACE_LOG_LEVEL", "info")]
	if !ok {
		return c, fmt.Errorf("ENLACE_LOG_LEVEL must be debug, info, warning or error")
	}
	c.LogLevel = level
	if err := c.loadLimits(get); err != nil {
		return c, err
	}
	return c, c.loadAddresses(get)
}

// service is where one of the services listens, by its variable.
type service struct {
	variable string
	address  *string
}

func (c *Config) services() []service {
	return []service{
		{"ENLACE_AUTH_ADDRESS", &c.Auth},
		{"ENLACE_PATIENT_ADDRESS", &c.Patient},
		{"ENLACE_APPOINTMENT_ADDRESS", &c.Appointment},
		{"ENLACE_AUDIT_ADDRESS", &c.Audit},
	}
}

func isHostPort(address string) bool {
	host, port, err := net.SplitHostPort(address)
	_, wrong := strconv.ParseUint(port, 10, 16)
	return err == nil && wrong == nil && host != ""
}

var levels = map[string]slog.Level{
	"debug":   slog.LevelDebug,
	"info":    slog.LevelInfo,
	"warning": slog.LevelWarn,
	"error":   slog.LevelError,
}

package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"enlace.dev/gateway/internal/tlsfiles"
)

// loadAddresses reads where the gateway listens, and by what it is known there and to the services.
// The proxies are read already.
func (c *Config) loadAddresses(get func(name, fallback string) string) error {
	c.TLSListen = get("ENLACE_GATEWAY_TLS_LISTEN", "")
	usual := "127.0.0.1:8080"
	if c.TLSListen != "" {
		usual = ""
	}
	c.Listen = get("ENLACE_GATEWAY_LISTEN", usual)
	for _, v := range []struct{ name, address string }{
		{"ENLACE_GATEWAY_LISTEN", c.Listen}, {"ENLACE_GATEWAY_TLS_LISTEN", c.TLSListen},
	} {
		if _, _, err := net.SplitHostPort(v.address); v.address != "" && err != nil {
			return fmt.Errorf("%s must be host:port, for example 127.0.0.1:8080", v.name)
		}
	}
	if c.Listen != "" && !isLoopback(c.Listen) && len(c.Proxies) == 0 {
		return fmt.Errorf("ENLACE_GATEWAY_LISTEN is %s, which others than this machine reach without TLS: give the "+
			"gateway a certificate and ENLACE_GATEWAY_TLS_LISTEN, or name the proxy before it that ends TLS in "+
			"ENLACE_TRUSTED_PROXIES", c.Listen)
	}
	return errors.Join(c.loadTLS(get), c.loadMutual(get), c.checkServices())
}

// checkServices refuses to call a service on another machine without knowing who answers there.
func (c *Config) checkServices() error {
	if c.Mutual != nil {
		return nil
	}
	for _, s := range c.services() {
		if !strings.HasPrefix(*s.address, "unix:") && !isLoopback(*s.address) {
			return fmt.Errorf("%s is %s, which is not of this machine: set ENLACE_TLS_CERT_FILE, ENLACE_TLS_KEY_FILE "+
				"and ENLACE_TLS_CA_FILE", s.variable, *s.address)
		}
	}
	return nil
}

// loadTLS wants the address and the certificate of HTTPS together.
func (c *Config) loadTLS(get func(name, fallback string) string) error {
	c.TLS = tlsfiles.Pair{Certificate: get("ENLACE_GATEWAY_TLS_CERT_FILE", ""), Key: get("ENLACE_GATEWAY_TLS_KEY_FILE", "")}
	if c.TLSListen == "" && c.TLS == (tlsfiles.Pair{}) {
		return nil
	}
	if c.TLSListen == "" || c.TLS.Certificate == "" || c.TLS.Key == "" {
		return errors.New("ENLACE_GATEWAY_TLS_LISTEN, ENLACE_GATEWAY_TLS_CERT_FILE and ENLACE_GATEWAY_TLS_KEY_FILE " +
			"go together: set all three or none")
	}
	if _, err := c.TLS.Load(); err != nil {
		return fmt.Errorf("ENLACE_GATEWAY_TLS_CERT_FILE is wrong: %w", err)
	}
	return nil
}

// loadMutual reads what the gateway shows to the services.
func (c *Config) loadMutual(get func(name, fallback string) string) error {
	mutual := tlsfiles.Mutual{
		Pair:      tlsfiles.Pair{Certificate: get("ENLACE_TLS_CERT_FILE", ""), Key: get("ENLACE_TLS_KEY_FILE", "")},
		Authority: get("ENLACE_TLS_CA_FILE", ""),
	}
	if mutual == (tlsfiles.Mutual{}) {
		return nil
	}
	if mutual.Certificate == "" || mutual.Key == "" || mutual.Authority == "" {
		return errors.New("ENLACE_TLS_CERT_FILE, ENLACE_TLS_KEY_FILE and ENLACE_TLS_CA_FILE go together: " +
			"set all three or none")
	}
	if err := mutual.Check("gateway"); err != nil {
		return fmt.Errorf("ENLACE_TLS_CERT_FILE is wrong: %w", err)
	}
	c.Mutual = &mutual
	return nil
}

// isLoopback tells that the address is of this machine alone.
func isLoopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || (err == nil && ip.IsLoopback())
}

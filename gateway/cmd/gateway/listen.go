package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"enlace.dev/gateway/internal/config"
	"enlace.dev/gateway/internal/edge"
)

// listen opens the addresses of HTTP and of HTTPS.
func listen(cfg config.Config, log *slog.Logger) ([]net.Listener, error) {
	var all []net.Listener
	files := raiseFileLimit()
	most := connections(cfg.Connections, files)
	if cfg.Listen != "" && cfg.TLSListen != "" {
		most /= 2
	}
	open := func(scheme, variable, address string, encrypt func(net.Listener) (net.Listener, error)) error {
		if address == "" {
			return nil
		}
		inner, err := net.Listen("tcp", address)
		if err != nil {
			return fmt.Errorf("cannot listen on %s (%s): %w", address, variable, err)
		}
		outer, err := encrypt(edge.Bounded(inner, most, cfg.Proxies))
		if err != nil {
			return errors.Join(err, inner.Close())
		}
		all = append(all, edge.Listener(outer, log, cfg.PublicURL))
		log.Info("listening", "scheme", scheme, "address", inner.Addr().String(), "file_limit", files)
		return nil
	}
	plain := func(inner net.Listener) (net.Listener, error) { return inner, nil }
	encrypted := func(inner net.Listener) (net.Listener, error) {
		settings, err := cfg.TLS.Server(log)
		if err != nil {
			return nil, err
		}
		return tls.NewListener(inner, settings), nil
	}
	if err := open("http", "ENLACE_GATEWAY_LISTEN", cfg.Listen, plain); err != nil {
		return nil, err
	}
	return all, open("https", "ENLACE_GATEWAY_TLS_LISTEN", cfg.TLSListen, encrypted)
}

package tlsfiles

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"
)

// suites are those of TLS 1.2 with forward secrecy and authenticated encryption; those of 1.3 all
// are such.
var suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
}

// Server is what HTTPS is served with: HTTP/1.1 over TLS 1.2 or newer. The pair is read again when
// one of its files has changed; while it is wrong the one from before is shown.
func (p Pair) Server(log *slog.Logger) (*tls.Config, error) {
	shown := &latest{pair: p, log: log}
	changed := shown.changed()
	first, err := p.Load()
	if err != nil {
		return nil, err
	}
	shown.certificate, shown.seen = first, changed
	return &tls.Config{
		MinVersion: tls.VersionTLS12, CipherSuites: suites, NextProtos: []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return shown.get(), nil },
	}, nil
}

// latest is the newest pair that was good. Safe for many goroutines.
type latest struct {
	pair Pair
	log  *slog.Logger

	mu          sync.Mutex
	certificate *tls.Certificate
	seen        [2]time.Time
}

func (l *latest) get() *tls.Certificate {
	l.mu.Lock()
	defer l.mu.Unlock()
	changed := l.changed()
	if changed == l.seen {
		return l.certificate
	}
	l.seen = changed
	next, err := l.pair.Load()
	if err != nil {
		l.log.Error("the new certificate is not shown: it is wrong", "detail", err.Error())
		return l.certificate
	}
	l.certificate = next
	l.log.Info("a new certificate is shown", "until", next.Leaf.NotAfter)
	return next
}

// changed is when the files last changed; zero for one that is not there.
func (l *latest) changed() (times [2]time.Time) {
	for i, path := range []string{l.pair.Certificate, l.pair.Key} {
		if info, err := os.Stat(path); err == nil {
			times[i] = info.ModTime()
		}
	}
	return times
}

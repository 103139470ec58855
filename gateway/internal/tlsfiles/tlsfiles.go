// Package tlsfiles speaks TLS by certificates in files, which may be exchanged while the process
// runs: connections that stand keep what they began with.
package tlsfiles

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"
)

// Pair is a certificate, with those between it and its authority, and its key, in PEM. Both may be
// one file.
type Pair struct{ Certificate, Key string }

// Load reads the pair; an error says which file is wrong.
func (p Pair) Load() (*tls.Certificate, error) {
	certificate, err := tls.LoadX509KeyPair(p.Certificate, p.Key)
	if err != nil {
		return nil, fmt.Errorf("%s and %s are no certificate with its key: %w", p.Certificate, p.Key, err)
	}
	return &certificate, nil
}

// Until is when the certificate in the files ends.
func (p Pair) Until() (time.Time, error) {
	certificate, err := p.Load()
	if err != nil {
		return time.Time{}, err
	}
	return certificate.Leaf.NotAfter, nil
}

// Mutual is what a process shows to the others of an Enlace, and what it knows them by.
type Mutual struct {
	Pair
	// Authority holds the certificates of the authorities that are trusted.
	Authority string
}

// config is what a new connection begins with.
func (m Mutual) config() (*tls.Config, error) {
	own, err := m.Load()
	if err != nil {
		return nil, err
	}
	authorities, err := m.authorities()
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13, RootCAs: authorities, Certificates: []tls.Certificate{*own},
	}, nil
}

func (m Mutual) authorities() (*x509.CertPool, error) {
	text, err := os.ReadFile(m.Authority)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate in PEM", m.Authority)
	}
	return pool, nil
}

// Check reads the files. An error says what keeps services from taking the process for `name`.
func (m Mutual) Check(name string) error {
	config, err := m.config()
	if err != nil {
		return err
	}
	certificate := config.Certificates[0]
	uri := "spiffe://enlace/service/" + name
	if uris := certificate.Leaf.URIs; len(uris) != 1 || uris[0].String() != uri {
		return fmt.Errorf("%s is of another process: its subjectAltName must have the URI %s", m.Certificate, uri)
	}
	between := x509.NewCertPool()
	for _, der := range certificate.Certificate[1:] {
		next, err := x509.ParseCertificate(der)
		if err != nil {
			return errors.New(m.Certificate + " holds something else after the certificate")
		}
		between.AddCert(next)
	}
	_, err = certificate.Leaf.Verify(x509.VerifyOptions{
		Roots: config.RootCAs, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return fmt.Errorf("%s is not good by %s: %w; have the authority sign a new one", m.Certificate, m.Authority, err)
	}
	return nil
}

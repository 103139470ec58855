package tlsfiles

import (
	"context"
	"crypto/tls"
	"net"

	"google.golang.org/grpc/credentials"
)

// Client is what gRPC connects with to a service, which must have a certificate for the DNS name
// `service`, whatever its address. The files are read for each new connection: there are few.
func (m Mutual) Client(service string) credentials.TransportCredentials {
	named := credentials.NewTLS(&tls.Config{ServerName: service})
	return &client{TransportCredentials: named, files: m, service: service}
}

type client struct {
	credentials.TransportCredentials
	files   Mutual
	service string
}

// ClientHandshake implements credentials.TransportCredentials.
func (c *client) ClientHandshake(ctx context.Context, _ string, conn net.Conn) (net.Conn, credentials.AuthInfo, error) {
	config, err := c.files.config()
	if err != nil {
		return nil, nil, err
	}
	return credentials.NewTLS(config).ClientHandshake(ctx, c.service, conn)
}

// Clone implements credentials.TransportCredentials.
func (c *client) Clone() credentials.TransportCredentials { return c.files.Client(c.service) }

package config

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"enlace.dev/gateway/internal/edge"
	"enlace.dev/gateway/internal/edge/ratelimit"
)

// largestFactor keeps the multiplied figures far from the end of their numbers.
const largestFactor = 1_000_000

// loadLimits reads who is believed about client addresses, and how calls are counted.
func (c *Config) loadLimits(get func(name, fallback string) string) error {
	for _, text := range strings.FieldsFunc(get("ENLACE_TRUSTED_PROXIES", ""), isSeparator) {
		network, err := parseNetwork(text)
		if err != nil {
			return errors.New("ENLACE_TRUSTED_PROXIES must be addresses or networks, comma-separated, " +
				"for example 10.0.0.0/8,192.0.2.7")
		}
		c.Proxies = append(c.Proxies, network)
	}
	factor, err := strconv.Atoi(get("ENLACE_RATE_LIMIT_FACTOR", "1"))
	if err != nil || factor < 1 || factor > largestFactor {
		return fmt.Errorf("ENLACE_RATE_LIMIT_FACTOR must be a whole number from 1 to %d", largestFactor)
	}
	c.LimitFactor = factor
	if err := c.loadRoom(get); err != nil {
		return err
	}
	return c.loadRedis(get)
}

// defaultConnections are more than bots need, and few enough that their buffers fit into memory.
const defaultConnections = 10_000

// loadRoom reads how much may go on at once.
func (c *Config) loadRoom(get func(name, fallback string) string) error {
	for _, v := range []struct {
		name               string
		usual, least, most int
		target             *int
	}{
		{"ENLACE_GATEWAY_CALLS", edge.DefaultCalls, 8, 100_000, &c.Calls},
		{"ENLACE_GATEWAY_CONNECTIONS", defaultConnections, 16, 1_000_000, &c.Connections},
	} {
		number, err := strconv.Atoi(get(v.name, strconv.Itoa(v.usual)))
		if err != nil || number < v.least || number > v.most {
			return fmt.Errorf("%s must be a whole number from %d to %d", v.name, v.least, v.most)
		}
		*v.target = number
	}
	return nil
}

func (c *Config) loadRedis(get func(name, fallback string) string) error {
	address := get("ENLACE_REDIS_ADDRESS", "")
	if address == "" {
		return nil
	}
	options, err := ratelimit.ParseRedis(address)
	if err != nil {
		return errors.New("ENLACE_REDIS_ADDRESS must be host:port, unix:/path or a URL " +
			"(redis:// or, with TLS, rediss://)")
	}
	if file := get("ENLACE_REDIS_PASSWORD_FILE", ""); file != "" {
		password, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("ENLACE_REDIS_PASSWORD_FILE can't be read: %w", err)
		}
		options.Password = strings.TrimSpace(string(password))
	}
	c.Redis = options
	return nil
}

func isSeparator(c rune) bool { return c == ',' || c == ' ' }

// parseNetwork takes a single address as a network of one.
func parseNetwork(text string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(text); err == nil {
		return address.Prefix(address.BitLen())
	}
	network, err := netip.ParsePrefix(text)
	return network.Masked(), err
}

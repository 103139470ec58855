package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestProxiesAreAddressesAndNetworks(t *testing.T) {
	c, err := Load(environment(map[string]string{"ENLACE_TRUSTED_PROXIES": "10.1.2.3/8, 192.0.2.7,2001:db8::/32"}))
	if err != nil || len(c.Proxies) != 3 {
		t.Fatalf("%v, %v", c.Proxies, err)
	}
	for i, want := range []string{"10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"} {
		if got := c.Proxies[i].String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestTheRedisOfTheLimits(t *testing.T) {
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"127.0.0.1:6379": "tcp 127.0.0.1:6379", "unix:/run/redis.sock": "unix /run/redis.sock",
		"redis://user@redis.example.com:7000/2": "tcp redis.example.com:7000",
		"rediss://redis.example.com":            "tcp redis.example.com:6379",
	} {
		c, err := Load(environment(map[string]string{
			"ENLACE_REDIS_ADDRESS": address, "ENLACE_REDIS_PASSWORD_FILE": password,
		}))
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if got := c.Redis.Network + " " + c.Redis.Addr; got != want || c.Redis.Password != "s3cret" {
			t.Errorf("%s became %s, want %s", address, got, want)
		}
		if tls := c.Redis.TLSConfig != nil; tls != (address == "rediss://redis.example.com") {
			t.Errorf("%s: TLS %v", address, tls)
		}
	}
}

func TestAnUnreadablePasswordFileIsNamed(t *testing.T) {
	_, err := Load(environment(map[string]string{
		"ENLACE_REDIS_ADDRESS": "127.0.0.1:6379", "ENLACE_REDIS_PASSWORD_FILE": "/nowhere/at/all",
	}))
	if err == nil {
		t.Error("a gateway without its password starts")
	}
}

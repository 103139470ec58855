package chaos

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// byProxies puts a toxiproxy between each service and its database, and between each service and whoever calls
// it: the gateway and other services.
var byProxies = &wiring{"by proxies", func(t *testing.T, r *rig) (overrides, func(*testing.T)) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	r.proxies = map[string]*toxiproxy.Proxy{}
	add := func(name, upstream string) (host, port string) {
		proxy := toxiproxy.NewProxy(server, name, "127.0.0.1:0", upstream)
		if err := proxy.Start(); err != nil {
			t.Fatal(err)
		}
		r.proxies[name] = proxy
		host, port, _ = strings.Cut(proxy.Listen, ":")
		return host, port
	}
	all := overrides{}
	for _, process := range stack.Processes {
		all[process] = map[string]string{}
	}
	for _, service := range stack.Services {
		host, port := add(service, r.Address(service))
		for _, process := range stack.Processes {
			all[process]["ENLACE_"+strings.ToUpper(service)+"_ADDRESS"] = host + ":" + port
		}
		host, port = add("database of "+service, "127.0.0.1:"+r.ClusterSetting(t, "PGPORT"))
		for variable, dsn := range r.Environment(t, service) {
			if strings.HasSuffix(variable, "DATABASE_URL") {
				all[service][variable] = withWord(withWord(dsn, "host", host), "port", port)
			}
		}
	}
	return all, func(*testing.T) {
		for _, proxy := range r.proxies {
			proxy.Stop()
		}
	}
}}

// aLink is one of the proxies.
func (r *rig) aLink(t *testing.T, random *rand.Rand) *toxiproxy.Proxy {
	t.Helper()
	name := oneOf(random, slices.Sorted(maps.Keys(r.proxies)))
	t.Logf("the link to: %s", name)
	return r.proxies[name]
}

func refuseLink(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	link := r.aLink(t, random)
	link.Stop()
	pause(t, random, 100*time.Millisecond, 1500*time.Millisecond)
	return func() {
		if err := link.Start(); err != nil {
			t.Fatal(err)
		}
	}
}

type attributes map[string]int64

// poison lets a link be toxic for a while.
func poison(t *testing.T, r *rig, random *rand.Rand, kind string, values attributes, streams ...string) func() {
	t.Helper()
	link := r.aLink(t, random)
	for _, stream := range streams {
		text, err := json.Marshal(map[string]any{"name": kind + " " + stream, "type": kind, "stream": stream, "attributes": values})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := link.Toxics.AddToxicJson(strings.NewReader(string(text))); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%s %v %v", kind, streams, values)
	pause(t, random, 300*time.Millisecond, 1500*time.Millisecond)
	return func() {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		link.Toxics.ResetToxics(ctx)
	}
}

var directions = []string{"upstream", "downstream"}

func delayLink(t *testing.T, r *rig, random *rand.Rand) func() {
	latency := 10 + random.Int64N(700)
	return poison(t, r, random, "latency", attributes{"latency": latency, "jitter": latency / 2}, directions...)
}

func resetLink(t *testing.T, r *rig, random *rand.Rand) func() {
	return poison(t, r, random, "reset_peer", attributes{"timeout": random.Int64N(200)}, oneOf(random, directions))
}

// cutLink ends each connection in the middle of something.
func cutLink(t *testing.T, r *rig, random *rand.Rand) func() {
	return poison(t, r, random, "limit_data", attributes{"bytes": 1 + random.Int64N(20_000)}, oneOf(random, directions))
}

// stallLink lets nothing through: until it is over, or until the connection is closed; or it delays the close.
func stallLink(t *testing.T, r *rig, random *rand.Rand) func() {
	switch random.IntN(3) {
	case 0:
		return poison(t, r, random, "slow_close", attributes{"delay": 100 + random.Int64N(2000)}, directions...)
	case 1:
		return poison(t, r, random, "timeout", attributes{"timeout": 100 + random.Int64N(1000)}, oneOf(random, directions))
	default:
		return poison(t, r, random, "timeout", attributes{"timeout": 0}, oneOf(random, directions))
	}
}

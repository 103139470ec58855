package edge

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"golang.org/x/sync/singleflight"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// probeTimeout bounds one look at a service.
const probeTimeout = 2 * time.Second

// alive answers that the process lives, whatever the services do.
func alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]string{"status": "ok"})
}

// readiness answers whether every service can be reached. Probes that come together share one look.
type readiness struct {
	targets []target
	flight  singleflight.Group
}

// ServeHTTP implements http.Handler.
func (d *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	result, _, _ := d.flight.Do("", func() (any, error) { return d.down(), nil })
	down := result.([]string)
	if len(down) == 0 {
		writeJSON(w, map[string]string{"status": "ready"})
		return
	}
	refuse(w, r, problem.Of(reason.NotReady(strings.Join(down, ", "))))
}

// down lists the services that do not serve, in the order of the targets. It does not use the
// caller's context: other callers wait for the same look.
func (d *readiness) down() []string {
	ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
	defer cancel()
	serving := make([]bool, len(d.targets))
	var wait sync.WaitGroup
	for i, t := range d.targets {
		wait.Go(func() { serving[i] = probe(ctx, t) })
	}
	wait.Wait()
	var names []string
	for i, t := range d.targets {
		if !serving[i] {
			names = append(names, t.name)
		}
	}
	return names
}

// probe opens a connection of its own: a listener may have gone deaf while old connections live.
func probe(ctx context.Context, t target) bool {
	conn, err := t.dial()
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
	return err == nil && answer.GetStatus() == grpc_health_v1.HealthCheckResponse_SERVING
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

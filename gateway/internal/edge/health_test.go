package edge

import (
	"path/filepath"
	"testing"

	"google.golang.org/grpc/health/grpc_health_v1"
)

func TestHealthzAnswersWhateverTheServicesDo(t *testing.T) {
	w := newWorld(t)
	w.server.Stop()
	if got := w.send("GET", "/healthz", ""); got.status != 200 || object(t, got.body)["status"] != "ok" {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestReadyzFollowsTheServices(t *testing.T) {
	w := newWorld(t)
	if got := w.send("GET", "/readyz", ""); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	w.health.SetServingStatus("", grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	got := w.send("GET", "/readyz", "")
	p := got.problem(t, 503)
	if p.Reason != "NOT_READY" || p.Detail != "Not ready; without answer: auth, patient, appointment, audit." ||
		got.header.Get("Retry-After") != "1" {
		t.Errorf("%+v", p)
	}
	w.health.SetServingStatus("", grpc_health_v1.HealthCheckResponse_SERVING)
	if got := w.send("GET", "/readyz", ""); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestReadyzNamesOnlyWhatIsDown(t *testing.T) {
	w := newWorld(t)
	d := &readiness{targets: []target{
		{name: "auth", address: w.address}, {name: "patient", address: "unix:" + filepath.Join(t.TempDir(), "nobody")},
	}}
	if down := d.down(); len(down) != 1 || down[0] != "patient" {
		t.Errorf("down: %v", down)
	}
}

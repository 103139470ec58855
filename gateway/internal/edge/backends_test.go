package edge

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/peer"
	"google.golang.org/protobuf/proto"
)

func TestServicesThatGiveUpConnectionsCostNoCall(t *testing.T) {
	w := newWorld(t)
	var mu sync.Mutex
	seen := map[string]struct{}{}
	connections := func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(seen)
	}
	w.respond = func(ctx context.Context, method string, request proto.Message) (proto.Message, error) {
		from, _ := peer.FromContext(ctx)
		mu.Lock()
		seen[from.Addr.String()] = struct{}{}
		mu.Unlock()
		return emptyAnswer(ctx, method, request)
	}
	// As libs/rpc/server_limits.h has it, but for the times; over TCP each connection has its port.
	aging := w.serve(grpc.KeepaliveParams(keepalive.ServerParameters{
		MaxConnectionAge: 50 * time.Millisecond, MaxConnectionAgeGrace: time.Minute,
	}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = aging.Serve(listener) }()
	t.Cleanup(aging.Stop)
	w.openGateway(listener.Addr().String())

	end := time.Now().Add(20 * time.Second)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for connections() < 4 && time.Now().Before(end) {
				if got := w.send("GET", "/v1/tenants/me", "", "X-Api-Key", "a"); got.status != http.StatusOK {
					t.Errorf("%d %s", got.status, got.body)
					return
				}
			}
		})
	}
	group.Wait()
	if n := connections(); n < 4 {
		t.Errorf("%d connections only", n)
	}
}

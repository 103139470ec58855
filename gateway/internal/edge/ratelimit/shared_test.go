package ratelimit

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisServer is a Redis of the test's own, on a Unix socket.
type redisServer struct {
	t      testing.TB
	folder string
	run    *exec.Cmd
}

func startRedis(t testing.TB) *redisServer {
	t.Helper()
	// A test's own folder has its name in it, which may be too long for a socket.
	folder, err := os.MkdirTemp("", "redis")
	if err != nil {
		t.Fatal(err)
	}
	s := &redisServer{t: t, folder: folder}
	t.Cleanup(func() {
		s.kill()
		_ = os.RemoveAll(folder)
	})
	s.start()
	return s
}

func (s *redisServer) socket() string { return filepath.Join(s.folder, "s") }

func (s *redisServer) start() {
	s.t.Helper()
	// Debian's redis-tools has the server's program under this name; the package redis-server would
	// also start a server on the machine.
	s.run = exec.Command("redis-check-rdb")
	s.run.Args = []string{"redis-server", "--port", "0", "--unixsocket", s.socket(), "--dir", s.folder,
		"--save", "", "--appendonly", "no"}
	if err := s.run.Start(); err != nil {
		s.t.Fatalf("%v (scripts/install-deps.sh test)", err)
	}
	for end := time.Now().Add(10 * time.Second); ; {
		conn, err := net.Dial("unix", s.socket())
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(end) {
			s.t.Fatal("redis does not come up: ", err)
		}
	}
}

func (s *redisServer) kill() {
	_ = s.run.Process.Kill()
	_ = s.run.Wait()
	_ = os.Remove(s.socket())
}

// gateway is a counter as one gateway has it.
func (s *redisServer) gateway(log *slog.Logger) *Shared {
	s.t.Helper()
	options, err := ParseRedis("unix:" + s.socket())
	if err != nil {
		s.t.Fatal(err)
	}
	client := Open(options)
	s.t.Cleanup(func() { _ = client.Close() })
	shared := NewShared(client, log)
	shared.memory = newMemoryAt(newHandClock())
	return shared
}

func TestTwoGatewaysShareOneBudget(t *testing.T) {
	server := startRedis(t)
	a, b := server.gateway(slog.New(slog.DiscardHandler)), server.gateway(slog.New(slog.DiscardHandler))
	// Refilled once in 100 s: no call comes back during the test.
	rate, key := Rate{PerSecond: 1, Burst: 200}, Key("k")
	began := time.Now()
	var allowed atomic.Int64
	var wait sync.WaitGroup
	for _, gateway := range []*Shared{a, b} {
		for range 4 {
			wait.Go(func() {
				for range 50 {
					if gateway.Take(context.Background(), key, rate).Allowed {
						allowed.Add(1)
					}
				}
			})
		}
	}
	wait.Wait()
	refilled := int64(time.Since(began)/time.Second) + 1
	if n := allowed.Load(); n < 200 || n > 200+refilled || a.Fallbacks()+b.Fallbacks() != 0 {
		t.Errorf("two gateways let %d calls of 200 through, %d counted in memory", n, a.Fallbacks()+b.Fallbacks())
	}
}

func TestRedisSaysWhatMemorySays(t *testing.T) {
	shared, memory := startRedis(t).gateway(slog.New(slog.DiscardHandler)), newMemoryAt(newHandClock())
	rate := Rate{PerSecond: 1, Burst: 3}
	for i := range 5 {
		got, want := shared.Take(context.Background(), Tenant("t"), rate), memory.Take(context.Background(), Tenant("t"), rate)
		near := func(a, b time.Duration) bool { return a > b-time.Second && a <= b+time.Millisecond }
		if got.Allowed != want.Allowed || got.Remaining != want.Remaining ||
			!near(got.RetryAfter, want.RetryAfter) || !near(got.Full, want.Full) {
			t.Errorf("call %d: %+v, want %+v", i, got, want)
		}
	}
}

func TestWhatIsInRedisHoldsNoCredentialAndGoesAway(t *testing.T) {
	server := startRedis(t)
	server.gateway(slog.New(slog.DiscardHandler)).Take(context.Background(), Key("enl_dev_secret"), Rate{1, 30})
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: server.socket()})
	defer func() { _ = client.Close() }()
	keys, err := client.Keys(context.Background(), "*").Result()
	if err != nil || len(keys) != 1 || strings.Contains(keys[0], "secret") || !strings.HasPrefix(keys[0], "rate:enlace:key:") {
		t.Fatalf("%v, %v", keys, err)
	}
	if ttl := client.TTL(context.Background(), keys[0]).Val(); ttl <= 0 || ttl > 30*time.Second {
		t.Errorf("kept for %v", ttl)
	}
}

func TestACallGoesOnWhenRedisDiesAndSharesAgainWhenItIsBack(t *testing.T) {
	server, log := startRedis(t), &bytes.Buffer{}
	shared := server.gateway(slog.New(slog.NewJSONHandler(log, nil)))
	rate := Rate{PerSecond: 1, Burst: 10_000}
	take := func(key string) Verdict { return shared.Take(context.Background(), Key(key), rate) }
	take("a")
	server.kill()
	for i := range 100 {
		if v := take("a"); !v.Allowed {
			t.Fatalf("call %d was refused: %+v", i, v)
		}
	}
	if shared.Fallbacks() != 100 || strings.Count(log.String(), "\n") != 1 ||
		!strings.Contains(log.String(), "rate limits are counted in memory") || strings.Contains(log.String(), server.folder) {
		t.Errorf("%d calls in memory\n%s", shared.Fallbacks(), log)
	}
	server.start()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(log.String(), "shared again"); {
		take("b")
		if time.Now().After(end) {
			t.Fatalf("redis is never asked again: %s", log)
		}
	}
	before := shared.Fallbacks()
	take("b")
	if shared.Fallbacks() != before || !strings.Contains(log.String(), `"counted_in_memory":`) {
		t.Errorf("%s", log)
	}
}

func TestARedisThatHangsHoldsCallsForItsTimeOnly(t *testing.T) {
	server := startRedis(t)
	shared := server.gateway(slog.New(slog.DiscardHandler))
	rate := Rate{PerSecond: 1, Burst: 10_000}
	shared.Take(context.Background(), Key("a"), rate)
	if err := server.run.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for range 1000 {
		if !shared.Take(context.Background(), Key("a"), rate).Allowed {
			t.Fatal("a call was refused")
		}
	}
	if took := time.Since(began); took > 10*redisFailures*redisTimeout {
		t.Errorf("a thousand calls took %v", took)
	}
}

func TestACallerThatGoesAwaySaysNothingAboutRedis(t *testing.T) {
	shared := startRedis(t).gateway(slog.New(slog.DiscardHandler))
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	for range 2 * redisFailures {
		shared.Take(gone, Key("a"), Rate{1, 100})
	}
	if shared.Fallbacks() != 0 {
		t.Error("redis was given up")
	}
}

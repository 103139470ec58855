package ratelimit

import (
	"context"
	"log/slog"
	"testing"
)

// BenchmarkShared is one bucket in a Redis on a Unix socket.
func BenchmarkShared(b *testing.B) {
	shared := startRedis(b).gateway(slog.New(slog.DiscardHandler))
	for b.Loop() {
		shared.Take(context.Background(), Key("k"), Rate{PerSecond: 1_000_000, Burst: 1_000_000})
	}
	if shared.Fallbacks() > 0 {
		b.Error("redis was given up")
	}
}

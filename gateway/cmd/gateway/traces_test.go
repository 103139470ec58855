package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"enlace.dev/gateway/internal/config"
)

func TestWithoutACollectorNothingTraces(t *testing.T) {
	tracer, end, err := traceTo(config.Config{}, func(error) {})
	if tracer != nil || err != nil {
		t.Errorf("%v, %v", tracer, err)
	}
	end()
}

func TestTheLastSpansAreSentWhenTheGatewayEnds(t *testing.T) {
	paths := make(chan string, 10)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		paths <- r.Method + " " + r.URL.Path
	}))
	t.Cleanup(collector.Close)
	tracer, end, err := traceTo(config.Config{TracesEndpoint: collector.URL + "/", TracesRatio: 1}, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	_, span := tracer.Start(context.Background(), "GET /v1/patients/{id}")
	span.End()
	end()
	select {
	case path := <-paths:
		if path != "POST /v1/traces" {
			t.Errorf("sent by %s", path)
		}
	default:
		t.Error("nothing was sent")
	}
}

func TestACollectorThatIsSilentHoldsUpNoEnd(t *testing.T) {
	// The kernel takes the connections, and nobody answers them.
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	tracer, end, err := traceTo(config.Config{TracesEndpoint: "http://" + silent.Addr().String(), TracesRatio: 1}, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	_, span := tracer.Start(context.Background(), "GET /v1/patients/{id}")
	span.End()
	began := time.Now()
	end()
	if took := time.Since(began); took > 2*flushTime {
		t.Errorf("the end took %v", took)
	}
}

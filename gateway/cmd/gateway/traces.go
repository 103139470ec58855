package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"enlace.dev/gateway/internal/config"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// flushTime is how long the last spans may take to be sent.
const flushTime = 2 * time.Second

// traceTo records the part of the traces that the configuration says, whatever callers say: they are
// strangers. Services do as the gateway says.
//
// It makes what records spans and sends them to the collector, and what ends it; a nil tracer
// when there is no collector. The queue is the library's own, and bounded.
func traceTo(cfg config.Config, fault func(error)) (trace.Tracer, func(), error) {
	if cfg.TracesEndpoint == "" {
		return nil, func() {}, nil
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(fault))
	exporter, err := otlptracehttp.New(context.Background(),
		otlptracehttp.WithEndpointURL(strings.TrimSuffix(cfg.TracesEndpoint, "/")+"/v1/traces"))
	if err != nil {
		return nil, nil, fmt.Errorf("make the exporter of spans: %w", err)
	}
	itself, err := resource.Merge(resource.NewSchemaless(attribute.String("service.name", "enlace-gateway")),
		resource.Environment())
	if err != nil {
		return nil, nil, fmt.Errorf("read OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(itself),
		sdktrace.WithSampler(sdktrace.TraceIDRatioBased(cfg.TracesRatio)))
	return provider.Tracer("enlace"), func() {
		ctx, cancel := context.WithTimeout(context.Background(), flushTime)
		defer cancel()
		_ = provider.Shutdown(ctx)
	}, nil
}

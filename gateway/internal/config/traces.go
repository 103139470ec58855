package config

import (
	"fmt"
	"net/url"
	"strconv"
)

// loadTraces reads OpenTelemetry's own variables, as the services do.
func (c *Config) loadTraces(get func(name, fallback string) string) error {
	const endpoint, ratio = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER_ARG"
	if c.TracesEndpoint = get(endpoint, ""); c.TracesEndpoint == "" {
		return nil
	}
	u, err := url.Parse(c.TracesEndpoint)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("%s must be a URL, for example http://127.0.0.1:4318", endpoint)
	}
	c.TracesRatio, err = strconv.ParseFloat(get(ratio, "1"), 64)
	if err != nil || !(c.TracesRatio >= 0 && c.TracesRatio <= 1) {
		return fmt.Errorf("%s must be a number from 0 to 1", ratio)
	}
	return nil
}

package config

import (
	"strings"
	"testing"
)

func TestSpansAreSentWhereTheEndpointSays(t *testing.T) {
	c, err := Load(environment(map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_TRACES_SAMPLER_ARG": "0.25",
	}))
	if err != nil || c.TracesEndpoint != "http://collector:4318" || c.TracesRatio != 0.25 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestARatioIsANumberFromZeroToOne(t *testing.T) {
	for _, ratio := range []string{"many", "-0.1", "1.1", "NaN"} {
		_, err := Load(environment(map[string]string{
			"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_TRACES_SAMPLER_ARG": ratio,
		}))
		if err == nil || !strings.HasPrefix(err.Error(), "OTEL_TRACES_SAMPLER_ARG ") {
			t.Errorf("%s: %v", ratio, err)
		}
	}
}

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const rpcs, requests = "enlace_rpc_duration_seconds", "enlace_http_request_duration_seconds"

func TestCallsAreSeenInTheMetricsOfWhoAnsweredThem(t *testing.T) {
	clinic := enlace.NewClinic(t, "Metrics")
	ofGet := []string{"service", "enlace.patient.v1.PatientService", "method", "GetPatient", "code"}
	route := []string{"route", "/v1/patients/{id}", "method", "GET", "status"}
	before, edge := enlace.Scrape(t, stack.Patient), enlace.Scrape(t, stack.Gateway)
	patient, _ := clinic.NewPatient(t)
	clinic.Must(t, 200, "GET", "/v1/patients/"+patient, nil)
	clinic.Must(t, 404, "GET", "/v1/patients/"+stack.NewID(), nil)

	after, edgeAfter := enlace.Scrape(t, stack.Patient), enlace.Scrape(t, stack.Gateway)
	for _, code := range []string{"OK", "NOT_FOUND"} {
		if labels := append(ofGet, code); after.Sum(rpcs, labels...) != before.Sum(rpcs, labels...)+1 {
			t.Errorf("%v grew from %v to %v", labels, before.Sum(rpcs, labels...), after.Sum(rpcs, labels...))
		}
	}
	for _, status := range []string{"200", "404"} {
		if labels := append(route, status); edgeAfter.Sum(requests, labels...) != edge.Sum(requests, labels...)+1 {
			t.Errorf("%v grew from %v to %v", labels, edge.Sum(requests, labels...), edgeAfter.Sum(requests, labels...))
		}
	}
}

func TestTheLagOfTheAuditIsMeasuredForEachEvent(t *testing.T) {
	const lag = "enlace_outbox_relay_lag_seconds"
	clinic := enlace.NewClinic(t, "Lag")
	before := enlace.Scrape(t, stack.Patient).Sum(lag)
	for range 5 {
		clinic.NewPatient(t)
	}
	stack.Eventually(t, 30*time.Second, "five events more were measured", func() bool {
		now := enlace.Scrape(t, stack.Patient)
		return now.Sum(lag) >= before+5 && now.Sum("enlace_outbox_unsent") == 0
	})
}

func TestMetricsAreNotOnThePublicPort(t *testing.T) {
	if answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/metrics"}); answer.Status != 404 {
		t.Errorf("/metrics is answered %d", answer.Status)
	}
}

// Ids, e-mails and keys, in whatever label.
var personal = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{8}-[0-9a-f]{4}-|@[a-z]+\.|enl_[a-z]+_`)

func TestNoMetricHoldsPersonalData(t *testing.T) {
	clinic := enlace.NewClinic(t, "Canaria Metrica")
	patient, number := clinic.NewPatient(t)
	clinic.Must(t, 200, "GET", "/v1/patients/"+patient, nil)
	clinic.Must(t, 200, "GET", "/v1/patients?docTypeId=CC&docNumber="+number, nil)
	clinic.Must(t, 404, "GET", "/v1/canaria/"+number, nil)
	for _, process := range stack.Processes {
		text := string(enlace.MetricsText(t, process))
		for _, canary := range []string{number, patient, clinic.ID, clinic.Owner, "Canaria", "canaria"} {
			if strings.Contains(text, canary) {
				t.Errorf("the metrics of %s hold %q", process, canary)
			}
		}
		if found := personal.FindString(text); found != "" {
			t.Errorf("the metrics of %s hold %q", process, found)
		}
	}
}

var metricName = regexp.MustCompile(`\b(?:enlace|process)_[a-z_]+\b`)

// sometimes are series that a process has once there is something to tell.
var sometimes = map[string]bool{
	"enlace_http_rate_limits_in_memory_total":      true, // with Redis
	"enlace_backup_last_success_timestamp_seconds": true, // by scripts/backup.sh
	"enlace_wal_archive_failures_total":            true,
	"enlace_wal_unarchived_segments":               true,
}

func TestEveryMetricOfTheAlertsAndTheDashboardIsTold(t *testing.T) {
	told := map[string]bool{}
	for _, process := range stack.Processes {
		for name := range enlace.Scrape(t, process) {
			told[name] = true
		}
	}
	for _, file := range []string{"alerts.yml", "grafana-dashboard.json"} {
		text, err := os.ReadFile(filepath.Join(stack.Root(), "deploy", "monitoring", file))
		if err != nil {
			t.Fatal(err)
		}
		names := metricName.FindAllString(string(text), -1)
		if len(names) < 10 {
			t.Errorf("%s names only %v", file, names)
		}
		for _, name := range names {
			family := name
			for _, part := range []string{"_bucket", "_sum", "_count"} {
				family = strings.TrimSuffix(family, part)
			}
			if !told[name] && !told[family] && !sometimes[name] {
				t.Errorf("%s asks for %s, which no process tells", file, name)
			}
		}
	}
}

func TestEveryAlertIsExplained(t *testing.T) {
	alerts, err := os.ReadFile(filepath.Join(stack.Root(), "deploy", "monitoring", "alerts.yml"))
	if err != nil {
		t.Fatal(err)
	}
	runbook, err := os.ReadFile(filepath.Join(stack.Root(), "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`- alert: (\w+)`).FindAllSubmatch(alerts, -1)
	if len(names) == 0 {
		t.Fatal("there is no alert")
	}
	for _, name := range names {
		if !strings.Contains(string(runbook), "\n### "+string(name[1])+"\n") {
			t.Errorf("docs/operations.md does not explain %s", name[1])
		}
		if !strings.Contains(string(alerts), "operations.md#"+strings.ToLower(string(name[1]))+"\n") {
			t.Errorf("%s has no runbook", name[1])
		}
	}
}

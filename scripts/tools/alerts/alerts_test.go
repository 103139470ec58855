// Package alerts tests what deploy/monitoring asks Prometheus for, by Prometheus' own parser and engine.
package alerts

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
)

const (
	monitoring = "../../../deploy/monitoring"
	// interval is how often prometheus.yml has series asked for and rules judged.
	interval = 15 * time.Second
	// lasts is for how long each series of a case is told: longer than any rule waits.
	lasts = 40 * time.Minute
)

func rules(t *testing.T) []rulefmt.Rule {
	t.Helper()
	groups, errs := rulefmt.ParseFile(filepath.Join(monitoring, "alerts.yml"), false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	for _, err := range errs {
		t.Error(err)
	}
	if t.Failed() {
		t.FailNow()
	}
	var all []rulefmt.Rule
	for _, group := range groups.Groups {
		all = append(all, group.Rules...)
	}
	return all
}

// longest is for how long without a break a series of the expression is there.
func longest(t *testing.T, expression, series string) time.Duration {
	t.Helper()
	storage := promqltest.LoadedStorage(t, "load "+interval.String()+"\n  "+strings.ReplaceAll(series, "\n", "\n  "))
	engine := promqltest.NewTestEngine(t, false, 0, promqltest.DefaultMaxSamplesPerQuery)
	query, err := engine.NewRangeQuery(context.Background(), storage, nil, expression, time.Unix(0, 0), time.Unix(0, 0).Add(lasts), interval)
	if err != nil {
		t.Fatal(err)
	}
	defer query.Close()
	matrix, err := query.Exec(context.Background()).Matrix()
	if err != nil {
		t.Fatal(err)
	}
	most := time.Duration(-1)
	for _, found := range matrix {
		most = max(most, run(found.Floats))
	}
	return most
}

func run(points []promql.FPoint) time.Duration {
	most, since := time.Duration(0), 0
	for i, point := range points {
		if i > 0 && point.T-points[i-1].T > interval.Milliseconds() {
			since = i
		}
		most = max(most, time.Duration(point.T-points[since].T)*time.Millisecond)
	}
	return most
}

func TestEveryAlertFiresOnWhatItIsForAndOnNothingLess(t *testing.T) {
	known := map[string]bool{}
	for _, rule := range rules(t) {
		known[rule.Alert] = true
		c, found := cases[rule.Alert]
		if !found {
			t.Errorf("%s has no case", rule.Alert)
			continue
		}
		t.Run(rule.Alert, func(t *testing.T) {
			for _, series := range c.fires {
				if there := longest(t, rule.Expr, series); there < 0 || there < time.Duration(rule.For) {
					t.Errorf("it is true for %v, and waits for %v, of\n%s", there, time.Duration(rule.For), series)
				}
			}
			for _, series := range c.quiet {
				if there := longest(t, rule.Expr, series); there >= time.Duration(rule.For) {
					t.Errorf("it is true for %v, and waits for %v, of\n%s", there, time.Duration(rule.For), series)
				}
			}
			if severity := rule.Labels["severity"]; severity != "page" && severity != "ticket" {
				t.Errorf("its severity is %q", severity)
			}
		})
	}
	for name := range cases {
		if !known[name] {
			t.Errorf("there is no alert %s", name)
		}
	}
}

func TestPrometheusReadsEveryExpressionOfTheDashboard(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(monitoring, "grafana-dashboard.json"))
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			count++
			// Grafana puts in an interval.
			expression := strings.ReplaceAll(target.Expr, "$__rate_interval", "1m")
			if _, err := parser.NewParser(parser.Options{}).ParseExpr(expression); err != nil {
				t.Errorf("%s: %v", panel.Title, err)
			}
		}
	}
	if all := strings.Count(string(text), `"expr":`); count == 0 || count != all {
		t.Errorf("%d of %d expressions were looked at", count, all)
	}
}

package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const retention = "/v1/audit/retention"

// mustKeep fails unless events are kept for `years` now, and for `next` later; 0: nothing was chosen.
func mustKeep(t *testing.T, answer stack.Answer, years, next float64) stack.Object {
	t.Helper()
	kept := answer.Object(t)
	if answer.Status != http.StatusOK || kept["years"] != years {
		t.Fatalf("%d %s, not %v years", answer.Status, answer.Body, years)
	}
	if _, chosen := kept["next"]; chosen != (next != 0) || chosen && kept.Member("next")["years"] != next {
		t.Fatalf("%s, not %v years next", answer.Body, next)
	}
	return kept
}

func TestAClinicsEventsAreKeptForAsLongAsItChooses(t *testing.T) {
	owner, other := enlace.Register(t, "Retention Clinic"), enlace.Register(t, "Another Retention Clinic")
	if kept := mustKeep(t, owner.Call(t, "GET", retention, nil), 6, 0); kept["effectiveFrom"] != nil {
		t.Errorf("what nobody chose is effective from %v", kept["effectiveFrom"])
	}
	chosenAt := time.Now()
	chosen := owner.Call(t, "PUT", retention, stack.Object{"years": 10})
	next := mustKeep(t, chosen, 6, 10).Member("next")
	from, err := time.Parse(time.RFC3339, next.Text("effectiveFrom"))
	if err != nil || !from.Equal(from.Truncate(24*time.Hour)) || from.Before(chosenAt.Add(59*time.Minute)) || from.After(chosenAt.Add(49*time.Hour)) {
		t.Errorf("chosen at %s, effective from %s (%v)", chosenAt.UTC(), next.Text("effectiveFrom"), err)
	}
	if again := owner.Call(t, "PUT", retention, stack.Object{"years": 10}); string(again.Body) != string(chosen.Body) {
		t.Errorf("chosen again: %s\nbefore: %s", again.Body, chosen.Body)
	}
	if p := owner.Call(t, "PUT", retention, stack.Object{"years": 6}).Problem(t); p.Status != http.StatusConflict || p.Reason != "RETENTION_SHORTER" ||
		!strings.Contains(p.Detail, "10") {
		t.Errorf("a shorter time: %+v", p)
	}
	mustKeep(t, owner.Call(t, "PUT", retention, stack.Object{"years": 30}), 6, 30)
	mustKeep(t, owner.Call(t, "GET", retention, nil), 6, 30)
	mustKeep(t, other.Call(t, "GET", retention, nil), 6, 0)

	written := owner.Call(t, "GET", "/v1/audit/events?resourceType=AuditRetention&eventType=WRITE", nil).Object(t).Objects(t, "events")
	if len(written) != 2 {
		t.Fatalf("%d events of two choices: %v", len(written), written)
	}
	mustHold(t, written[1], stack.Object{"action": "UPDATE", "resourceId": owner.TenantID, "resourceVersion": "1", "success": true})
	mustHold(t, written[1].Member("before"), stack.Object{"years": 6.0})
	mustHold(t, written[1].Member("after"), stack.Object{"years": 10.0, "effectiveFrom": next.Text("effectiveFrom")})
	mustHold(t, written[1].Member("actor"), stack.Object{"type": "USER", "id": owner.UserID})
	mustHold(t, written[0], stack.Object{"resourceVersion": "2"})
}

func TestARetentionThatCantBeChosenChangesNothing(t *testing.T) {
	owner := enlace.Register(t, "Unchosen Retention Clinic")
	for name, c := range map[string]struct {
		body   any
		reason string
	}{
		"no years":             {stack.Object{}, "REQUIRED"},
		"another number":       {stack.Object{"years": 12}, "ENUM_VALUE"},
		"none at all":          {stack.Object{"years": 0}, "ENUM_VALUE"},
		"a text":               {stack.Object{"years": "many"}, "WRONG_TYPE"},
		"a field that is none": {stack.Object{"years": 30, "months": 6}, "UNKNOWN_FIELD"},
	} {
		p := owner.Call(t, "PUT", retention, c.body).Problem(t)
		if p.Status != http.StatusBadRequest || len(p.Violations) != 1 || p.Violations[0].Reason != c.reason {
			t.Errorf("%s: %+v", name, p)
		}
	}
	mustKeep(t, owner.Call(t, "GET", retention, nil), 6, 0)
}

func TestRetentionIsForAdministratorsToChooseAndForAuditorsToRead(t *testing.T) {
	owner := enlace.Register(t, "Retention Roles").Verify(t)
	provider, auditor := owner.Join(t, "PROVIDER"), owner.Join(t, "PROVIDER")
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE memberships SET role = 'auditor'"+
		" WHERE user_id = '"+stack.UUID(t, auditor.UserID)+"'; COMMIT")
	stack.Eventually(t, 10*time.Second, "the auditor reads it", func() bool {
		return auditor.Call(t, "GET", retention, nil).Status == http.StatusOK
	})
	clinic := enlace.NewClinic(t, "Retention Keys")
	for name, answer := range map[string]stack.Answer{
		"an auditor's choice":  auditor.Call(t, "PUT", retention, stack.Object{"years": 30}),
		"a provider's look":    provider.Call(t, "GET", retention, nil),
		"a provider's choice":  provider.Call(t, "PUT", retention, stack.Object{"years": 30}),
		"a key's choice":       clinic.Call(t, "PUT", retention, stack.Object{"years": 30}),
		"the platform's look":  enlace.Call(t, stack.Request{Method: "GET", Path: retention, Key: enlace.AdminKey}),
		"a choice for nobody":  enlace.Call(t, stack.Request{Method: "PUT", Path: retention, Key: enlace.AdminKey, Body: stack.Object{"years": 30}}),
		"a look without a key": enlace.Call(t, stack.Request{Method: "GET", Path: retention}),
	} {
		if p := answer.Problem(t); !slices.Contains([]string{"ROLE_NOT_ALLOWED", "CREDENTIAL_MISSING"}, p.Reason) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	mustKeep(t, owner.Call(t, "GET", retention, nil), 6, 0)
}

// maintain runs the audit's maintenance with these arguments.
func maintain(t *testing.T, url string, arguments ...string) (code int, out string) {
	t.Helper()
	run := exec.Command(stack.Program(stack.Audit), append([]string{"maintain"}, arguments...)...)
	run.Env = []string{"PATH=" + os.Getenv("PATH"), "ENLACE_OWNER_DATABASE_URL=" + url}
	said, err := run.CombinedOutput()
	if err != nil && run.ProcessState == nil {
		t.Fatal(err)
	}
	return run.ProcessState.ExitCode(), string(said)
}

func TestTheMonthsOfTheAuditAreMadeBeforeItStarts(t *testing.T) {
	url := enlace.Environment(t, stack.Audit)["ENLACE_DATABASE_URL"]
	owner := strings.Replace(url, "enlace_audit_runtime", "enlace_audit_owner", 1)
	for _, arguments := range [][]string{nil, {"--dry-run"}} {
		if code, out := maintain(t, owner, arguments...); code != 0 || out != "" {
			t.Errorf("maintenance %v ends with %d: %s", arguments, code, out)
		}
	}
	month := time.Now().UTC().AddDate(0, 0, 1-time.Now().UTC().Day()).AddDate(0, 18, 0).Format("2006_01")
	for _, class := range []string{"6", "10", "15", "30"} {
		for _, table := range []string{"audit_events_", "audit_event_resources_"} {
			name := table + class + "y_" + month
			if enlace.Exec(t, stack.Database(stack.Audit), "SELECT to_regclass('"+name+"') IS NOT NULL") != "t" {
				t.Errorf("there is no %s", name)
			}
		}
	}
	for name, c := range map[string]struct {
		url       string
		arguments []string
		code      int
	}{
		"another word": {owner, []string{"--now"}, 2},
		"no database":  {"", nil, 2},
		"the service":  {url, nil, 1},
	} {
		if code, out := maintain(t, c.url, c.arguments...); code != c.code || out == "" {
			t.Errorf("%s: it ends with %d and says %q", name, code, out)
		}
	}
}

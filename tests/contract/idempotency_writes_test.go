package contract

import (
	"fmt"
	"net/url"
	"testing"

	"enlace.dev/tests/stack"
)

// keyed is a call with its key in the places that are asked for.
func keyed(r stack.Request, key string, inHeader, inField bool) stack.Request {
	if inHeader {
		r.Header = map[string]string{"Idempotency-Key": key}
	}
	if !inField {
		return r
	}
	if r.Body == nil {
		r.Path += "?idempotencyKey=" + url.QueryEscape(key)
	} else {
		r.Body = with(r.Body.(stack.Object), stack.Object{"idempotencyKey": key})
	}
	return r
}

func TestEveryWriteIsDoneOnceAndItsRepeatAnswersTheSame(t *testing.T) {
	for _, w := range writes(t) {
		t.Run(w.rpc, func(t *testing.T) {
			key := "once " + w.rpc
			first := enlace.Call(t, keyed(w.good, key, true, false))
			if first.Status != w.status {
				t.Fatalf("%d: %s", first.Status, first.Body)
			}
			before := enlace.TakeSnapshot(t, "")
			repeats := map[string]stack.Answer{
				"the header":           enlace.Call(t, keyed(w.good, key, true, false)),
				"the body or query":    enlace.Call(t, keyed(w.good, key, false, true)),
				"both of these places": enlace.Call(t, keyed(w.good, key, true, true)),
			}
			if differences := before.Differences(enlace.TakeSnapshot(t, "")); len(differences) != 0 {
				t.Errorf("the repeats changed %v", differences)
			}
			for place, repeat := range repeats {
				t.Run("with the key in "+place, func(t *testing.T) {
					if w.secret == "" {
						isRepeat(t, first, repeat)
					} else {
						isRepeatWithout(t, w.secret, first, repeat)
					}
				})
			}
		})
	}
}

// isRepeatWithout judges a repeat of a call whose secret is in the first answer only.
func isRepeatWithout(t *testing.T, secret string, first, repeat stack.Answer) {
	t.Helper()
	shown := first.Object(t)
	if shown.Text(secret) == "" || repeat.Object(t).Text(secret) != "" || repeat.Header.Get("Idempotency-Omitted") != secret {
		t.Errorf("%s\nthen %s, Idempotency-Omitted: %q", first.Body, repeat.Body, repeat.Header.Get("Idempotency-Omitted"))
	}
	if repeat.Status != first.Status ||
		fmt.Sprint(shown.Member("apiKey")) != fmt.Sprint(repeat.Object(t).Member("apiKey")) {
		t.Errorf("%d %s\nthen %d %s", first.Status, first.Body, repeat.Status, repeat.Body)
	}
}

func TestAnAnswerIsKeptForADay(t *testing.T) {
	clinic := enlace.NewClinic(t, "Kept")
	body := clinic.PatientBody(stack.NewDocument())
	doctor := stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": stack.NewDocument()}
	const ofPlatform = "00000000-0000-0000-0000-000000000000"
	tenant := stack.UUID(t, clinic.ID)
	for _, kept := range []struct {
		service, tenant, key, path string
		body                       stack.Object
	}{
		{stack.Patient, tenant, clinic.Key, "/v1/patients", body},
		{stack.Appointment, tenant, clinic.Key, "/v1/doctors", doctor},
		{stack.Auth, tenant, clinic.Key, "/v1/auth/api-keys", stack.Object{"name": "bot", "scopes": []string{"patients:read"}}},
		{stack.Auth, ofPlatform, enlace.AdminKey, "/v1/tenants", stack.Object{"name": "Kept Too"}},
	} {
		enlace.Must(t, 201, stack.Request{Method: "POST", Path: kept.path, Key: kept.key,
			Body: with(kept.body, stack.Object{"idempotencyKey": "kept for a day"})})
		n := enlace.Count(t, stack.Database(kept.service), "SELECT count(*) FROM idempotency_keys WHERE key = 'kept for a day'"+
			" AND tenant_id = '"+kept.tenant+"' AND answer IS NOT NULL AND expires_at - created_at = '24 hours'"+
			" AND created_at BETWEEN now() - interval '1 minute' AND now()")
		if n != 1 {
			t.Errorf("%s: %d answers are kept for 24 hours", kept.path, n)
		}
	}
	enlace.Exec(t, stack.Database(stack.Patient), "UPDATE idempotency_keys SET expires_at = now()"+
		" WHERE key = 'kept for a day' AND tenant_id = '"+tenant+"'")
	after := underKey(t, clinic, "kept for a day", "POST", "/v1/patients", body)
	if p := after.Problem(t); p.Reason != "DOCUMENT_EXISTS" || after.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("after a day: %d %s", after.Status, after.Body)
	}
	// The background would remove it at any time, and other tests look whether their calls change a table.
	enlace.Exec(t, stack.Database(stack.Patient), "DELETE FROM idempotency_keys WHERE expires_at <= now()")
}

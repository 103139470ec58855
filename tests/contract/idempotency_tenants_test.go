package contract

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// Whoever learns a key and the call that it was used for learns nothing of what that call was answered.
func TestAnotherTenantsKeyIsWorthNothingForAnyWrite(t *testing.T) {
	clinic, owner := enlace.NewClinic(t, "Strangers"), enlace.Register(t, "Strangers of People").Verify(t)
	for _, w := range writes(t) {
		t.Run(w.rpc, func(t *testing.T) {
			key := "shared " + w.rpc
			first := enlace.Call(t, keyed(w.good, key, true, false))
			if first.Status != w.status {
				t.Fatalf("%d: %s", first.Status, first.Body)
			}
			stranger := w.good
			stranger.Key = clinic.Key
			// What people do, and the platform's operators, a person does.
			if strings.HasPrefix(w.good.Key, "eyJ") || w.good.Key == enlace.AdminKey {
				stranger.Key = owner.AccessToken
			}
			under := enlace.Call(t, keyed(stranger, key, true, false))
			mustBeOwn(t, first, under)
			if under.Status >= 400 {
				if fresh := enlace.Call(t, keyed(stranger, "fresh "+w.rpc, true, false)); anonymous(t, under) != anonymous(t, fresh) {
					t.Errorf("under the other's key %s\nunder a new one %s", under.Body, fresh.Body)
				}
				return
			}
			if again := enlace.Call(t, keyed(stranger, key, true, false)); again.Header.Get("Idempotency-Replayed") != "true" {
				t.Errorf("what the stranger did under that key is done again: %d %s", again.Status, again.Body)
			}
		})
	}
}

// mustBeOwn holds that an answer is not the one that was kept for another tenant, nor any part of it.
func mustBeOwn(t *testing.T, kept, answer stack.Answer) {
	t.Helper()
	if answer.Header.Get("Idempotency-Replayed") != "" || answer.Header.Get("Idempotency-Omitted") != "" {
		t.Errorf("another tenant's answer is repeated: %d %s", answer.Status, answer.Body)
	}
	if answer.Status >= 400 {
		return
	}
	if answer.Status == 204 {
		t.Error("a write to what is another tenant's was done")
		return
	}
	if id := kept.Object(t).Text("id"); id != "" && strings.Contains(string(answer.Body), id) {
		t.Errorf("the answer holds what the other tenant has made: %s", answer.Body)
	}
}

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// pending is what a sign-in says of terms of a kind: "2 Data processing", or nothing.
func pending(t *testing.T, p *stack.Person, kind string) string {
	t.Helper()
	session := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login", Header: map[string]string{"Accept-Language": "en"},
		Body: stack.Object{"email": p.Email, "password": stack.Password, "tenantId": p.TenantID}})
	for _, terms := range session.Objects(t, "pendingTerms") {
		if terms.Text("kind") == kind {
			return fmt.Sprint(terms["version"], " ", terms["title"])
		}
	}
	return ""
}

func TestTermsAreAcceptedVersionByVersion(t *testing.T) {
	const kind = "DATA_PROCESSING"
	person, other := enlace.Register(t, "Accepting Clinic"), enlace.Register(t, "Another Accepting Clinic")
	accept := func(body stack.Object, key string) stack.Answer {
		return enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/terms/acceptances", Key: person.AccessToken, Body: body,
			Header: map[string]string{"Idempotency-Key": key, "User-Agent": "terms-test"}})
	}
	first := enlace.PublishTerms(t, kind)
	if got, want := pending(t, person, kind), fmt.Sprint(first, " Data processing"); got != want {
		t.Fatalf("pending is %q, not %q", got, want)
	}

	wrong := accept(stack.Object{"kind": kind, "version": first + 1}, "wrong").Problem(t)
	if wrong.Status != http.StatusConflict || wrong.Reason != "TERMS_NOT_IN_FORCE" || !strings.Contains(wrong.Detail, fmt.Sprint("version ", first, " ")) {
		t.Errorf("%+v", wrong)
	}
	if p := accept(stack.Object{"kind": "COOKIES", "version": first}, "unknown").Problem(t); p.Status != http.StatusBadRequest ||
		len(p.Violations) != 1 || p.Violations[0].Reason != "ENUM_VALUE" {
		t.Errorf("%+v", p)
	}
	body := stack.Object{"kind": kind, "version": first, "channel": "PHONE", "evidence": "grabación 42"}
	accepted, repeated := accept(body, "once"), accept(body, "once")
	if accepted.Status != http.StatusOK || string(repeated.Body) != string(accepted.Body) || repeated.Header.Get("Idempotency-Replayed") != "true" {
		t.Fatalf("%d %s\nthen %d %s", accepted.Status, accepted.Body, repeated.Status, repeated.Body)
	}
	if o := accepted.Object(t); o.Text("userId") != person.UserID || o.Text("channel") != "PHONE" || o.Text("ip") == "" ||
		o.Text("userAgent") != "terms-test" || o.Text("evidence") != "grabación 42" || o.Text("acceptedAt") == "" {
		t.Errorf("%s", accepted.Body)
	}
	if again := accept(body, "again"); again.ID() != accepted.ID() {
		t.Errorf("accepted again: %s", again.Body)
	}
	if got := pending(t, person, kind); got != "" {
		t.Errorf("after the acceptance %q is pending", got)
	}

	second := enlace.PublishTerms(t, kind)
	if got, want := pending(t, person, kind), fmt.Sprint(second, " Data processing"); second != first+1 || got != want {
		t.Fatalf("pending is %q, not %q", got, want)
	}
	latest := accept(stack.Object{"kind": kind, "version": second}, "second").ID()
	list := func(p *stack.Person, query string) []string {
		var ids []string
		for _, one := range p.Call(t, "GET", "/v1/terms/acceptances"+query, nil).Object(t).Objects(t, "acceptances") {
			ids = append(ids, one.Text("id"))
		}
		return ids
	}
	if got, want := list(person, "?userId="+person.UserID), []string{accepted.ID(), latest}; !slices.Equal(got, want) {
		t.Errorf("listed are %v, not %v", got, want)
	}
	page := person.Call(t, "GET", "/v1/terms/acceptances?pageSize=1", nil).Object(t)
	if got := list(person, "?pageSize=1&pageToken="+page.Text("nextPageToken")); !slices.Equal(got, []string{latest}) {
		t.Errorf("the second page holds %v", got)
	}
	if got := append(list(other, ""), list(other, "?userId="+person.UserID)...); len(got) != 0 {
		t.Errorf("another clinic sees %v", got)
	}
	if p := other.Call(t, "POST", "/v1/terms/acceptances/"+latest+"/revoke", stack.Object{}).Problem(t); p.Status != http.StatusNotFound {
		t.Errorf("another clinic revokes: %+v", p)
	}

	if revoked := person.Call(t, "POST", "/v1/terms/acceptances/"+latest+"/revoke", stack.Object{"reason": "ya no"}); revoked.Status != http.StatusOK ||
		revoked.Object(t).Text("revokedAt") == "" || revoked.Object(t).Text("revokeReason") != "ya no" {
		t.Errorf("%d %s", revoked.Status, revoked.Body)
	}
	if got, want := pending(t, person, kind), fmt.Sprint(second, " Data processing"); got != want {
		t.Errorf("after the revocation pending is %q, not %q", got, want)
	}
	stack.Eventually(t, 30*time.Second, "the audit has what was accepted and revoked", func() bool {
		var actions []string
		for _, event := range person.Call(t, "GET", "/v1/audit/events?resourceType=TermsAcceptance&eventType=WRITE", nil).Object(t).Objects(t, "events") {
			actions = append(actions, event.Text("action"))
		}
		return slices.Equal(actions, []string{"UPDATE", "CREATE", "CREATE"})
	})
}

func TestTermsArePublicAndPublishedByThePlatformAlone(t *testing.T) {
	version := enlace.PublishTerms(t, "PRIVACY_POLICY")
	path := fmt.Sprint("/v1/terms/PRIVACY_POLICY/versions/", version)
	if terms := enlace.Must(t, http.StatusOK, stack.Request{Method: "GET", Path: path}); terms.Text("bodyEs") != "Uno.\nDos." {
		t.Errorf("%v", terms)
	}
	inForce := enlace.Must(t, http.StatusOK, stack.Request{Method: "GET", Path: "/v1/terms"}).Objects(t, "terms")
	if !slices.ContainsFunc(inForce, func(terms stack.Object) bool {
		return terms.Text("kind") == "PRIVACY_POLICY" && terms["version"] == float64(version)
	}) {
		t.Errorf("in force are %v", inForce)
	}
	person := enlace.Register(t, "Publishing Clinic")
	if p := person.Call(t, "POST", "/v1/terms", stack.Object{"kind": "PRIVACY_POLICY"}).Problem(t); p.Reason != "ROLE_NOT_ALLOWED" {
		t.Errorf("a clinic's administrator is answered %s", p.Reason)
	}
}

func TestWhatAPersonAcceptsInOneClinicIsPendingInItsOther(t *testing.T) {
	const kind = "PRIVACY_POLICY"
	version := enlace.PublishTerms(t, kind)
	here := enlace.Register(t, "First of Two Clinics")
	accepted := here.Call(t, "POST", "/v1/terms/acceptances", stack.Object{"kind": kind, "version": version})
	if got := pending(t, here, kind); accepted.Status != http.StatusOK || got != "" {
		t.Fatalf("pending is %q after %s", got, accepted.Body)
	}
	there := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: stack.Object{
		"clinicName": "Second of Two Clinics", "ownerFirstName": "Lucía", "ownerLastName": "Herrera", "ownerEmail": here.Email,
		"password": stack.Password}})
	if !slices.ContainsFunc(there.Objects(t, "pendingTerms"), func(terms stack.Object) bool { return terms.Text("kind") == kind }) {
		t.Errorf("in the other clinic %v is pending", there["pendingTerms"])
	}
	in := func(method, path string, body any) stack.Answer {
		return enlace.Call(t, stack.Request{Method: method, Path: path, Key: there.Text("accessToken"), Body: body})
	}
	if listed := in("GET", "/v1/terms/acceptances", nil).Object(t).Objects(t, "acceptances"); len(listed) != 0 {
		t.Errorf("the other clinic lists %v", listed)
	}
	if p := in("POST", "/v1/terms/acceptances/"+accepted.ID()+"/revoke", stack.Object{}).Problem(t); p.Status != http.StatusNotFound {
		t.Errorf("in the other clinic it is revoked: %+v", p)
	}
}

func TestWhoPublishesAtOnceGetsAVersionEach(t *testing.T) {
	const racers = 8
	before := enlace.PublishTerms(t, "TERMS_OF_SERVICE")
	versions := make([]int, racers)
	var group sync.WaitGroup
	for i := range versions {
		group.Go(func() {
			answer, err := enlace.Send(stack.Request{Method: "POST", Path: "/v1/terms", Key: enlace.AdminKey, Body: stack.Object{
				"kind": "TERMS_OF_SERVICE", "titleEs": "Términos", "titleEn": "Terms", "bodyEs": "Uno.", "bodyEn": "One."}})
			var terms struct{ Version int }
			if err == nil {
				err = json.Unmarshal(answer.Body, &terms)
			}
			if err != nil {
				t.Errorf("%v %s", err, answer.Body)
			}
			versions[i] = terms.Version - before
		})
	}
	group.Wait()
	slices.Sort(versions)
	if !slices.Equal(versions, []int{1, 2, 3, 4, 5, 6, 7, 8}) {
		t.Errorf("after the present one came %v", versions)
	}
}

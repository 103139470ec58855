package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const why = "Caso 4711: la clínica pide revisar su agenda"

func actAs(t *testing.T, p *stack.Person, tenant, reason string) stack.Answer {
	t.Helper()
	return p.Call(t, "POST", "/v1/auth/act-as", stack.Object{"tenantId": tenant, "reason": reason})
}

// operate runs a command of the auth service's program, as an operator does.
func operate(t *testing.T, arguments ...string) string {
	t.Helper()
	command := exec.Command(stack.Program(stack.Auth), arguments...)
	command.Env = os.Environ()
	for name, value := range enlace.Environment(t, stack.Auth) {
		command.Env = append(command.Env, name+"="+value)
	}
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v: %s", arguments, err, out)
	}
	return string(out)
}

func TestASuperAdminActsInAClinicsNameAndTheClinicSeesIt(t *testing.T) {
	clinic, operator := enlace.Register(t, "Acted For"), enlace.Register(t, "Operators")
	if p := actAs(t, operator, clinic.TenantID, why).Problem(t); p.Reason != "ROLE_NOT_ALLOWED" {
		t.Errorf("acting without the right is answered %s", p.Reason)
	}
	if said := operate(t, "grant-super-admin", operator.Email); !strings.Contains(said, "is a super admin") {
		t.Errorf("the operator is told %q", said)
	}
	if p := actAs(t, operator, clinic.TenantID, why).Problem(t); p.Reason != "ROLE_NOT_ALLOWED" {
		t.Errorf("acting without a second factor is answered %s", p.Reason)
	}
	operator.Enroll(t, operator.MfaToken)
	if p := actAs(t, operator, clinic.TenantID, "porque sí").Problem(t); p.Violations[0].Field != "reason" {
		t.Errorf("acting without a reason is answered %v", p)
	}
	if p := actAs(t, operator, stack.NewID(), why).Problem(t); p.Status != http.StatusNotFound {
		t.Errorf("acting for an absent clinic is answered %d", p.Status)
	}
	if p := actAs(t, operator, operator.TenantID, why).Problem(t); p.Reason != "MEMBER_ALREADY" {
		t.Errorf("acting for one's own clinic is answered %s", p.Reason)
	}
	began := actAs(t, operator, clinic.TenantID, why)
	if began.Status != http.StatusOK {
		t.Fatalf("acting is answered %d: %s", began.Status, began.Body)
	}
	token := began.Object(t).Text("accessToken")
	seen := enlace.Must(t, http.StatusOK, stack.Request{Method: "GET", Path: "/v1/tenants/me", Key: token})
	if seen.Text("id") != clinic.TenantID {
		t.Errorf("the session is one in %v", seen)
	}
	for path, body := range map[string]stack.Object{
		"/v1/invitations":   {"email": operator.Email, "role": "ORGANIZATION_ADMIN"},
		"/v1/auth/api-keys": {"name": "for good", "scopes": []string{"patients:read"}},
	} {
		if p := enlace.Call(t, stack.Request{Method: "POST", Path: path, Key: token, Body: body}).Problem(t); p.Reason != "ROLE_NOT_ALLOWED" {
			t.Errorf("what would outlast it, %s, is answered %v", path, p)
		}
	}
	var member stack.Object
	for _, m := range clinic.Call(t, "GET", "/v1/members", nil).Object(t).Objects(t, "members") {
		if m.Text("email") == operator.Email {
			member = m
		}
	}
	if member.Text("actingReason") != why || member.Text("endsAt") == "" {
		t.Fatalf("the clinic sees the member %v", member)
	}
	var recorded stack.Object
	stack.Eventually(t, 10*time.Second, "the clinic's audit says who acts", func() bool {
		events := clinic.Call(t, "GET", "/v1/audit/events?eventType=WRITE&resourceId="+member.Text("id"), nil).Object(t).Objects(t, "events")
		if len(events) > 0 {
			recorded = events[0]
		}
		return len(events) > 0
	})
	if recorded.Member("after").Text("actingReason") != why || recorded.Member("actor").Text("email") != operator.Email {
		t.Errorf("the clinic's audit has %v", recorded)
	}
	// It is no administrator by whom the clinic could be left.
	if p := clinic.Call(t, "PATCH", "/v1/members/"+clinic.MemberID(t, clinic), stack.Object{"active": false}).Problem(t); p.Reason != "LAST_ADMIN" {
		t.Errorf("leaving the clinic to who acts is answered %s", p.Reason)
	}
	if answer := clinic.Call(t, "PATCH", "/v1/members/"+member.Text("id"), stack.Object{"active": false}); answer.Status != http.StatusOK {
		t.Fatalf("ending it is answered %s", answer.Body)
	}
	mustClose(t, token, everywhere)

	again := actAs(t, operator, clinic.TenantID, why+", otra vez").Object(t).Text("accessToken")
	mustOpen(t, again)
	// Whoever belongs nowhere any more goes on for its hour, and for no other.
	home := func(active string) {
		enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE memberships SET active = "+active+
			" WHERE tenant_id = '"+stack.UUID(t, operator.TenantID)+"' AND user_id = '"+stack.UUID(t, operator.UserID)+"'; COMMIT")
	}
	home("false")
	renewal := stack.Request{Method: "POST", Path: "/v1/auth/act-as", Key: again, Body: stack.Object{"tenantId": clinic.TenantID, "reason": why}}
	if p := enlace.Call(t, renewal).Problem(t); p.Reason != "ROLE_NOT_ALLOWED" {
		t.Errorf("acting on without a home is answered %s", p.Reason)
	}
	home("true")
	operate(t, "revoke-super-admin", operator.Email)
	mustClose(t, again, everywhere)
	if p := actAs(t, operator, clinic.TenantID, why).Problem(t); p.Reason != "ROLE_NOT_ALLOWED" {
		t.Errorf("acting without the right any more is answered %s", p.Reason)
	}
}

func TestActingEndsByItself(t *testing.T) {
	clinic, operator := enlace.Register(t, "Acted For an Hour"), enlace.Register(t, "Operators of an Hour")
	operator.MakeSuperAdmin(t)
	operator.Enroll(t, operator.MfaToken)
	began := actAs(t, operator, clinic.TenantID, why).Object(t)
	mustOpen(t, began.Text("accessToken"))
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE memberships SET ends_at = now() "+
		"WHERE acting_reason IS NOT NULL AND tenant_id = '"+stack.UUID(t, clinic.TenantID)+"'; COMMIT")
	mustClose(t, began.Text("accessToken"), everywhere)
	refresh := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/auth/refresh",
		Body: stack.Object{"refreshToken": began.Text("refreshToken")}})
	if p := refresh.Problem(t); p.Reason != "REFRESH_TOKEN_INVALID" {
		t.Errorf("going on is answered %s", p.Reason)
	}
}

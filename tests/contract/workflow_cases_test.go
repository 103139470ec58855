package contract

import (
	"fmt"
	"testing"

	"enlace.dev/tests/stack"
)

// workflowCases are what is told of workflows, and to whom is limited to some; and to who acts in the
// name of a clinic.
func workflowCases(t *testing.T) []goldenCase {
	t.Helper()
	clinic := enlace.NewClinic(t, "Golden Workflows")
	clinic.NewWorkflow(t, "intake")
	limited := clinic.NewLimitedKey(t, "intake")
	owner, operator := enlace.Register(t, "Golden Clinic that is Acted For"), enlace.Register(t, "Golden Operators")
	operator.Enroll(t, operator.MfaToken)
	operator.MakeSuperAdmin(t)
	full := enlace.NewClinic(t, "Golden Workflows that are Many")
	for i := range 50 {
		full.NewWorkflow(t, fmt.Sprintf("w%d", i))
	}
	create := func(reason, name string, body stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/workflows", body).with(clinic.Key, nil)
	}
	field := func(reason, name string, field stack.Object) goldenCase {
		return create(reason, name, stack.Object{"name": "new", "patientSchema": stack.Object{"fields": []stack.Object{
			with(stack.Object{"key": "plan", "type": "string"}, field)}}})
	}
	patient := func(reason, name, key string, body stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/patients", with(clinic.PatientBody(stack.NewDocument()), body)).with(key, nil)
	}
	clinic.NewWorkflow(t, "second")
	ofTwo := clinic.NewLimitedKey(t, "intake", "second")
	actAs := func(reason, name, key, tenant string) goldenCase {
		return send(reason, name, "POST", "/v1/auth/act-as", stack.Object{"tenantId": tenant, "reason": "Caso 4711 de la clínica"}).with(key, nil)
	}
	acting := enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/auth/act-as", Key: operator.AccessToken,
		Body: stack.Object{"tenantId": owner.TenantID, "reason": "Caso 4711 de la clínica"}}).Text("accessToken")
	return []goldenCase{
		send("ROLE_NOT_ALLOWED.acting", "a key made by who only acts", "POST", "/v1/auth/api-keys",
			stack.Object{"name": "bot", "scopes": []string{"patients:read"}}).with(acting, nil),
		send("ALREADY_EXISTS.administrator", "a first administrator too many", "POST", "/v1/tenants/"+owner.TenantID+"/administrators",
			stack.Object{"email": "somebody@example.com", "firstName": "Eva", "lastName": "Gil"}).with(enlace.AdminKey, nil),
		create("ALREADY_EXISTS.workflow", "a workflow of a name that is taken", stack.Object{"name": "intake"}),
		create("BOT_FLOW", "a bot flow of two words", stack.Object{"name": "new", "botFlow": "two words"}),
		field("SCHEMA_KEY", "a key that begins with a digit", stack.Object{"key": "1st"}),
		field("SCHEMA_OPTIONS", "a select without options", stack.Object{"type": "select"}),
		field("SCHEMA_OPTIONS.none", "a text with options", stack.Object{"options": []string{"gold"}}),
		field("SCHEMA_DEFAULT", "a number that is a text by default", stack.Object{"type": "number", "default": "seven"}),
		field("SCHEMA_ORDER", "a place beyond the last", stack.Object{"displayOrder": 1001}),
		send("TOO_MANY_WORKFLOWS", "the fifty-first workflow", "POST", "/v1/workflows", stack.Object{"name": "last"}).with(full.Key, nil),
		get("NOT_FOUND.workflow", "an absent workflow", "/v1/workflows/absent").with(clinic.Key, nil),
		patient("WORKFLOW_UNKNOWN", "a patient of an absent workflow", clinic.Key, stack.Object{"workflow": "absent"}),
		patient("WORKFLOW_UNKNOWN.limited", "a patient of no workflow by a limited key", ofTwo, nil),
		send("WORKFLOW_UNKNOWN.admin", "an administrator who is limited", "POST", "/v1/invitations", stack.Object{
			"email": "somebody@example.com", "role": "ORGANIZATION_ADMIN", "workflows": []string{"intake"}}).with(owner.AccessToken, nil),
		get("ROLE_NOT_ALLOWED.limited", "the audit for a limited key", "/v1/audit/events").with(limited, nil),
		actAs("ROLE_NOT_ALLOWED.super-admin", "acting without the right", owner.AccessToken, operator.TenantID),
		actAs("MEMBER_ALREADY", "acting for one's own clinic", operator.AccessToken, operator.TenantID),
		send("ALREADY_EXISTS.user", "an administrator who signs in already", "POST", "/v1/tenants/"+clinic.ID+"/administrators",
			stack.Object{"email": owner.Email, "firstName": "Eva", "lastName": "Gil"}).with(enlace.AdminKey, nil),
	}
}

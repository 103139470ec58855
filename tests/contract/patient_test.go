package contract

import (
	"fmt"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func TestBadPatientsAreRefused(t *testing.T) {
	w := theWorld(t)
	good := w.alpha.PatientBody(stack.NewDocument())
	invalid := func(name, fields string, changes stack.Object) refusal {
		return refusal{name: name, method: "POST", path: "/v1/patients", body: with(good, changes),
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
	}
	phones := make([]string, 11)
	for i := range phones {
		phones[i] = fmt.Sprintf("+5730012345%02d", i)
	}
	mustRefuse(t, []refusal{
		invalid("an unknown field", "surname", stack.Object{"surname": "Gil"}),
		invalid("a misspelt field", "docNumbr", stack.Object{"docNumbr": "1"}),
		invalid("a tenant of the caller's choice", "tenantId", stack.Object{"tenantId": w.beta.ID}),
		invalid("a wrong eventType", "eventType", stack.Object{"eventType": "APPOINTMENT"}),
		invalid("no eventType", "eventType", stack.Object{"eventType": nil}),
		invalid("a wrong actionType", "actionType", stack.Object{"actionType": "DELETE"}),
		invalid("an unknown document type", "docTypeId", stack.Object{"docTypeId": "XX"}),
		invalid("letters in a CC", "docNumber", stack.Object{"docNumber": "10A2456789"}),
		invalid("separators in a passport", "docNumber", stack.Object{"docTypeId": "PA", "docNumber": "AB-1234"}),
		invalid("a DNI of nine digits", "docNumber", stack.Object{"docTypeId": "DNI", "docNumber": "123456789"}),
		invalid("no document", "docTypeId docNumber", stack.Object{"docTypeId": nil, "docNumber": nil}),
		invalid("half a document", "docNumber", stack.Object{"docNumber": nil}),
		invalid("no names", "firstName lastName", stack.Object{"firstName": nil, "lastName": nil}),
		invalid("a name of 101 characters", "firstName", stack.Object{"firstName": strings.Repeat("ñ", 101)}),
		invalid("a line break in a name", "firstName", stack.Object{"firstName": "Luz\nMarina"}),
		invalid("a day that does not exist", "birthDate", stack.Object{"birthDate": "1990-02-30"}),
		invalid("a birth in the future", "birthDate", stack.Object{"birthDate": "2199-01-01"}),
		invalid("a birth in 1800", "birthDate", stack.Object{"birthDate": "1800-01-01"}),
		invalid("an unknown gender", "genderId", stack.Object{"genderId": "X"}),
		invalid("an unknown identity code", "genderIdentityId", stack.Object{"genderIdentityId": "09"}),
		invalid("a phone that is none", "phones[1]", stack.Object{"phones": []string{"+573001234567", "call me"}}),
		invalid("eleven phones", "phones", stack.Object{"phones": phones}),
		invalid("an e-mail that is none", "email", stack.Object{"email": "maria at example.com"}),
		invalid("an EPS code with blanks", "epsId", stack.Object{"epsId": "EPS 005"}),
		invalid("a workflow with blanks", "workflow", stack.Object{"workflow": "two words"}),
		invalid("a text instead of a boolean", "habeasData", stack.Object{"habeasData": "yes"}),
		invalid("custom fields that are a list", "customFields", stack.Object{"customFields": []int{1}}),
		invalid("everything at once", "eventType actionType birthDate genderId docNumber phones[0] email epsId",
			stack.Object{"eventType": "patient", "actionType": "create", "birthDate": "12/04/1990", "genderId": "?",
				"docNumber": "1.032.456.789", "phones": []string{"x"}, "email": "@", "epsId": "?"}),
		invalid("everything at once, with what can't be read", "habeasData surname customFields.points birthDate docNumber email",
			stack.Object{"habeasData": "yes", "surname": "Gil", "birthDate": "12/04/1990", "docNumber": "1.032.456.789",
				"email": "@", "customFields": stack.Object{"points": 1 << 60, "plan": "gold"}}),
		invalid("an idempotency key that is none, and a bad document", "idempotencyKey docNumber",
			stack.Object{"idempotencyKey": strings.Repeat("k", 256), "docNumber": "x"}),
		{name: "a duplicate document", method: "POST", path: "/v1/patients", body: w.alpha.PatientBody(w.number),
			status: 409, code: "ALREADY_EXISTS", reason: "DOCUMENT_EXISTS"},
		{name: "a patch to a taken document", method: "PATCH", path: "/v1/patients/" + w.other(t),
			body: stack.Object{"docNumber": w.number}, status: 409, code: "ALREADY_EXISTS", reason: "DOCUMENT_EXISTS"},
		{name: "a patch of an unknown field", method: "PATCH", path: "/v1/patients/" + w.patient,
			body: `{"surname":"Gil"}`, status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "surname"},
		{name: "a patch that empties a name", method: "PATCH", path: "/v1/patients/" + w.patient,
			body: `{"firstName":""}`, status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "firstName"},
		{name: "a patch that clears what is required", method: "PATCH", path: "/v1/patients/" + w.patient,
			body: `{"lastName":null}`, status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "lastName"},
		{name: "a patch with mistakes of both kinds", method: "PATCH", path: "/v1/patients/" + w.patient,
			body:   `{"surname":"Gil","phones":["+573001234567",1],"email":"x"}`,
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "surname phones[1] email"},
		{name: "a patch with several mistakes", method: "PATCH", path: "/v1/patients/" + w.patient,
			body:   `{"email":"x","phones":["y"],"docNumber":"z"}`,
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "email phones[0] docNumber"},
	})
}

// other is a second patient of alpha.
func (w world) other(t *testing.T) string {
	id, _ := w.alpha.NewPatient(t)
	return id
}

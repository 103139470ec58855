package contract

import (
	"slices"
	"testing"

	"enlace.dev/tests/stack"
)

func invalidCall(name, method, path, fields string, body any) refusal {
	return refusal{name: name, method: method, path: path, body: body, status: 400,
		code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
}

func TestBadDoctorsAndSitesAreRefused(t *testing.T) {
	w := theWorld(t)
	doctor := stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": stack.NewDocument()}
	doctors := func(name, fields string, changes stack.Object) refusal {
		return invalidCall(name, "POST", "/v1/doctors", fields, with(doctor, changes))
	}
	sites := func(name, fields, body string) refusal { return invalidCall(name, "POST", "/v1/sites", fields, body) }
	mustRefuse(t, []refusal{
		doctors("a doctor without names", "firstName lastName", stack.Object{"firstName": nil, "lastName": nil}),
		doctors("a doctor with letters in the CC", "docNumber", stack.Object{"docNumber": "7955511A"}),
		doctors("a doctor without document", "docTypeId docNumber", stack.Object{"docTypeId": nil, "docNumber": nil}),
		doctors("a doctor of an absent site", "clinicId", stack.Object{"clinicId": stack.NewID()}),
		doctors("a doctor of a foreign site", "clinicId", stack.Object{"clinicId": w.beta.Site}),
		doctors("a doctor with an unknown field", "salary", stack.Object{"salary": 1}),
		doctors("a doctor with mistakes of every kind", "npi deaNumber licences[0].state licences[0].expiresOn licences[1].number languages[1]",
			stack.Object{"npi": "1234567890", "deaNumber": "AP5836720", "languages": []string{"es", "es-CO"},
				"licences": []stack.Object{{"state": "New York", "number": "1", "expiresOn": "2028-02-30"}, {"state": "FL"}}}),
		doctors("a licence given twice", "licences[1].number",
			stack.Object{"licences": []stack.Object{{"state": "FL", "number": "1"}, {"state": "fl", "number": "1"}}}),
		doctors("a licence with an unknown field", "licences[0].country",
			stack.Object{"licences": []stack.Object{{"state": "FL", "number": "1", "country": "US"}}}),
		doctors("too many of both", "licences languages",
			stack.Object{"licences": slices.Repeat([]stack.Object{{}}, 61), "languages": make([]string, 21)}),
		{name: "a doctor whose document is taken", method: "POST", path: "/v1/doctors",
			body: with(doctor, stack.Object{"docNumber": w.alpha.DoctorNumber}), status: 409, code: "ALREADY_EXISTS", reason: "DOCUMENT_EXISTS"},
		sites("a site without name", "name", `{}`),
		sites("a site in no time zone", "timeZone", `{"name":"North","timeZone":"Bogota"}`),
		sites("a site in no country", "country", `{"name":"North","country":"XX"}`),
		sites("a site that takes no insurer of that name", "insurers[1]", `{"name":"North","insurers":["EPS005","EPS Sanitas"]}`),
		sites("a main site that is not active", "main", `{"name":"North","main":true,"active":false}`),
		invalidCall("doctors of no form", "GET", "/v1/doctors?clinicId=7&npi=1&specialty=a%0Ab", "clinicId npi specialty", nil),
		invalidCall("sites of no form", "GET", "/v1/sites?city=a%0Ab", "city", nil),
	})
}

func TestBadTenantsAreRefused(t *testing.T) {
	w := theWorld(t)
	tenants := func(name, method, path, fields, body string) refusal {
		r := invalidCall(name, method, path, fields, body)
		r.key = enlace.AdminKey
		return r
	}
	mustRefuse(t, []refusal{
		tenants("a tenant without name", "POST", "/v1/tenants", "name", `{}`),
		tenants("a tenant with several mistakes", "POST", "/v1/tenants", "slug hostNames[0] timeZone",
			`{"name":"Clinic","slug":"Not A Slug","hostNames":["no dots"],"timeZone":"Mars/Base"}`),
		tenants("a change to no time zone", "PATCH", "/v1/tenants/"+w.alpha.ID, "timeZone", `{"timeZone":"Mars/Base"}`),
		{name: "an absent tenant", method: "GET", path: "/v1/tenants/" + stack.NewID(), key: enlace.AdminKey,
			status: 404, code: "NOT_FOUND", reason: "NOT_FOUND"},
	})
}

func TestBadApiKeysAreRefused(t *testing.T) {
	w := theWorld(t)
	id, _ := w.alpha.NewKey(t, "patients:read")
	ended, _ := w.alpha.NewKey(t, "patients:read")
	w.alpha.Must(t, 204, "DELETE", "/v1/auth/api-keys/"+ended, nil)
	keys := func(name, fields, body string) refusal {
		return invalidCall(name, "POST", "/v1/auth/api-keys", fields, body)
	}
	mustRefuse(t, []refusal{
		keys("a key without name and scopes", "name scopes", `{}`),
		keys("a key of an unknown scope", "scopes[1]", `{"name":"bot","scopes":["patients:read","patients:*"]}`),
		keys("a key that has expired", "expiresAt", `{"name":"bot","scopes":["patients:read"],"expiresAt":"2020-01-01T00:00:00Z"}`),
		keys("a key whose expiry has no offset", "expiresAt", `{"name":"bot","scopes":["patients:read"],"expiresAt":"2030-01-01T00:00:00"}`),
		keys("a key of nobody's e-mail", "owner", `{"name":"bot","scopes":["patients:read"],"owner":"somebody"}`),
		invalidCall("an overlap of 8 days", "POST", "/v1/auth/api-keys/"+id+"/rotate", "overlap", `{"overlap":"691200s"}`),
		invalidCall("an overlap that is none", "POST", "/v1/auth/api-keys/"+id+"/rotate", "overlap", `{"overlap":"a day"}`),
		{name: "the rotation of a revoked key", method: "POST", path: "/v1/auth/api-keys/" + ended + "/rotate", body: `{}`,
			status: 409, code: "FAILED_PRECONDITION", reason: "KEY_NOT_ACTIVE"},
		{name: "the rotation of an absent key", method: "POST", path: "/v1/auth/api-keys/" + stack.NewID() + "/rotate", body: `{}`,
			status: 404, code: "NOT_FOUND", reason: "NOT_FOUND"},
	})
}

package contract

import (
	"fmt"
	"strings"
	"testing"

	"enlace.dev/tests/document"
	"enlace.dev/tests/stack"
)

// Ids that the document's examples use for what a clinic has.
const (
	exampleTenant      = "01K9ZC4Q0Y1Z2A3B4C5D6E7F8G"
	exampleSite        = "01K9ZC4S1A2B3C4D5E6F7G8H9J"
	exampleDoctor      = "01K9ZC4R0Z1A2B3C4D5E6F7G8H"
	examplePatient     = "01K9ZC4T8B7QJ5W2M3N4P5R6S7"
	exampleAppointment = "01K9ZC5V9C8RK6X3N4P5Q6S7T8"
	exampleType        = "01K9ZC8Y2F3G4H5J6K7M8N9P0Q"
	exampleRoom        = "01K9ZC9Z3G4H5J6K7M8N9P0Q1R"
	exampleWaiting     = "01K9ZCB14H5J6K7M8N9P0Q1R2S"
	exampleHold        = "01K9ZC6A7B8C9D0E1F2G3H4J5K"
	exampleEvent       = "01K9ZC5V9C8RK6X3N4P5R6S7T8"
	exampleFeed        = "01K9ZCA1P4Q5R6S7T8V9W0X1Y2"
	exampleKey         = "01K9ZC7X1E0TN8Z5Q6R7S8V9W0"
	exampleRole        = "01K9ZC4V0B1C2D3E4F5G6H7J8K"
	exampleException   = "01K9ZC4W1C2D3E4F5G6H7J8K9M"
	exampleSession     = "01K9ZCF48M9N0P1Q2R3S4T5V6W"
	exampleMember      = "01K9ZCG0A1B2C3D4E5F6G7H8J9"
	exampleInvitation  = "01K9ZCG5B2C3D4E5F6G7H8J9K0"
	exampleAcceptance  = "01K9ZCH1C3D4E5F6G7H8J9K0M1"
)

// The refresh token of the document's examples.
const exampleRefresh = "enr_01K9ZC4Q0Y1Z2A3B4C5D6E7F8G_qL0c3vWn1Jm5T8xYb2Kd7Rf4Zs6Hg9Pa0Ue1Io3Lw5M"

// The token of a mail's link in the document's examples.
const exampleMail = "hX2bq0m7c1yQ5mVQ0c8v3zAxSzlaQzRRMFkxWjJBM0I0QzVENkU3RjhH"

// The token between two factors in the document's examples, and a code.
const (
	exampleMfa  = "q3Vb1oY0c7mR5tX2nD8kLzAxSzlaQ0QyNko3SzhNOU4wUDFRMlIzUzRUIDAxSzlaQzRRMFkxWjJBM0I0QzVENkU3RjhHIDE3OTY1MDAwMDA"
	exampleCode = "492817"
)

// The offer of the document's examples.
const exampleOffer = "AFn0kzk1QWZJYm9kU2ZxY2hBMDFLOVpDNFIwWjFBMkIzQzRENUU2RjdHOEggMDFLOVpDNFMxQTJCM0M0RDVFNkY3RzhIOUogMTc5NjEzNDQwMCAxNzk2MTM2MjAwIDE3OTYwMDAwMDAgSU5fUEVSU09OIEdFTkVSQUw"

func TestEveryExampleOfTheDocumentIsAnsweredAsTheDocumentSays(t *testing.T) {
	contract := document.Read(t, enlace)
	operations := map[string]*document.Operation{}
	for _, o := range contract.Operations() {
		operations[o.ID] = o
	}
	for _, o := range contract.Operations() {
		// Judged in tests/e2e.
		if o.Streams() {
			continue
		}
		bodies := o.BodyExamples()
		if !o.HasBody() {
			bodies = map[string]string{"plain": ""}
		}
		if len(bodies) == 0 {
			t.Errorf("no example shows the body of %s: add requests/%s.<name>.json", o.ID, o.ID)
		}
		for name, body := range bodies {
			t.Run(o.ID+"/"+name, func(t *testing.T) {
				clinic := enlace.NewClinic(t, "Clinic of "+o.ID+" "+name)
				request := o.Example(body)
				// The example's version is none that the clinic's resource has; * is any.
				if request.Header["If-Match"] != "" {
					request.Header["If-Match"] = "*"
				}
				// A key is good for one call, and the platform's calls are all of one credential.
				if request.Header["Idempotency-Key"] != "" {
					request.Header["Idempotency-Key"] += "-" + clinic.ID
				}
				switch {
				case o.Public() || o.ForPeople():
					signedIn(t, o, &request)
				case o.ForPlatform():
					exemplary(t, clinic, operations, o).replace(&request)
					request.Key = enlace.AdminKey
				default:
					exemplary(t, clinic, operations, o).replace(&request)
					request.Key = clinic.Key
				}
				answer := enlace.Call(t, request)
				if answer.Status/100 != 2 {
					t.Fatalf("%s %s is answered %d: %s", request.Method, request.Path, answer.Status, answer.Body)
				}
				if err := o.Conforms(answer); err != nil {
					t.Error(err)
				}
				if sent := request.Header["X-Request-Id"]; answer.Header.Get("X-Request-Id") != sent {
					t.Errorf("the request id %q came back as %q", sent, answer.Header.Get("X-Request-Id"))
				}
			})
		}
	}
}

// signedIn makes the person of the examples, who is somebody else each time, and sends the call as
// that person where it asks for one. Calls about API keys are a key's.
func signedIn(t *testing.T, o *document.Operation, request *stack.Request) {
	t.Helper()
	body, _ := request.Body.(string)
	if o.ID == "registerClinic" {
		request.Body = strings.Replace(body, "lucia@", "lucia-"+stack.NewDocument()+"@", 1)
		return
	}
	owner := enlace.Register(t, "Person of "+o.ID)
	request.Key = owner.AccessToken
	request.Body = strings.NewReplacer("andres@", "andres-"+stack.NewDocument()+"@", "lucia@example.com", owner.Email, exampleRefresh, owner.RefreshToken).Replace(body)
	session := owner.Call(t, "GET", "/v1/auth/sessions", nil).Object(t).Objects(t, "sessions")[0].Text("id")
	member := owner
	if o.ID == "resetMemberMfa" {
		member = owner.Verify(t).Join(t, "PROVIDER")
		member.Enroll(t, member.MfaToken)
	}
	ids := likeness{exampleTenant, owner.TenantID, exampleSession, session, exampleMember, owner.MemberID(t, member)}
	switch o.ID {
	case "verifyEmail":
		ids = append(ids, exampleMail, enlace.MailToken(t, owner.Email, "Confirme"))
	case "resetPassword":
		enlace.Must(t, 204, stack.Request{Method: "POST", Path: "/v1/auth/password/forgot", Body: stack.Object{"email": owner.Email}})
		ids = append(ids, exampleMail, enlace.MailToken(t, owner.Email, "Cambie"))
	case "acceptInvitation":
		_, token := owner.Verify(t).Invite(t, "PROVIDER")
		ids = append(ids, exampleMail, token)
	case "erasePersonFromAudit":
		ids = append(ids, examplePatient, audited(t, owner.Verify(t)))
	case "createInvitation", "addDoctor":
		owner.Verify(t)
	case "withdrawInvitation":
		owner.Verify(t).Invite(t, "PROVIDER")
		open := owner.Call(t, "GET", "/v1/invitations", nil).Object(t).Objects(t, "invitations")
		ids = append(ids, exampleInvitation, open[0].Text("id"))
	}
	if o.ID == "actAs" {
		owner.Enroll(t, owner.MfaToken)
		owner.MakeSuperAdmin(t)
		ids = likeness{exampleTenant, enlace.Register(t, "Another clinic").TenantID}
		request.Key = owner.AccessToken
	}
	if strings.Contains(o.ID, "Terms") {
		ids = append(ids, termsOf(t, owner, o)...)
	}
	ids = append(ids, exampleMfa, owner.MfaToken)
	if o.ID == "verifyMfa" {
		owner.TotpSecret = enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/auth/mfa/enroll",
			Body: stack.Object{"mfaToken": owner.MfaToken}}).Text("secret")
		ids = append(ids, exampleCode, owner.Code(t))
	}
	ids.replace(request)
	if o.Public() {
		request.Key = ""
	}
}

// termsOf publishes the terms of the examples, and has the person accept them unless the call does.
func termsOf(t *testing.T, person *stack.Person, o *document.Operation) likeness {
	t.Helper()
	published := enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/terms", Key: enlace.AdminKey, Body: stack.Object{
		"kind": "TERMS_OF_SERVICE", "titleEs": "Términos", "titleEn": "Terms", "bodyEs": "Uno.", "bodyEn": "One."}})
	version := fmt.Sprint(published["version"])
	ids := likeness{"/versions/3", "/versions/" + version, `"version":3`, `"version":` + version}
	if o.ID == "acceptTerms" {
		return ids
	}
	accepted := person.Call(t, "POST", "/v1/terms/acceptances", stack.Object{"kind": "TERMS_OF_SERVICE", "version": published["version"]})
	return append(ids, exampleAcceptance, accepted.ID())
}

// likeness maps the examples' ids to a clinic's own.
type likeness []string

// exemplary makes the clinic of the examples: their patient and their appointment, but for what the
// call is to make itself.
func exemplary(t *testing.T, clinic *stack.Clinic, operations map[string]*document.Operation, o *document.Operation) likeness {
	t.Helper()
	ids := likeness{exampleTenant, clinic.ID, exampleSite, clinic.Site, exampleDoctor, clinic.Doctor,
		exampleFeed, clinic.NewCalendarFeed(t), exampleKey, clinic.KeyID, exampleException, clinic.NewException(t),
		exampleRole, clinic.NewRole(t, clinic.NewDoctor(t, stack.NewDocument()))}
	if o.ID == "createPatient" {
		return ids
	}
	patient := clinic.Must(t, 201, "POST", "/v1/patients", operations["createPatient"].BodyExamples()["bot"])
	ids = append(ids, examplePatient, patient.Text("id"))
	// What has appointments to come is not deleted.
	if o.ID != "createAppointment" && o.ID != "deletePractitioner" && o.ID != "deleteLocation" {
		booking := stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
			Body: operations["createAppointment"].BodyExamples()["bot"]}
		ids.replace(&booking)
		ids = append(ids, exampleAppointment, enlace.Must(t, 201, booking).Text("id"))
	}
	for example, operation := range map[string]string{exampleType: "createAppointmentType", exampleRoom: "createRoom"} {
		if o.ID == operation {
			continue
		}
		made := operations[operation].Example(operations[operation].BodyExamples()["plain"])
		made.Key, made.Header = clinic.Key, nil
		ids.replace(&made)
		ids = append(ids, example, enlace.Must(t, 201, made).Text("id"))
	}
	waitlist := strings.Contains(o.ID, "Waitlist")
	if strings.HasSuffix(o.ID, "Slot") || o.ID == "searchSlots" || waitlist {
		clinic.Must(t, 201, "POST", "/v1/practitioner-roles", clinic.RoleBody(clinic.Must(t, 201, "POST", "/v1/doctors",
			stack.Object{"firstName": "Eva", "lastName": "Paz", "docTypeId": "CC", "docNumber": stack.NewDocument(),
				"specialty": "Medicina general"}).Text("id")))
		offers := clinic.Offers(t)
		ids = append(ids, exampleOffer, offers[0].Text("offerId"), exampleHold, clinic.NewHold(t, offers[1]))
	}
	if waitlist && o.ID != "createWaitlistEntry" {
		entry := clinic.Must(t, 201, "POST", "/v1/waitlist", clinic.WaitForAny(patient.Text("id"))).Text("id")
		clinic.Offered(t, entry)
		ids = append(ids, exampleWaiting, entry)
	}
	if strings.HasSuffix(o.ID, "Workflow") && o.ID != "createWorkflow" {
		clinic.NewWorkflow(t, "prior_auth")
	}
	if strings.HasPrefix(o.ID, "getAudit") {
		ids = append(ids, exampleEvent, sealed(t, clinic))
	}
	if o.ID == "restorePatient" {
		clinic.Must(t, 204, "DELETE", "/v1/patients/"+patient.Text("id"), nil)
	}
	return ids
}

func (ids likeness) replace(request *stack.Request) {
	replacer := strings.NewReplacer(ids...)
	request.Path = replacer.Replace(request.Path)
	if text, ok := request.Body.(string); ok {
		request.Body = replacer.Replace(text)
	}
}

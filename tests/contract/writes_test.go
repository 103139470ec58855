package contract

import (
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// aWrite is a call that writes, and one of the same RPC that the state refuses.
type aWrite struct {
	rpc    string
	status int
	good   stack.Request
	bad    stack.Request
	// secret is the member of the answer that is shown once.
	secret string
}

// everyWrite names the RPCs of REST that write, by their protos.
func everyWrite() []string {
	var names []string
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(file.Path(), "enlace/") {
			return true
		}
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule := proto.GetExtension(methods.Get(j).Options(), commonv1.E_Access).(*commonv1.AccessRule)
				if rule.GetWrites() && proto.HasExtension(methods.Get(j).Options(), annotations.E_Http) {
					names = append(names, string(methods.Get(j).Name()))
				}
			}
		}
		return true
	})
	slices.Sort(names)
	return names
}

// writes has one row for each RPC that writes, all of a clinic of their own.
func writes(t *testing.T) []aWrite {
	t.Helper()
	clinic := enlace.NewClinic(t, "Writes")
	patient, number := clinic.NewPatient(t)
	toDelete, _ := clinic.NewPatient(t)
	toRestore, _ := clinic.NewPatient(t)
	clinic.Must(t, 204, "DELETE", "/v1/patients/"+toRestore, nil)
	booked, bookedEnd := stack.NewSlot()
	clinic.Must(t, 201, "POST", "/v1/appointments", clinic.BookingBody(number, booked, bookedEnd))
	start, end := stack.NewSlot()
	toMove, toCancel, toDrop := clinic.NewAppointment(t, number), clinic.NewAppointment(t, number), clinic.NewAppointment(t, number)
	cancelled := clinic.NewAppointment(t, number)
	clinic.Must(t, 200, "POST", "/v1/appointments/"+cancelled+"/cancel", `{}`)
	toRotate, _ := clinic.NewKey(t, "patients:read")
	toRevoke, _ := clinic.NewKey(t, "patients:read")
	admin := func(method, path string, body any) stack.Request {
		return stack.Request{Method: method, Path: path, Key: enlace.AdminKey, Body: body}
	}
	own := func(method, path string, body any) stack.Request {
		return stack.Request{Method: method, Path: path, Key: clinic.Key, Body: body}
	}
	other := admin("POST", "/v1/tenants", stack.Object{"name": "To be changed"})
	toChange := enlace.Must(t, 201, other)
	toEnd := enlace.Must(t, 201, admin("POST", "/v1/tenants", stack.Object{"name": "To be ended"}))
	nobody := stack.NewID()
	key := stack.Object{"name": "bot", "scopes": []string{"patients:read"}}
	role, roleToEnd := clinic.NewRole(t, clinic.Doctor), clinic.NewRole(t, clinic.NewDoctor(t, stack.NewDocument()))
	toTakeBack := clinic.NewException(t)
	doctor := stack.Object{"firstName": "Eva", "lastName": "Gil", "docTypeId": "CC", "docNumber": stack.NewDocument()}

	appointmentType := stack.Object{"code": "WRITES", "name": "Control", "durationMinutes": 20}
	typeToChange, typeToDrop := clinic.NewAppointmentType(t), clinic.NewAppointmentType(t)
	room := stack.Object{"clinicId": clinic.Site, "name": "1"}
	roomToChange, roomToDrop := clinic.NewRoom(t), clinic.NewRoom(t)

	waiting := clinic.Must(t, 201, "POST", "/v1/waitlist",
		with(clinic.WaitForAny(patient), stack.Object{"doctorId": clinic.Doctor})).Text("id")
	clinic.Offered(t, waiting)
	toLeave := clinic.NewWaiting(t, patient)

	clinic.NewWorkflow(t, "to_change")
	clinic.NewWorkflow(t, "to_drop")

	offers := clinic.Offers(t)
	toRelease := clinic.NewHold(t, offers[0])
	clinic.Must(t, 201, "POST", "/v1/appointments", with(clinic.BookingBody(number, "", ""), stack.Object{
		"startAppointment": offers[1]["startAppointment"], "endAppointment": offers[1]["endAppointment"]}))
	hold := func(offer stack.Object) stack.Request {
		return own("POST", "/v1/slots/hold", stack.Object{"offerId": offer.Text("offerId")})
	}
	made := func(path string, body stack.Object) string {
		return path + "/" + clinic.Must(t, 201, "POST", path, body).Text("id")
	}
	newDoctor := func() string {
		return made("/v1/doctors", with(doctor, stack.Object{"docNumber": stack.NewDocument()}))
	}
	oneDoctor, leaving := newDoctor(), newDoctor()
	oneSite, closing := made("/v1/sites", stack.Object{"name": "East"}), made("/v1/sites", stack.Object{"name": "West"})

	owner := enlace.Register(t, "Writes of People").Verify(t)
	staff := owner.Join(t, "PROVIDER")
	staffID := owner.MemberID(t, staff)
	forgetful := owner.Join(t, "PROVIDER")
	forgetful.Enroll(t, forgetful.MfaToken)
	owner.Invite(t, "AUDITOR")
	invited := owner.Call(t, "GET", "/v1/invitations", nil).Object(t).Objects(t, "invitations")[0].Text("id")
	owned := func(method, path string, body any) stack.Request {
		return stack.Request{Method: method, Path: path, Key: owner.AccessToken, Body: body}
	}

	erasure := stack.Object{"reason": "asked for by the person"}
	terms := stack.Object{"kind": "PRIVACY_POLICY", "titleEs": "Privacidad", "titleEn": "Privacy", "bodyEs": "Uno.", "bodyEn": "One."}
	toAccept := with(terms, stack.Object{"kind": "TERMS_OF_SERVICE"})
	version := enlace.Must(t, 200, admin("POST", "/v1/terms", toAccept))["version"]
	acceptance := stack.Object{"kind": "TERMS_OF_SERVICE", "version": version}
	accepted := enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/terms/acceptances", Key: staff.AccessToken, Body: acceptance}).Text("id")

	all := []aWrite{
		{rpc: "PublishTerms", status: 200, good: admin("POST", "/v1/terms", terms),
			bad: admin("POST", "/v1/terms", with(terms, stack.Object{"bodyEn": ""}))},
		{rpc: "AcceptTerms", status: 200, good: owned("POST", "/v1/terms/acceptances", acceptance),
			bad: owned("POST", "/v1/terms/acceptances", with(acceptance, stack.Object{"version": 1_000_000}))},
		{rpc: "RevokeTermsAcceptance", status: 200, good: stack.Request{Method: "POST", Path: "/v1/terms/acceptances/" + accepted + "/revoke",
			Key: staff.AccessToken, Body: stack.Object{"reason": "x"}},
			bad: owned("POST", "/v1/terms/acceptances/"+accepted+"/revoke", stack.Object{})},
		{rpc: "UpdateMember", status: 200, good: owned("PATCH", "/v1/members/"+staffID, stack.Object{"jobTitle": "Odontólogo"}),
			bad: owned("PATCH", "/v1/members/"+owner.MemberID(t, owner), stack.Object{"active": false})},
		{rpc: "ResetMemberMfa", status: 204,
			good: owned("POST", "/v1/members/"+owner.MemberID(t, forgetful)+"/mfa/reset", stack.Object{}),
			bad:  owned("POST", "/v1/members/"+staffID+"/mfa/reset", stack.Object{})},
		{rpc: "ErasePersonFromAudit", status: 204,
			good: owned("POST", "/v1/audit/persons/"+audited(t, owner)+"/erase", erasure),
			bad:  owned("POST", "/v1/audit/persons/"+nobody+"/erase", erasure)},
		{rpc: "AddDoctor", status: 200, secret: "temporaryPassword", good: owned("POST", "/v1/tenants/doctors", with(doctor,
			stack.Object{"email": "doctor-" + stack.NewDocument() + "@example.com", "docNumber": stack.NewDocument()})),
			bad: owned("POST", "/v1/tenants/doctors", with(doctor, stack.Object{"email": staff.Email}))},
		{rpc: "AddAdministrator", status: 200, secret: "temporaryPassword", good: admin("POST", "/v1/tenants/"+toChange.Text("id")+"/administrators",
			stack.Object{"email": "admin-" + stack.NewDocument() + "@example.com", "firstName": "Eva", "lastName": "Gil"}),
			bad: admin("POST", "/v1/tenants/"+toChange.Text("id")+"/administrators",
				stack.Object{"email": staff.Email, "firstName": "Eva", "lastName": "Gil"})},
		{rpc: "CreateInvitation", status: 201,
			good: owned("POST", "/v1/invitations", stack.Object{"email": "new@example.com", "role": "PROVIDER"}),
			bad:  owned("POST", "/v1/invitations", stack.Object{"email": staff.Email, "role": "PROVIDER"})},
		{rpc: "WithdrawInvitation", status: 204, good: owned("DELETE", "/v1/invitations/"+invited, nil),
			bad: owned("DELETE", "/v1/invitations/"+nobody, nil)},
		{rpc: "CreateWorkflow", status: 201, good: own("POST", "/v1/workflows", stack.Object{"name": "prior_auth"}),
			bad: own("POST", "/v1/workflows", stack.Object{"name": "to_change"})},
		{rpc: "UpdateWorkflow", status: 200, good: own("PATCH", "/v1/workflows/to_change", stack.Object{"enabled": false}),
			bad: own("PATCH", "/v1/workflows/absent", stack.Object{"enabled": false})},
		{rpc: "DeleteWorkflow", status: 204, good: own("DELETE", "/v1/workflows/to_drop", nil),
			bad: own("DELETE", "/v1/workflows/absent", nil)},
		{rpc: "HoldSlot", status: 200, good: hold(offers[2]), bad: hold(offers[1])},
		{rpc: "ReleaseSlot", status: 204, good: own("DELETE", "/v1/slots/holds/"+toRelease, nil),
			bad: own("DELETE", "/v1/slots/holds/"+nobody, nil)},
		{rpc: "CreateWaitlistEntry", status: 201,
			good: own("POST", "/v1/waitlist", with(clinic.WaitBody(patient), stack.Object{"language": "es"})),
			bad:  own("POST", "/v1/waitlist", clinic.WaitBody(nobody))},
		{rpc: "DeclineWaitlistOffer", status: 200, good: own("POST", "/v1/waitlist/"+waiting+"/decline", stack.Object{}),
			bad: own("POST", "/v1/waitlist/"+toLeave+"/decline", stack.Object{})},
		{rpc: "DeleteWaitlistEntry", status: 204, good: own("DELETE", "/v1/waitlist/"+toLeave, nil),
			bad: own("DELETE", "/v1/waitlist/"+nobody, nil)},
		{rpc: "CreateTenant", status: 201,
			good: admin("POST", "/v1/tenants", stack.Object{"name": "Writes Anew"}),
			bad:  admin("POST", "/v1/tenants", stack.Object{"name": "Writes", "slug": toChange.Text("slug")})},
		{rpc: "UpdateTenant", status: 200,
			good: admin("PATCH", "/v1/tenants/"+toChange.Text("id"), stack.Object{"name": "Changed"}),
			bad:  admin("PATCH", "/v1/tenants/"+nobody, stack.Object{"name": "Changed"})},
		{rpc: "DeleteTenant", status: 204, good: admin("DELETE", "/v1/tenants/"+toEnd.Text("id"), nil),
			bad: admin("DELETE", "/v1/tenants/"+nobody, nil)},
		{rpc: "CreateApiKey", status: 201, secret: "plaintext", good: own("POST", "/v1/auth/api-keys", key),
			bad: own("POST", "/v1/auth/api-keys", with(key, stack.Object{"scopes": []string{"everything"}}))},
		{rpc: "RotateApiKey", status: 200, secret: "plaintext",
			good: own("POST", "/v1/auth/api-keys/"+toRotate+"/rotate", stack.Object{}),
			bad:  own("POST", "/v1/auth/api-keys/"+nobody+"/rotate", stack.Object{})},
		{rpc: "RevokeApiKey", status: 204, good: own("DELETE", "/v1/auth/api-keys/"+toRevoke, nil),
			bad: own("DELETE", "/v1/auth/api-keys/"+nobody, nil)},
		{rpc: "CreatePatient", status: 201,
			good: own("POST", "/v1/patients", clinic.PatientBody(stack.NewDocument())),
			bad:  own("POST", "/v1/patients", clinic.PatientBody(number))},
		{rpc: "UpdatePatient", status: 200,
			good: own("PATCH", "/v1/patients/"+patient, stack.Object{"email": "luz@example.com"}),
			bad:  own("PATCH", "/v1/patients/"+nobody, stack.Object{"email": "luz@example.com"})},
		{rpc: "UpsertPatientByDocument", status: 201,
			good: own("PUT", "/v1/patients/by-document/CC/"+stack.NewDocument(), stack.Object{"firstName": "Luz", "lastName": "Rojas"}),
			bad:  own("PUT", "/v1/patients/by-document/CC/"+stack.NewDocument(), stack.Object{"email": "no address"})},
		{rpc: "DeletePatient", status: 204, good: own("DELETE", "/v1/patients/"+toDelete, nil),
			bad: own("DELETE", "/v1/patients/"+nobody, nil)},
		{rpc: "RestorePatient", status: 200, good: own("POST", "/v1/patients/"+toRestore+"/restore", stack.Object{}),
			bad: own("POST", "/v1/patients/"+nobody+"/restore", stack.Object{})},
		{rpc: "CreateAppointment", status: 201, good: own("POST", "/v1/appointments", clinic.BookingBody(number, start, end)),
			bad: own("POST", "/v1/appointments", clinic.BookingBody(number, booked, bookedEnd))},
		{rpc: "UpdateAppointment", status: 200, good: own("PATCH", "/v1/appointments/"+toMove, stack.Object{"comment": "x"}),
			bad: own("PATCH", "/v1/appointments/"+toMove, stack.Object{"startAppointment": booked})},
		{rpc: "CancelAppointment", status: 200, good: own("POST", "/v1/appointments/"+toCancel+"/cancel", stack.Object{}),
			bad: own("POST", "/v1/appointments/"+nobody+"/cancel", stack.Object{})},
		{rpc: "DeleteAppointment", status: 204, good: own("DELETE", "/v1/appointments/"+toDrop, nil),
			bad: own("DELETE", "/v1/appointments/"+nobody, nil)},
		{rpc: "CreatePractitioner", status: 201, good: own("POST", "/v1/doctors", doctor),
			bad: own("POST", "/v1/doctors", with(doctor, stack.Object{"docNumber": clinic.DoctorNumber}))},
		{rpc: "CreateLocation", status: 201, good: own("POST", "/v1/sites", stack.Object{"name": "North", "main": true}),
			bad: own("POST", "/v1/sites", stack.Object{"name": "North", "timeZone": "Nowhere/At_All"})},
		{rpc: "CreateAppointmentType", status: 201, good: own("POST", "/v1/appointment-types", appointmentType),
			bad: own("POST", "/v1/appointment-types", with(appointmentType, stack.Object{"durationMinutes": 1}))},
		{rpc: "UpdateAppointmentType", status: 200,
			good: own("PATCH", "/v1/appointment-types/"+typeToChange, stack.Object{"active": false}),
			bad:  own("PATCH", "/v1/appointment-types/"+nobody, stack.Object{"active": false})},
		{rpc: "DeleteAppointmentType", status: 204, good: own("DELETE", "/v1/appointment-types/"+typeToDrop, nil),
			bad: own("DELETE", "/v1/appointment-types/"+nobody, nil)},
		{rpc: "CreateRoom", status: 201, good: own("POST", "/v1/rooms", room),
			bad: own("POST", "/v1/rooms", with(room, stack.Object{"clinicId": nobody}))},
		{rpc: "UpdateRoom", status: 200, good: own("PATCH", "/v1/rooms/"+roomToChange, stack.Object{"name": "2"}),
			bad: own("PATCH", "/v1/rooms/"+nobody, stack.Object{"name": "2"})},
		{rpc: "DeleteRoom", status: 204, good: own("DELETE", "/v1/rooms/"+roomToDrop, nil),
			bad: own("DELETE", "/v1/rooms/"+nobody, nil)},
		{rpc: "CreateCalendarFeed", status: 201, secret: "url",
			good: own("POST", "/v1/calendar-feeds", stack.Object{"doctorId": clinic.Doctor}),
			bad:  own("POST", "/v1/calendar-feeds", stack.Object{"doctorId": nobody})},
		{rpc: "DeleteCalendarFeed", status: 204, good: own("DELETE", "/v1/calendar-feeds/"+clinic.NewCalendarFeed(t), nil),
			bad: own("DELETE", "/v1/calendar-feeds/"+nobody, nil)},
		{rpc: "CreatePractitionerRole", status: 201,
			good: own("POST", "/v1/practitioner-roles", clinic.RoleBody(clinic.NewDoctor(t, stack.NewDocument()))),
			bad:  own("POST", "/v1/practitioner-roles", clinic.RoleBody(clinic.Doctor))},
		{rpc: "UpdatePractitionerRole", status: 200,
			good: own("PATCH", "/v1/practitioner-roles/"+role, stack.Object{"active": false}),
			bad:  own("PATCH", "/v1/practitioner-roles/"+nobody, stack.Object{"active": false})},
		{rpc: "DeletePractitionerRole", status: 204, good: own("DELETE", "/v1/practitioner-roles/"+roleToEnd, nil),
			bad: own("DELETE", "/v1/practitioner-roles/"+nobody, nil)},
		{rpc: "CreateScheduleException", status: 201, good: own("POST", "/v1/schedule-exceptions", clinic.ExceptionBody()),
			bad: own("POST", "/v1/schedule-exceptions", with(clinic.ExceptionBody(), stack.Object{"clinicId": nobody}))},
		{rpc: "DeleteScheduleException", status: 204, good: own("DELETE", "/v1/schedule-exceptions/"+toTakeBack, nil),
			bad: own("DELETE", "/v1/schedule-exceptions/"+nobody, nil)},
		{rpc: "UpdatePractitioner", status: 200, good: own("PATCH", oneDoctor, stack.Object{"specialty": "Pediatría"}),
			bad: own("PATCH", oneDoctor, stack.Object{"docNumber": clinic.DoctorNumber})},
		{rpc: "DeletePractitioner", status: 204, good: own("DELETE", leaving, nil),
			bad: own("DELETE", "/v1/doctors/"+clinic.Doctor, nil)},
		{rpc: "UpdateLocation", status: 200, good: own("PATCH", oneSite, stack.Object{"city": "Cali"}),
			bad: own("PATCH", oneSite, stack.Object{"city": ""})},
		{rpc: "DeleteLocation", status: 204, good: own("DELETE", closing, nil),
			bad: own("DELETE", "/v1/sites/"+clinic.Site, nil)},
	}
	var named []string
	for _, w := range all {
		named = append(named, w.rpc)
	}
	slices.Sort(named)
	if want := everyWrite(); !slices.Equal(named, want) {
		t.Fatalf("the table has %v, the protos %v", named, want)
	}
	return all
}

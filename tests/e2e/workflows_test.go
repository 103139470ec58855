package e2e

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// priorAuth asks for a member number and for a status.
func priorAuth() stack.Object {
	return stack.Object{"name": "prior_auth", "patientSchema": stack.Object{"fields": []stack.Object{
		{"key": "insurance_member_id", "label": "Número de afiliado", "type": "string", "required": true, "displayInList": true},
		{"key": "prior_auth_status", "type": "select", "options": []string{"Pending", "Approved"}, "default": "Pending"},
	}}}
}

func inWorkflow(name string) stack.Object {
	return stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Luz", "lastName": "Rojas",
		"docTypeId": "CC", "docNumber": stack.NewDocument(), "workflow": name}
}

func TestASignInBringsTheClinicsWorkflowsWithWhatTheyAsk(t *testing.T) {
	owner := enlace.Register(t, "Workflow Sign-in")
	made := owner.Call(t, "POST", "/v1/workflows", priorAuth())
	if made.Status != http.StatusCreated || made.Header.Get("Location") != "/v1/workflows/prior_auth" {
		t.Fatalf("%d %s %s", made.Status, made.Header.Get("Location"), made.Body)
	}
	login := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": owner.Email, "password": stack.Password}})
	workflows := login.Objects(t, "workflows")
	if len(workflows) != 1 {
		t.Fatalf("a sign-in brings %v", workflows)
	}
	fields := workflows[0].Member("patientSchema").Objects(t, "fields")
	if len(fields) != 2 || fields[1].Text("default") != "Pending" || fields[1].Text("label") != "prior_auth_status" {
		t.Errorf("the schema has %v", fields)
	}
	if flow := workflows[0].Text("botFlow"); flow != "clients/"+login.Member("tenant").Text("slug")+"/prior_auth" {
		t.Errorf("the bot flow is %q", flow)
	}
	owner.Call(t, "PATCH", "/v1/workflows/prior_auth", stack.Object{"patientSchema": nil, "enabled": false})
	before := owner.Call(t, "GET", "/v1/workflows/prior_auth?version=1", nil).Object(t)
	now := owner.Call(t, "GET", made.Header.Get("Location"), nil).Object(t)
	if len(before.Member("patientSchema").Objects(t, "fields")) != 2 || len(now.Member("patientSchema").Objects(t, "fields")) != 0 {
		t.Errorf("the first version is %v, the present one %v", before, now)
	}
}

func TestPatientsJoinOnlyWorkflowsThatTakeThem(t *testing.T) {
	clinic := enlace.NewClinic(t, "Workflow Patients")
	refused := func(body stack.Object) {
		t.Helper()
		if p := clinic.Call(t, "POST", "/v1/patients", body).Problem(t); p.Violations[0].Reason != "WORKFLOW_UNKNOWN" {
			t.Errorf("%v is answered %v", body["workflow"], p.Violations)
		}
	}
	refused(inWorkflow("prior_auth"))
	clinic.Must(t, 201, "POST", "/v1/workflows", priorAuth())
	// The patient service learns of a change when it resolves the key anew.
	stack.Eventually(t, 10*time.Second, "the new workflow takes patients", func() bool {
		return clinic.Call(t, "POST", "/v1/patients", inWorkflow("prior_auth")).Status == 201
	})
	clinic.Must(t, 200, "PATCH", "/v1/workflows/prior_auth", stack.Object{"enabled": false})
	stack.Eventually(t, 10*time.Second, "the workflow takes no more patients", func() bool {
		return clinic.Call(t, "POST", "/v1/patients", inWorkflow("prior_auth")).Status == 400
	})
	refused(inWorkflow("absent"))
}

func TestALimitedKeySeesThePatientsOfItsWorkflowsAlone(t *testing.T) {
	clinic := enlace.NewClinic(t, "Limited Keys")
	clinic.NewWorkflow(t, "intake")
	clinic.NewWorkflow(t, "prior_auth")
	key := clinic.NewLimitedKey(t, "intake")
	call := func(method, path string, body any) stack.Answer {
		t.Helper()
		return enlace.Call(t, stack.Request{Method: method, Path: path, Key: key, Body: body})
	}
	stack.Eventually(t, 10*time.Second, "the new workflow takes patients", func() bool {
		return clinic.Call(t, "POST", "/v1/patients", inWorkflow("prior_auth")).Status == 201
	})
	foreign := inWorkflow("prior_auth")
	foreign["email"] = "luz@example.com"
	hidden := clinic.Must(t, 201, "POST", "/v1/patients", foreign).Text("id")
	none, _ := clinic.NewPatient(t)
	for _, id := range []string{hidden, none} {
		for method, body := range map[string]any{"GET": nil, "PATCH": stack.Object{"email": "x@example.com"}, "DELETE": nil} {
			if answer := call(method, "/v1/patients/"+id, body); answer.Status != http.StatusNotFound {
				t.Errorf("%s of a patient of no workflow of the key's is answered %d: %s", method, answer.Status, answer.Body)
			}
		}
	}
	body := inWorkflow("")
	delete(body, "workflow")
	own := call("POST", "/v1/patients", body)
	if own.Status != http.StatusCreated || own.Object(t).Text("workflow") != "intake" {
		t.Fatalf("a patient of the only workflow is answered %d: %s", own.Status, own.Body)
	}
	if listed := call("GET", "/v1/patients", nil).Object(t).Objects(t, "patients"); len(listed) != 1 {
		t.Errorf("the key lists %d patients", len(listed))
	}
	if p := call("POST", "/v1/patients", inWorkflow("prior_auth")).Problem(t); p.Violations[0].Reason != "WORKFLOW_UNKNOWN" {
		t.Errorf("a patient of another workflow is answered %v", p)
	}
	if p := call("PATCH", "/v1/patients/"+own.Object(t).Text("id"), stack.Object{"workflow": nil}).Problem(t); p.Violations[0].Field != "workflow" {
		t.Errorf("leaving the workflow is answered %v", p)
	}
	if workflows := call("GET", "/v1/workflows", nil).Object(t).Objects(t, "workflows"); len(workflows) != 1 {
		t.Errorf("the key sees %v", workflows)
	}
	// A booking is of a patient whom the key may see.
	start, end := stack.NewSlot()
	booking := clinic.BookingBody("", start, end)
	delete(booking, "patientDocTypeId")
	delete(booking, "patientDocNumber")
	booking["patientId"] = hidden
	if p := call("POST", "/v1/appointments", booking).Problem(t); p.Status/100 != 4 {
		t.Errorf("a booking of a hidden patient is answered %d", p.Status)
	}
	booking["patientId"] = own.Object(t).Text("id")
	if answer := call("POST", "/v1/appointments", booking); answer.Status != http.StatusCreated {
		t.Errorf("a booking of the key's own patient is answered %d: %s", answer.Status, answer.Body)
	}
}

// A change of what a member is limited to counts within 5 seconds, for what was answered before too.
func TestAMemberWhoIsLimitedMeanwhileSeesNoOtherPatients(t *testing.T) {
	owner := enlace.Register(t, "Limited Members").Verify(t)
	staff := owner.Join(t, "PROVIDER")
	owner.Call(t, "POST", "/v1/workflows", stack.Object{"name": "intake"})
	create := stack.Request{Method: "POST", Path: "/v1/patients", Key: staff.AccessToken, Header: map[string]string{"Idempotency-Key": "before"},
		Body: stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Luz", "lastName": "Rojas",
			"docTypeId": "CC", "docNumber": stack.NewDocument()}}
	made := enlace.Must(t, http.StatusCreated, create).Text("id")
	if answer := owner.Call(t, "PATCH", "/v1/members/"+owner.MemberID(t, staff), stack.Object{"workflows": []string{"intake"}}); answer.Status != http.StatusOK {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	stack.Eventually(t, everywhere, "the patient is hidden", func() bool {
		return staff.Call(t, "GET", "/v1/patients/"+made, nil).Status == http.StatusNotFound
	})
	if answer := enlace.Call(t, create); answer.Status != http.StatusUnprocessableEntity {
		t.Errorf("the repeat of a call of before is answered %d: %s", answer.Status, answer.Body)
	}
	owner.Call(t, "PATCH", "/v1/members/"+owner.MemberID(t, staff), stack.Object{"workflows": nil})
	stack.Eventually(t, everywhere, "the patient is seen again", func() bool {
		return staff.Call(t, "GET", "/v1/patients/"+made, nil).Status == http.StatusOK
	})
}

// What a patient had before it joined a workflow, and what it has when it leaves, is shown with it.
func TestWhatAPatientHasFollowsItsWorkflow(t *testing.T) {
	clinic := enlace.NewClinic(t, "Followed Workflows")
	clinic.NewWorkflow(t, "intake")
	clinic.NewWorkflow(t, "prior_auth")
	key := clinic.NewLimitedKey(t, "intake")
	patient, number := clinic.NewPatient(t)
	appointment, entry := clinic.NewAppointment(t, number), clinic.NewWaiting(t, patient)
	other, otherNumber := clinic.NewPatient(t)
	foreign, foreignEntry := clinic.NewAppointment(t, otherNumber), clinic.NewWaiting(t, other)

	// Of the appointment, the entry, and both lists.
	const all = "200 200 1 1"
	const nothing = "404 404 0 0"
	seen := func(appointment, entry string) string {
		ask := func(path string) stack.Answer {
			return enlace.Call(t, stack.Request{Method: "GET", Path: path, Key: key})
		}
		return fmt.Sprint(ask("/v1/appointments/"+appointment).Status, ask("/v1/waitlist/"+entry).Status,
			len(ask("/v1/appointments").Object(t).Objects(t, "appointments")),
			len(ask("/v1/waitlist").Object(t).Objects(t, "waitlistEntries")))
	}
	move := func(workflow any) {
		t.Helper()
		// The patient service learns of a new workflow when it resolves the key anew.
		stack.Eventually(t, 10*time.Second, "the patient is moved", func() bool {
			return clinic.Call(t, "PATCH", "/v1/patients/"+patient, stack.Object{"workflow": workflow}).Status == http.StatusOK
		})
	}
	shows := func(want, what string) {
		t.Helper()
		stack.Eventually(t, 10*time.Second, what, func() bool { return seen(appointment, entry) == want })
	}

	if got := seen(appointment, entry); got != nothing {
		t.Fatalf("before the patient joins, the key sees %s", got)
	}
	move("intake")
	shows(all, "what the patient has is seen in its new workflow")
	if got := seen(foreign, foreignEntry); got != "404 404 1 1" {
		t.Errorf("of another patient, the key sees %s", got)
	}
	// Of two changes in a row the newer one is what counts in the end.
	move("prior_auth")
	move("intake")
	shows(all, "what the patient has is seen when it is back")
	move(nil)
	shows(nothing, "what the patient has is seen no more when it left")
	for _, path := range []string{"/v1/appointments/" + appointment, "/v1/waitlist/" + entry} {
		if answer := clinic.Call(t, "GET", path, nil); answer.Status != http.StatusOK {
			t.Errorf("to a key without limits %s is answered %d: %s", path, answer.Status, answer.Body)
		}
	}
}

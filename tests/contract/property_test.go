package contract

import (
	"encoding/json"
	"flag"
	"os"
	"strconv"
	"testing"
	"time"

	"enlace.dev/tests/document"
	"enlace.dev/tests/stack"
	"pgregory.net/rapid"
)

const (
	// callsPerOperation of the document, drawn at random.
	callsPerOperation = 80
	// timeForAll bounds the whole test; what is left out then is said.
	timeForAll = 60 * time.Second
)

// Whatever a caller sends is answered as the document says: never by a 5xx, and every refusal is a
// problem. ENLACE_SEED repeats a run.
func TestWhateverIsSentIsAnsweredAsTheDocumentSays(t *testing.T) {
	seed := chooseSeed(t)
	contract := document.Read(t, enlace)
	deadline := time.Now().Add(timeForAll)
	answered := map[int]int{}
	for _, o := range contract.Operations() {
		// Judged in tests/e2e.
		if o.Streams() {
			continue
		}
		if time.Now().After(deadline) {
			t.Errorf("%s and what follows were not called within %v", o.ID, timeForAll)
			break
		}
		t.Run(o.ID, func(t *testing.T) {
			// A clinic of its own, because what a call breaks is its own affair.
			clinic := enlace.NewClinic(t, "Anything of "+o.ID)
			ids := exampleOfClinic(t, clinic)
			rapid.Check(t, func(t *rapid.T) {
				request := drawRequest(t, o, ids)
				request.Key = clinic.Key
				if o.ForPlatform() {
					request.Key = enlace.AdminKey
				}
				answer, err := enlace.Send(request)
				if err != nil {
					t.Fatalf("%s %s with %v: %v", request.Method, request.Path, request.Body, err)
				}
				answered[answer.Status]++
				if complaint := judge(o, answer); complaint != "" {
					t.Fatalf("%s\n%s %s %v\n%v", complaint, request.Method, request.Path, request.Header, request.Body)
				}
			})
		})
	}
	t.Logf("seed %d: answers by status: %v", seed, answered)
}

// judge says what is wrong with an answer; nothing when it is as it should be.
func judge(o *document.Operation, answer stack.Answer) string {
	if answer.Status >= 500 {
		return "answered " + strconv.Itoa(answer.Status) + ": " + string(answer.Body)
	}
	// A path of which a segment is empty, or . or .., is another path.
	if answer.Status == 404 || answer.Status == 405 {
		var problem stack.Problem
		if err := json.Unmarshal(answer.Body, &problem); err != nil {
			return err.Error()
		}
		if problem.Reason == "ROUTE_NOT_FOUND" || problem.Reason == "METHOD_NOT_ALLOWED" {
			return ""
		}
	}
	if err := o.Conforms(answer); err != nil {
		return err.Error()
	}
	return ""
}

func chooseSeed(t *testing.T) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("ENLACE_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal("ENLACE_SEED:", err)
		}
	}
	t.Logf("seed %d (repeat with ENLACE_SEED=%d)", seed, seed)
	for name, value := range map[string]string{
		"rapid.seed": strconv.FormatUint(seed, 10), "rapid.checks": strconv.Itoa(callsPerOperation),
		"rapid.nofailfile": "true", "rapid.shrinktime": "5s",
	} {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	return seed
}

// exampleOfClinic gives the clinic one of everything, and maps the examples' ids to them.
// Its own tenant and key stay out of reach: a random call might end them.
func exampleOfClinic(t *testing.T, clinic *stack.Clinic) likeness {
	t.Helper()
	id, number := clinic.NewPatient(t)
	return likeness{exampleSite, clinic.Site, exampleDoctor, clinic.Doctor, examplePatient, id,
		exampleAppointment, clinic.NewAppointment(t, number),
		exampleType, clinic.NewAppointmentType(t), exampleRoom, clinic.NewRoom(t),
		exampleException, clinic.NewException(t), exampleRole, clinic.NewRole(t, clinic.NewDoctor(t, stack.NewDocument()))}
}

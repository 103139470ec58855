package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// signedTree is what a checkpoint says.
type signedTree struct {
	size int64
	root tlog.Hash
}

// verify opens a checkpoint of the clinic as Go's own checksum database would.
func verify(t *testing.T, clinic *stack.Clinic, text string) signedTree {
	t.Helper()
	keys := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/audit/key"})["keys"].([]any)
	verifier, err := note.NewVerifier(keys[0].(string))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 3 || lines[0] != "enlace-audit/"+clinic.ID {
		t.Fatalf("the note is about something else: %s", text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		t.Fatal(err)
	}
	return signedTree{size, root}
}

// hashes are the texts of a list as hashes.
func hashes(t *testing.T, list any) []tlog.Hash {
	t.Helper()
	var all []tlog.Hash
	for _, text := range list.([]any) {
		hash, err := tlog.ParseHash(text.(string))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, hash)
	}
	return all
}

// number reads a 64-bit integer, which JSON bears as text.
func number(t *testing.T, object stack.Object, name string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(object.Text(name), 10, 64)
	if err != nil {
		t.Fatalf("%s of %v: %v", name, object, err)
	}
	return n
}

// proven waits until the event has a proof, and checks it; returned is the tree that it is in.
func proven(t *testing.T, clinic *stack.Clinic, event, query string) signedTree {
	t.Helper()
	var answer stack.Answer
	stack.Eventually(t, 30*time.Second, "a checkpoint covers the event", func() bool {
		answer = clinic.Call(t, "GET", "/v1/audit/events/"+event+"/proof"+query, nil)
		if p := answer; p.Status != 200 && p.Problem(t).Reason != "AUDIT_NOT_SEALED" {
			t.Fatalf("%d %s", answer.Status, answer.Body)
		}
		return answer.Status == 200
	})
	proof := answer.Object(t)
	tree := verify(t, clinic, proof.Text("checkpoint"))
	leaf, err := tlog.ParseHash(proof.Text("entryHash"))
	if err != nil {
		t.Fatal(err)
	}
	path, position := hashes(t, proof["hashes"]), number(t, proof, "position")
	if number(t, proof, "size") != tree.size {
		t.Errorf("a proof about %s records with a note about %d", proof.Text("size"), tree.size)
	}
	if err := tlog.CheckRecord(path, tree.size, tree.root, position, leaf); err != nil {
		t.Errorf("the proof is none: %v: %v", err, proof)
	}
	leaf[0] ^= 1
	if tlog.CheckRecord(path, tree.size, tree.root, position, leaf) == nil {
		t.Errorf("the proof proves another record too: %v", proof)
	}
	return tree
}

// creationOf is the id of the event of the patient's creation.
func creationOf(t *testing.T, clinic *stack.Clinic, patient string) string {
	t.Helper()
	return events(t, clinic, url.Values{"resourceId": {patient}, "action": {"CREATE"}}, 1)[0].Text("id")
}

func TestAnEventIsProvenByTheRulesOfCertificateTransparency(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Proof")
	patient, _ := clinic.NewPatient(t)
	event := creationOf(t, clinic, patient)
	first := proven(t, clinic, event, "")

	another, _ := clinic.NewPatient(t)
	creationOf(t, clinic, another)
	var checkpoint stack.Object
	stack.Eventually(t, 30*time.Second, "a later checkpoint is signed", func() bool {
		checkpoint = clinic.Must(t, 200, "GET", "/v1/audit/checkpoint", nil)
		return number(t, checkpoint, "size") > first.size
	})
	second := verify(t, clinic, checkpoint.Text("checkpoint"))
	mustBeUTC(t, checkpoint, "createdAt")
	if second.size != number(t, checkpoint, "size") {
		t.Errorf("the note is about %d records: %v", second.size, checkpoint)
	}
	answer := clinic.Must(t, 200, "GET", fmt.Sprintf("/v1/audit/consistency?first=%d&second=%d", first.size, second.size), nil)
	proof := hashes(t, answer["hashes"])
	if err := tlog.CheckTree(proof, second.size, second.root, first.size, first.root); err != nil {
		t.Errorf("the trees of %d and %d records are not one: %v", first.size, second.size, err)
	}
	first.root[0] ^= 1
	if tlog.CheckTree(proof, second.size, second.root, first.size, first.root) == nil {
		t.Error("the proof proves another tree too")
	}
	first.root[0] ^= 1
	if again := proven(t, clinic, event, fmt.Sprintf("?size=%d", first.size)); again != first {
		t.Errorf("the earlier tree is %v, and was %v", again, first)
	}
	proven(t, clinic, event, "")
}

func TestCheckpointsAreKeptOutsideOfTheDatabase(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Files")
	patient, _ := clinic.NewPatient(t)
	proven(t, clinic, creationOf(t, clinic, patient), "")
	// Newer ones may be on their way.
	shown := clinic.Must(t, 200, "GET", "/v1/audit/checkpoint", nil).Text("checkpoint")
	path := filepath.Join(enlace.Environment(t, stack.Audit)["ENLACE_CHECKPOINT_DIR"], clinic.ID+".checkpoints")
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(kept), shown) {
		t.Errorf("%s lacks what is shown, %s: %s", path, shown, kept)
	}
	for _, row := range stack.Query[struct{ Note string }](t, enlace, stack.Database(stack.Audit),
		"SELECT note FROM audit_checkpoints WHERE tenant_id = '"+stack.UUID(t, clinic.ID)+"' AND size <= "+
			strconv.FormatInt(verify(t, clinic, shown).size, 10)) {
		if !strings.Contains(string(kept), row.Note) {
			t.Errorf("%s lacks %s", path, row.Note)
		}
	}
}

func TestProofsAreOfTheCallersOwnAudit(t *testing.T) {
	clinic, other := enlace.NewClinic(t, "Audit Own"), enlace.NewClinic(t, "Audit Other")
	patient, _ := clinic.NewPatient(t)
	event := creationOf(t, clinic, patient)
	size := proven(t, clinic, event, "").size
	for _, id := range []string{event, stack.NewID(), "1"} {
		if answer := other.Call(t, "GET", "/v1/audit/events/"+id+"/proof", nil); answer.Status != 404 {
			t.Errorf("%s: %d %s", id, answer.Status, answer.Body)
		}
	}
	for query, fields := range map[string][]string{
		"first=0&second=1": {"first"}, "first=-1&second=1": {"first"}, "first=2&second=1": {"first"}, "second=1": {"first"},
		fmt.Sprintf("first=1&second=%d", size+1_000_000): {"second"}, "first=1": {"second"}, "": {"first", "second"},
	} {
		answer := clinic.Call(t, "GET", "/v1/audit/consistency?"+query, nil)
		if p := answer.Problem(t); answer.Status != 400 || len(p.Fields()) != len(fields) || p.Fields()[0] != fields[0] {
			t.Errorf("%q: %d %s", query, answer.Status, answer.Body)
		}
	}
	for _, size := range []string{"0", "-1", "1000000000"} {
		if answer := clinic.Call(t, "GET", "/v1/audit/events/"+event+"/proof?size="+size, nil); answer.Status != 400 {
			t.Errorf("a tree of %s records: %d %s", size, answer.Status, answer.Body)
		}
	}
	// The platform's own chain has the keys and tenants that it made.
	stack.Eventually(t, 30*time.Second, "the platform's chain has a checkpoint", func() bool {
		return enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/audit/checkpoint", Key: enlace.AdminKey}).Status == 200
	})
}

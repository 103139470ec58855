package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Go runs the tests of a package in the order of their files: these judge what all the others did.

// Each version of each row that is there has one record, and no record tells of a version that is not.
func TestEveryWriteOfTheseTestsHasItsRecord(t *testing.T) {
	stack.Eventually(t, time.Minute, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
	type version struct {
		Resource string
		ID       string
		Version  int
		Count    int
	}
	recorded := map[string]map[int]int{}
	for _, e := range stack.Query[version](t, enlace, stack.Database(stack.Audit),
		"SELECT resource_type AS resource, resource_id AS id, resource_version AS version, count(*) AS count FROM audit_events"+
			" WHERE event_type = 'WRITE' AND resource_version > 0 GROUP BY 1, 2, 3") {
		name := e.Resource + " " + e.ID
		if recorded[name] == nil {
			recorded[name] = map[int]int{}
		}
		recorded[name][e.Version] = e.Count
	}
	rows := 0
	for _, service := range []string{stack.Auth, stack.Patient, stack.Appointment} {
		for _, table := range stack.Query[struct{ Name, Resource string }](t, enlace, stack.Database(service),
			`SELECT tgrelid::regclass AS name, split_part(encode(tgargs, 'escape'), '\000', 1) AS resource FROM pg_trigger
			 WHERE tgfoid = 'audit_row_change'::regproc`) {
			for _, r := range stack.Query[version](t, enlace, stack.Database(service), "SELECT id, version FROM "+table.Name) {
				rows++
				versions := recorded[table.Resource+" "+r.ID]
				for number := 1; number <= r.Version; number++ {
					if versions[number] != 1 {
						t.Errorf("version %d of %s %s is recorded %d times", number, table.Resource, r.ID, versions[number])
					}
				}
				if len(versions) > r.Version {
					t.Errorf("%s %s has %d versions and %d records", table.Resource, r.ID, r.Version, len(versions))
				}
			}
		}
	}
	if rows < 100 {
		t.Errorf("these tests wrote %d rows", rows)
	}
}

// A Get that was answered with personal data has its record, and each record of an access is of a call.
func TestEveryAnsweredReadOfTheseTestsHasItsRecord(t *testing.T) {
	gets := map[string]bool{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				method := file.Services().Get(i).Methods().Get(j)
				rule := proto.GetExtension(method.Options(), commonv1.E_Access).(*commonv1.AccessRule)
				if rule.GetDisclosesPersonalData() && strings.HasPrefix(string(method.Name()), "Get") {
					gets[fmt.Sprintf("%s/%s", method.Parent().FullName(), method.Name())] = true
				}
			}
		}
		return true
	})
	if len(gets) == 0 {
		t.Fatal("no RPC discloses personal data")
	}
	called, answered := map[string]bool{}, map[string]int{}
	for _, service := range stack.Services {
		log, err := os.ReadFile(filepath.Join(enlace.Dir, "log", service+".log"))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range bytes.Split(log, []byte("\n")) {
			var line stack.Object
			if json.Unmarshal(text, &line) != nil || line.Text("msg") != "call" {
				continue
			}
			call := line.Text("method") + " " + line.Text("request_id")
			called[call] = true
			if line.Text("code") == "OK" {
				answered[call]++
			}
		}
	}
	recorded := map[string]int{}
	for _, a := range stack.Query[struct {
		Endpoint string
		Request  string
		Count    int
	}](t, enlace, stack.Database(stack.Audit), "SELECT endpoint, request_id AS request, count(*) AS count FROM audit_events"+
		" WHERE event_type = 'ACCESS' GROUP BY 1, 2") {
		call := a.Endpoint + " " + a.Request
		recorded[call] = a.Count
		if !called[call] {
			t.Errorf("%s is recorded %d times, and was never called", call, a.Count)
		}
	}
	reads := 0
	for call, times := range answered {
		if method, _, _ := strings.Cut(call, " "); gets[method] {
			reads++
			if recorded[call] != times {
				t.Errorf("%s was answered %d times, and is recorded %d times", call, times, recorded[call])
			}
		}
	}
	if reads < 50 {
		t.Errorf("these tests read %d times", reads)
	}
}

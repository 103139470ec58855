package isolation

import (
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// newStaffed is a clinic of people, and the ids of what there is of one.
func newStaffed(t *testing.T, name string) (*stack.Person, map[string]string) {
	t.Helper()
	const kind = "DATA_PROCESSING"
	p := enlace.Register(t, name).Verify(t)
	made := func(path string, body stack.Object) stack.Object {
		answer := p.Call(t, "POST", path, body)
		if answer.Status/100 != 2 {
			t.Fatalf("%s is answered %d: %s", path, answer.Status, answer.Body)
		}
		return answer.Object(t)
	}
	sessions := p.Call(t, "GET", "/v1/auth/sessions", nil).Object(t).Objects(t, "sessions")
	return p, map[string]string{
		"tenant of people": p.TenantID, "member": p.UserID, "session": sessions[0].Text("id"),
		"invitation": made("/v1/invitations", stack.Object{"email": stack.NewDocument() + "@example.com", "role": "PROVIDER"}).Text("id"),
		"acceptance": made("/v1/terms/acceptances", stack.Object{"kind": kind, "version": enlace.PublishTerms(t, kind)}).Text("id"),
	}
}

// deepIDs are the places in a request for an id, in lists, maps and inner messages too.
func deepIDs(r rpc) []textField {
	return slices.DeleteFunc(textFields(r.method.Input()), func(field textField) bool {
		name := field.path[strings.LastIndex(field.path, ".")+1:]
		return name != "id" && name != "ids" && !strings.HasSuffix(name, "_id") && !strings.HasSuffix(name, "_ids")
	})
}

// saidOfNone is what each answer to an absent id must say: RPCs that check more of a request first would
// prove nothing.
var saidOfNone = map[protoreflect.Name]codes.Code{
	"GetMember": codes.NotFound, "UpdateMember": codes.NotFound, "ResetMemberMfa": codes.NotFound,
	"WithdrawInvitation": codes.NotFound, "EndSession": codes.NotFound, "RevokeTermsAcceptance": codes.NotFound,
	"SwitchTenant": codes.PermissionDenied, "ResolvePatientNames": codes.OK,
}

// Whoever may make a call makes it here: a bot, or somebody of another clinic, or a service for one.
func TestAForeignIdAnywhereIsAnsweredLikeAnAbsentOneToWhoeverMayCall(t *testing.T) {
	alpha, _ := clinics(t)
	people, of := newStaffed(t, "Alpha people")
	for kind, id := range alpha.ids() {
		of[kind] = id
	}
	all := newEverybody(t)
	before := []stack.Snapshot{enlace.TakeSnapshot(t, alpha.ID), enlace.TakeSnapshot(t, people.TenantID)}
	calls, seen := 0, map[protoreflect.Name]bool{}
	for _, r := range all.rpcs {
		roles := r.rule().GetRoles()
		if r.byLink() || slices.Equal(roles, []commonv1.Role{commonv1.Role_ROLE_PLATFORM_ADMIN}) {
			continue
		}
		c := all.of(t, r)
		for _, field := range deepIDs(r) {
			// Those the other test has tried.
			if c.key == all.clinic.Key && !strings.ContainsAny(field.path, ".[") && !strings.HasSuffix(field.path, "s") {
				continue
			}
			// A service says whose call it makes.
			if strings.HasSuffix(field.path, "tenant_id") && c.key == all.service {
				continue
			}
			ask := func(id string) (*dynamicpb.Message, error) {
				request := c.request(t)
				if tenant := r.method.Input().Fields().ByName("tenant_id"); tenant != nil && c.key == all.service {
					request.Set(tenant, protoreflect.ValueOfString(all.clinic.ID))
				}
				field.set(request, id)
				calls++
				return c.call(t, request)
			}
			for kind, id := range of {
				none := stack.NewID()
				answer, err := ask(id)
				noAnswer, absent := ask(none)
				if strings.HasPrefix(string(r.method.Name()), "Resolve") &&
					strings.ReplaceAll(protojson.Format(answer), id, none) != protojson.Format(noAnswer) {
					t.Errorf("%s answers %s of alpha with %v, and an absent id with %v", r.name(), kind, answer, noAnswer)
				}
				if verdict(err) != verdict(absent) {
					t.Errorf("%s, %s of alpha as %s: %s\nan absent id: %s", r.name(), kind, field.path, verdict(err), verdict(absent))
				}
				mustHoldNothingOf(t, alpha, id, r.name(), answer)
				if text := answer.String(); strings.Contains(text, people.Email) || strings.Contains(text, "Alpha people") {
					t.Errorf("%s answers with alpha's people: %s", r.name(), text)
				}
				seen[r.method.Name()] = true
				if wanted, known := saidOfNone[r.method.Name()]; known && status.Code(absent) != wanted {
					t.Errorf("%s of an absent id as %s: %s", r.name(), field.path, verdict(absent))
				}
			}
		}
	}
	for i, tenant := range []string{alpha.ID, people.TenantID} {
		if changed := before[i].Differences(enlace.TakeSnapshot(t, tenant)); len(changed) != 0 {
			t.Errorf("rows of %s changed: %v", tenant, changed)
		}
	}
	for name := range saidOfNone {
		if !seen[name] {
			t.Errorf("%s was not called", name)
		}
	}
	t.Logf("%d calls of %d RPCs", calls, len(seen))
}

package isolation

import (
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/types/dynamicpb"
)

var staff = map[string]commonv1.Role{
	"organization_admin":   commonv1.Role_ROLE_ORGANIZATION_ADMIN,
	"provider":             commonv1.Role_ROLE_PROVIDER,
	"clinical_staff":       commonv1.Role_ROLE_CLINICAL_STAFF,
	"administrative_staff": commonv1.Role_ROLE_ADMINISTRATIVE_STAFF,
	"auditor":              commonv1.Role_ROLE_AUDITOR,
}

// Every RPC of every service by every role of people, as docs/roles.md has it.
func TestPeopleMayCallWhatTheirRoleIsNamedFor(t *testing.T) {
	person := enlace.Register(t, "Roles")
	for name, role := range staff {
		person.SetRole(t, name)
		for _, r := range everyRPC(t) {
			if r.byLink() {
				continue
			}
			// A token of its own: a call may end the session, and what was remembered is of another role.
			token := signIn(t, person, name)
			if !slices.Contains(r.rule().GetRoles(), role) {
				mustDeny(t, r, token, "ROLE_NOT_ALLOWED")
				continue
			}
			_, err := r.call(t, token, dynamicpb.NewMessage(r.method.Input()))
			if reason := stack.RefusalOf(err).Reason; reason == "ROLE_NOT_ALLOWED" || strings.HasPrefix(reason, "CREDENTIAL_") {
				t.Errorf("%s refuses %s: %v", r.name(), name, err)
			}
		}
	}
}

// signIn begins a session of the person in that role. An auditor's needs a second factor, whose codes
// are good once: the session is begun before.
func signIn(t *testing.T, person *stack.Person, role string) string {
	t.Helper()
	if role != "auditor" {
		return person.Login(t).AccessToken
	}
	person.SetRole(t, "provider")
	defer person.SetRole(t, role)
	return person.Login(t).AccessToken
}

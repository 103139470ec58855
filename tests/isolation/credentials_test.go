package isolation

import (
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

func TestEveryServiceDescribesItsRpcs(t *testing.T) {
	found := map[string]int{}
	for _, r := range everyRPC(t) {
		found[r.service]++
		if r.rule() == nil {
			t.Errorf("%s says nobody who may call it", r.name())
		}
		if r.method.IsStreamingClient() {
			t.Errorf("%s takes a stream, which these tests do not judge", r.name())
		}
	}
	for _, service := range stack.Services {
		if found[service] == 0 {
			t.Errorf("%s describes no RPC", service)
		}
	}
}

// A handler that was registered past the pipeline would answer something else.
func TestEveryRpcRefusesCallsWithoutAGoodCredential(t *testing.T) {
	alpha, _ := clinics(t)
	id, revoked := alpha.NewKey(t, stack.AllScopes...)
	alpha.Must(t, 204, "DELETE", "/v1/auth/api-keys/"+id, nil)
	for _, r := range everyRPC(t) {
		if r.byLink() {
			continue
		}
		for name, c := range map[string]struct{ key, reason string }{
			"no key":              {"", "CREDENTIAL_MISSING"},
			"garbage":             {"garbage", "CREDENTIAL_INVALID"},
			"a wrong checksum":    {alpha.Key[:len(alpha.Key)-8] + "00000000", "CREDENTIAL_INVALID"},
			"an id nobody has":    {strings.Replace(alpha.Key, alpha.KeyID, stack.NewID(), 1), "CREDENTIAL_INVALID"},
			"a revoked key":       {revoked, "CREDENTIAL_INVALID"},
			"a key in lower case": {strings.ToLower(alpha.Key), "CREDENTIAL_INVALID"},
		} {
			_, err := r.call(t, c.key, dynamicpb.NewMessage(r.method.Input()))
			if status.Code(err) != codes.Unauthenticated || stack.RefusalOf(err).Reason != c.reason {
				t.Errorf("%s with %s: %v", r.name(), name, err)
			}
		}
	}
}

func TestEveryRpcRefusesKeysThatItsRuleDoesNotName(t *testing.T) {
	alpha, _ := clinics(t)
	for _, r := range everyRPC(t) {
		if r.byLink() {
			continue
		}
		rule := r.rule()
		mayBot := slices.Contains(rule.GetRoles(), commonv1.Role_ROLE_SERVICE_ACCOUNT)
		if !slices.Contains(rule.GetRoles(), commonv1.Role_ROLE_PLATFORM_ADMIN) {
			mustDeny(t, r, enlace.AdminKey, "ROLE_NOT_ALLOWED")
		}
		if !mayBot {
			mustDeny(t, r, alpha.Key, "ROLE_NOT_ALLOWED")
		}
		if mayBot && !slices.Contains(rule.GetScopes(), "*") {
			others := slices.DeleteFunc(slices.Clone(stack.AllScopes), func(scope string) bool {
				return slices.Contains(rule.GetScopes(), scope)
			})
			_, key := alpha.NewKey(t, others...)
			mustDeny(t, r, key, "SCOPE_MISSING")
		}
	}
}

func mustDeny(t *testing.T, r rpc, key, reason string) {
	t.Helper()
	_, err := r.call(t, key, dynamicpb.NewMessage(r.method.Input()))
	if status.Code(err) != codes.PermissionDenied || stack.RefusalOf(err).Reason != reason {
		t.Errorf("%s: %v instead of %s", r.name(), err, reason)
	}
}

// What asks for no credential is found by a secret alone: a key that may do everything helps nobody.
// Those that sign people in are tried in tests/e2e; plans and the audit's public key are for everybody.
func TestARpcOfLinksAnswersNobodyWithoutTheLink(t *testing.T) {
	alpha, _ := clinics(t)
	var found []string
	for _, r := range everyRPC(t) {
		if !r.byLink() {
			continue
		}
		found = append(found, r.name())
		if strings.Contains(r.name(), ".IdentityService/") || strings.Contains(r.name(), ".TermsService/") || strings.HasSuffix(r.name(), "/ListPlans") ||
			strings.HasSuffix(r.name(), "/GetAuditKey") {
			continue
		}
		for _, key := range []string{"", alpha.Key, enlace.AdminKey} {
			for _, secret := range []string{"", alpha.Key, alpha.feed, strings.Repeat("A", 86)} {
				request := dynamicpb.NewMessage(r.method.Input())
				request.Set(r.method.Input().Fields().Get(0), protoreflect.ValueOfString(secret))
				_, err := r.call(t, key, request)
				if status.Code(err) != codes.Unauthenticated || stack.RefusalOf(err).Reason != "CREDENTIAL_INVALID" {
					t.Errorf("%s with %q: %v", r.name(), secret, err)
				}
			}
		}
	}
	if want := []string{"/enlace.appointment.v1.CalendarService/GetCalendar",
		"/enlace.appointment.v1.ReplyService/AnswerReply", "/enlace.appointment.v1.ReplyService/GetReply",
		"/enlace.audit.v1.AuditProofService/GetAuditKey",
		"/enlace.auth.v1.IdentityService/AcceptInvitation", "/enlace.auth.v1.IdentityService/EnrollMfa",
		"/enlace.auth.v1.IdentityService/ForgotPassword",
		"/enlace.auth.v1.IdentityService/GetMailLink", "/enlace.auth.v1.IdentityService/GetTokenKeys",
		"/enlace.auth.v1.IdentityService/Login", "/enlace.auth.v1.IdentityService/RefreshTokens",
		"/enlace.auth.v1.IdentityService/RegisterClinic", "/enlace.auth.v1.IdentityService/ResetPassword",
		"/enlace.auth.v1.IdentityService/VerifyEmail", "/enlace.auth.v1.IdentityService/VerifyMfa",
		"/enlace.auth.v1.PlanService/ListPlans",
		"/enlace.auth.v1.TermsService/GetTerms", "/enlace.auth.v1.TermsService/ListTerms"}; !slices.Equal(found, want) {
		t.Errorf("these ask for no credential: %v", found)
	}
}

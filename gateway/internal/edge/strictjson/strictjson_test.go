package strictjson

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// summary is "field:REASON" of each violation.
func summary(r Result) string {
	var all []string
	for _, v := range r.Violations {
		all = append(all, v.Field+":"+v.Said.Name)
	}
	return strings.Join(all, " ")
}

func TestCheckNamesEveryMistake(t *testing.T) {
	patient := (&patientv1.CreatePatientRequest{}).ProtoReflect().Descriptor()
	tenant := (&authv1.CreateTenantRequest{}).ProtoReflect().Descriptor()
	rotate := (&authv1.RotateApiKeyRequest{}).ProtoReflect().Descriptor()
	events := (&auditv1.RecordAuditEventsRequest{}).ProtoReflect().Descriptor()
	principal := (&authv1.Principal{}).ProtoReflect().Descriptor()
	cases := []struct {
		md   protoreflect.MessageDescriptor
		body string
		want string
	}{
		{patient, `{}`, ""},
		{patient, ` {"firstName":"Ana","phones":["1"],"habeasData":true,"customFields":{"a":[1,{"b":null}]}} `, ""},
		{patient, `{"FirstName":"Ana"}`, "FirstName:UNKNOWN_FIELD"},
		{patient, `{"firstName":{"a":[1]},"lastName":2}`, "firstName:WRONG_TYPE lastName:WRONG_TYPE"},
		{patient, `{"phones":"1"}`, "phones:WRONG_TYPE"},
		{patient, `{"idempotencyKey":""}`, "idempotencyKey:IDEMPOTENCY_KEY"},
		{patient, `{"idempotencyKey":null,"validateOnly":null}`, ""},
		{patient, `{"phones":[null]}`, "phones[0]:WRONG_TYPE"},
		{patient, `{"habeasData":"true"}`, "habeasData:WRONG_TYPE"},
		{patient, `{"customFields":[]}`, "customFields:WRONG_TYPE"},
		{patient, `{"customFields":{"n":9007199254740992}}`, ""},
		{patient, `{"customFields":{"n":-9007199254740992}}`, ""},
		{patient, `{"customFields":{"n":9007199254740993}}`, "customFields.n:INTEGER_TOO_LARGE"},
		{patient, `{"customFields":{"n":-9007199254740993}}`, "customFields.n:INTEGER_TOO_LARGE"},
		{patient, `{"customFields":{"l":[{"n":123456789012345678901234567890}]}}`, "customFields.l[0].n:INTEGER_TOO_LARGE"},
		{patient, `{"customFields":{"n":1e30,"m":-1e30,"o":1.000001e30,"p":-1.000001e30}}`, "customFields.o:NUMBER_TOO_LARGE customFields.p:NUMBER_TOO_LARGE"},
		{patient, `{"customFields":{"n":1e999}}`, "customFields.n:NUMBER_TOO_LARGE"},
		{patient, `{"customFields":{"a":1,"a":2}}`, "customFields.a:DUPLICATE_KEY"},
		{patient, `{"customFields":{"a\u0000":1}}`, "customFields.a\x00:NUL"},
		{patient, `{"unknown":{"n":1e999,"s":"\u0000"}}`, "unknown:UNKNOWN_FIELD"},
		{patient, `{"` + strings.Repeat("x", 100) + `":1}`, strings.Repeat("x", 64) + "…:UNKNOWN_FIELD"},
		{tenant, `{"offices":[{"a":1},2]}`, "offices[1]:WRONG_TYPE"},
		{rotate, `{"overlap":"86400s"}`, ""},
		{rotate, `{"overlap":"a day"}`, "overlap:WRONG_TYPE"},
		{rotate, `{"overlap":{"seconds":1}}`, "overlap:WRONG_TYPE"},
		{events, `{"events":[{"event":{"success":1,"resourceVersion":"x","occurredAt":"2026-01-01T00:00:00Z"}}]}`,
			"events[0].event.success:WRONG_TYPE events[0].event.resourceVersion:WRONG_TYPE"},
		{events, `{"events":[{"event":{"nope":1,"resourceVersion":12}}]}`, "events[0].event.nope:UNKNOWN_FIELD"},
		{principal, `{"role":"ROLE_KING"}`, "role:WRONG_TYPE"},
		{nil, `{"a":1}`, "a:UNKNOWN_FIELD"},
		{nil, `{}`, ""},
	}
	for _, c := range cases {
		if got := Check([]byte(c.body), c.md, nil); summary(got) != c.want || got.Malformed {
			t.Errorf("%s: %q, want %q (malformed: %v)", c.body, summary(got), c.want, got.Malformed)
		}
	}
}

func TestCheckStopsWhereTheBodyIsNoJSON(t *testing.T) {
	md := (&patientv1.CreatePatientRequest{}).ProtoReflect().Descriptor()
	nested := func(n int) string {
		return `{"customFields":` + strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) + `}`
	}
	for body, reason := range map[string]string{
		"":                                   "MALFORMED_JSON",
		"{nul}":                              "MALFORMED_JSON",
		"null":                               "NOT_AN_OBJECT",
		`"x"`:                                "NOT_AN_OBJECT",
		`{"firstName":"Ana",}`:               "MALFORMED_JSON",
		`{'firstName':'Ana'}`:                "MALFORMED_JSON",
		`{"firstName":"Ana"}x`:               "MALFORMED_JSON",
		`{"firstName":"Ana"}1`:               "TRAILING_DATA",
		"\ufeff{}":                           "MALFORMED_JSON",
		`{"customFields":{"n":01}}`:          "MALFORMED_JSON",
		`{"customFields":{"n":NaN}}`:         "MALFORMED_JSON",
		"{\"customFields\":{\"\xff\":1}}":    "INVALID_UTF8",
		"{\"unknown\":\"\xc3\x28\",\"a\":1}": "INVALID_UTF8",
		nested(32):                           "TOO_DEEP",
		`{"unknown":` + nested(32) + "}":     "TOO_DEEP",
	} {
		got := Check([]byte(body), md, nil)
		if !got.Malformed || len(got.Violations) != 1 || got.Violations[0].Said.Name != reason {
			t.Errorf("%.60q: %+v, want %s", body, got, reason)
		}
	}
	if got := Check([]byte(nested(31)), md, nil); !got.OK() {
		t.Errorf("a body of 32 levels: %+v", got)
	}
}

func TestABodyHasAThousandKeysAtMost(t *testing.T) {
	md := (&patientv1.CreatePatientRequest{}).ProtoReflect().Descriptor()
	// One key is that of the field.
	of := func(keys int) []byte {
		var inner []string
		for i := range keys - 1 {
			inner = append(inner, fmt.Sprintf(`"k%d":1`, i))
		}
		return []byte(`{"customFields":{` + strings.Join(inner, ",") + `}}`)
	}
	if got := Check(of(1000), md, nil); !got.OK() {
		t.Errorf("1,000 keys: %+v", got)
	}
	if got := Check(of(1001), md, nil); !got.Malformed || summary(got) != ":TOO_MANY_KEYS" {
		t.Errorf("1,001 keys: %s", summary(got))
	}
}

func TestTheMistakesThatAreNamedDoNotGrowWithTheBody(t *testing.T) {
	patient := (&patientv1.CreatePatientRequest{}).ProtoReflect().Descriptor()
	for _, body := range []string{
		`{"phones":[` + strings.Repeat("1,", 10_000) + `1]}`,
		`{"customFields":{"l":[` + strings.Repeat("1e99,", 10_000) + `1]}}`,
	} {
		if n := len(Check([]byte(body), patient, nil).Violations); n != MaxViolations {
			t.Errorf("%d mistakes of %.40s… are named", n, body)
		}
	}
}

// Null clears fields of the resource, in whatever order; of the call it leaves them out.
func TestNullClearsOnlyWhatBelongsToTheResource(t *testing.T) {
	update := (&patientv1.UpdatePatientRequest{}).ProtoReflect().Descriptor()
	upsert := (&patientv1.UpsertPatientByDocumentRequest{}).ProtoReflect().Descriptor()
	for body, md := range map[string]protoreflect.MessageDescriptor{
		`{"mrn":null,"email":null,"id":null,"idempotencyKey":null,"validateOnly":null}`: update,
		`{"email":null,"mrn":null}`:                                    update,
		`{"eventType":null,"actionType":null,"mrn":null,"email":null}`: upsert,
	} {
		result := Check([]byte(body), md, map[string]string{"id": "01A"})
		if !result.OK() || !slices.Equal(result.Cleared, []string{"email", "mrn"}) {
			t.Errorf("%s clears %v (%s)", body, result.Cleared, summary(result))
		}
	}
}

func TestWithClearedAddsTheNames(t *testing.T) {
	md := (&patientv1.UpdatePatientRequest{}).ProtoReflect().Descriptor()
	body := []byte(` {"email":null, "phones": [] ,"lastName":"Gil"}`)
	result := Check(body, md, nil)
	var got patientv1.UpdatePatientRequest
	if err := protojson.Unmarshal(WithCleared(body, result.Cleared), &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.GetClearFields(), []string{"email", "phones"}) || got.GetLastName() != "Gil" {
		t.Errorf("got %v", &got)
	}
}

func TestThePathsFieldsMayBeRepeatedButNotDiffer(t *testing.T) {
	md := (&patientv1.UpdatePatientRequest{}).ProtoReflect().Descriptor()
	for body, want := range map[string]string{
		`{"id":"01A"}`: "", `{"id":null}`: "", `{"id":"01B"}`: "id:PATH_MISMATCH", `{"id":1}`: "id:WRONG_TYPE",
	} {
		if got := Check([]byte(body), md, map[string]string{"id": "01A"}); summary(got) != want {
			t.Errorf("%s: %q, want %q", body, summary(got), want)
		}
	}
}

// FuzzCheck holds that the scanner neither panics nor passes what protojson then refuses, and that
// what passes means the same with the cleared names added.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`{"firstName":"Ana","phones":["1"],"customFields":{"a":[1,{"b":null}],"n":1e30}}`,
		`{"email":null,"phones":[]}`, `{"first_name":"\u0000"}`, `{"a":1,"a":2}`, "{\"x\":\"\xff\"}",
		`{"habeasData":true}`, `[[[[]]]]`, `{"customFields":{"n":9007199254740993}}`, `{"":""}`, "{\"\xef\xbf\xbd\":1}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, message := range []proto.Message{&patientv1.UpdatePatientRequest{}, &authv1.RotateApiKeyRequest{}} {
			result := Check(body, message.ProtoReflect().Descriptor(), nil)
			if !result.OK() {
				for _, v := range result.Violations {
					if v.Said.Name == "" || v.Said.In(reason.English) == "" || v.Said.In(reason.Spanish) == "" {
						t.Errorf("a violation without text: %+v", v)
					}
				}
			}
			if result.Malformed {
				continue
			}
			rest := Check(result.Rest, message.ProtoReflect().Descriptor(), nil)
			if !rest.OK() || !slices.Equal(rest.Cleared, result.Cleared) {
				t.Errorf("%s: the rest has %s", result.Rest, summary(rest))
			}
			if err := protojson.Unmarshal(WithCleared(result.Rest, result.Cleared), message); err != nil {
				t.Errorf("%s passed, but protojson says: %v", result.Rest, err)
			}
		}
	})
}

func TestRestIsTheBodyWithoutWhatIsWrong(t *testing.T) {
	patient := (&patientv1.CreatePatientRequest{}).ProtoReflect().Descriptor()
	events := (&auditv1.RecordAuditEventsRequest{}).ProtoReflect().Descriptor()
	for _, c := range []struct {
		md         protoreflect.MessageDescriptor
		body, want string
	}{
		{patient, ` {"firstName":"Ana"} `, ` {"firstName":"Ana"} `},
		{patient, `{"x":1}`, `{}`},
		{patient, `{ "x" : 1 , "firstName":"Ana"}`, `{ "firstName":"Ana"}`},
		{patient, `{"x":1,"y":2,"firstName":"Ana","z":3}`, `{"firstName":"Ana"}`},
		{patient, `{"firstName":"Ana","x":{"a":[{"b":1}]},"lastName":"Gil","z":[]}`, `{"firstName":"Ana","lastName":"Gil"}`},
		{patient, `{"firstName":{"a":[{"b":1}]},"lastName":"Gil"}`, `{"lastName":"Gil"}`},
		{patient, `{"docNumber":"1","doc_number":{"a":2},"email":"x"}`, `{"docNumber":"1","email":"x"}`},
		{patient, `{"customFields":{"a":{"n":9007199254740993,"m":1},"l":[9007199254740993],"k":{"v":"A\u0000"}}}`,
			`{"customFields":{"a":{"m":1},"k":{}}}`},
		{events, `{"events":[{"x":1,"tenantId":"a"},{"tenantId":"b"}]}`, `{"events":[{"tenantId":"a"},{"tenantId":"b"}]}`},
		{events, `{"events":[1,{"x":1,"tenantId":"a"}],"y":1}`, `{}`},
		{events, `{"events":[{"x":1,"tenantId":"a"},1]}`, `{}`},
	} {
		if got := Check([]byte(c.body), c.md, nil); string(got.Rest) != c.want {
			t.Errorf("%s: %s\nwant %s\n%s", c.body, got.Rest, c.want, summary(got))
		}
	}
}

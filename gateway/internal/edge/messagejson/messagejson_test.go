package messagejson

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	_ "enlace.dev/gateway/gen/enlace/appointment/v1"
	_ "enlace.dev/gateway/gen/enlace/audit/v1"
	_ "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// answers are new messages of every type that a call of the API answers.
func answers(t testing.TB) []protoreflect.Message {
	var all []protoreflect.Message
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				kind, err := typeOf(methods.Get(j).Output())
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, kind.New())
			}
		}
		return true
	})
	return all
}

// check compares with protojson, whose white space is random.
func check(t *testing.T, m proto.Message) {
	t.Helper()
	written, ok := Append(nil, m)
	raw, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(m)
	if err != nil {
		if ok {
			t.Fatalf("%s was written, which protojson refuses: %v", written, err)
		}
		return
	}
	var want bytes.Buffer
	if err := json.Compact(&want, raw); err != nil {
		t.Fatal(err)
	}
	if !ok || !bytes.Equal(written, want.Bytes()) {
		t.Fatalf("%v wrote\n%s\nand protojson\n%s", ok, written, want.Bytes())
	}
}

func TestEveryAnswerIsWrittenAsProtojsonDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, m := range answers(t) {
		check(t, m.Interface())
		for range 300 {
			filled := m.New()
			fill(filled, random, 0)
			check(t, filled.Interface())
		}
	}
}

func FuzzAnswers(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	kinds := answers(f)
	f.Fuzz(func(t *testing.T, a, b uint64) {
		random := rand.New(rand.NewPCG(a, b))
		m := kinds[random.IntN(len(kinds))].New()
		fill(m, random, 0)
		check(t, m.Interface())
	})
}

func FuzzText(f *testing.F) {
	for _, text := range []string{"", "María", "a\"b\\c\x00\x1f\x7f\u2028<&>", "\xff", "\ud7ff\U0010ffff"} {
		f.Add(text, 1e21)
	}
	f.Fuzz(func(t *testing.T, text string, number float64) {
		check(t, &structpb.Struct{Fields: map[string]*structpb.Value{
			text: structpb.NewStringValue(text), "n": structpb.NewNumberValue(number)}})
	})
}

func TestWhatProtojsonRefusesIsLeftToIt(t *testing.T) {
	for _, m := range []proto.Message{
		&timestamppb.Timestamp{Seconds: 1 << 60},
		&timestamppb.Timestamp{Nanos: -1},
		&patientv1.Patient{Id: "\xff"},
		&structpb.Struct{Fields: map[string]*structpb.Value{"a": nil}},
	} {
		if out, ok := Append(nil, m); ok {
			t.Errorf("wrote %s", out)
		}
		check(t, m)
	}
}

func TestWhatIsRareIsLeftToProtojson(t *testing.T) {
	for _, m := range []proto.Message{nil, durationpb.New(time.Second), dynamicpb.NewMessage(timestamppb.File_google_protobuf_timestamp_proto.Messages().Get(0))} {
		if out, ok := Append(nil, m); ok {
			t.Errorf("wrote %s", out)
		}
	}
	if out, ok := Append([]byte("x"), &emptypb.Empty{}); !ok || string(out) != "x{}" {
		t.Errorf("wrote %s", out)
	}
}

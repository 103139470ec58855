package isolation

import (
	"regexp"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// breakCalls sends what no field takes: too much, what ends too early, and what is no UTF-8.
func (m *marking) breakCalls(t *testing.T, c injection) {
	t.Helper()
	m.call(t, c, m.shapeless(t, c, 0))
	m.call(t, c, m.shapeless(t, c, 30_000))
	if c.method.IsStreamingServer() {
		return
	}
	whole, err := proto.Marshal(m.shapeless(t, c, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range [][]byte{whole[:max(len(whole)-3, 0)], noUTF8.ReplaceAll(whole, []byte("$1\xff"))} {
		var answer []byte
		m.judge(t, c, c.by.Invoke(stack.As(t, c.key), c.name(), &broken, &answer, grpc.ForceCodec(asTheyAre{})))
	}
}

// noUTF8 is a mark, and all of it but its last letter.
var noUTF8 = regexp.MustCompile(`(canary[a-z]{4})[a-z]`)

// asTheyAre is the codec of bytes that stand for a message.
type asTheyAre struct{}

// Marshal implements encoding.Codec.
func (asTheyAre) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }

// Unmarshal implements encoding.Codec.
func (asTheyAre) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = data
	return nil
}

// Name implements encoding.Codec.
func (asTheyAre) Name() string { return "proto" }

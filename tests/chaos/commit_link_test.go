package chaos

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// ambush waits for a COMMIT: it strikes before the server has it, or once the server has answered it and before
// the service knows. Then the connection is hung up.
type ambush struct {
	before bool
	strike func()
}

// commitLink stands between a service and its database, on a Unix socket, and knows the moment of a commit:
// no general proxy does.
type commitLink struct {
	// folder is what the connection string names as host.
	folder string
	server string
	laid   atomic.Pointer[ambush]
	// struck counts the ambushes.
	struck atomic.Int32
}

// startCommitLink listens in a folder of its own, as a server with this socket would.
func startCommitLink(cleanup func(func()), t *testing.T, socketFolder, port string) *commitLink {
	t.Helper()
	folder, err := os.MkdirTemp("", "commit")
	if err != nil {
		t.Fatal(err)
	}
	cleanup(func() { _ = os.RemoveAll(folder) })
	name := ".s.PGSQL." + port
	listener, err := net.Listen("unix", filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	cleanup(func() { _ = listener.Close() })
	l := &commitLink{folder: folder, server: filepath.Join(socketFolder, name)}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.pass(client)
		}
	}()
	return l
}

// lie lays an ambush for the next commit.
func (l *commitLink) lie(a *ambush) { l.laid.Store(a) }

func (l *commitLink) strike(a *ambush) {
	if a.strike != nil {
		a.strike()
	}
	l.struck.Add(1)
}

func (l *commitLink) pass(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("unix", l.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	var met atomic.Pointer[ambush]
	go func() {
		defer func() { _ = server.Close() }()
		l.passQuestions(client, server, &met)
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		if a := met.Load(); a != nil {
			if bytes.Contains(buffer[:n], []byte("COMMIT\x00")) || bytes.Contains(buffer[:n], []byte("ROLLBACK\x00")) {
				l.strike(a)
				return
			}
			continue
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (l *commitLink) passQuestions(client, server net.Conn, met *atomic.Pointer[ambush]) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		// The name of the prepared COMMIT, in the message that binds it.
		if l.laid.Load() != nil && bytes.Contains(buffer[:n], []byte("enlace_commit")) {
			if a := l.laid.Swap(nil); a != nil && a.before {
				l.strike(a)
				return
			} else if a != nil {
				met.Store(a)
			}
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// wordOf is a value of a libpq connection string.
func wordOf(dsn, name string) string {
	for word := range strings.FieldsSeq(dsn) {
		if value, ok := strings.CutPrefix(word, name+"="); ok {
			return value
		}
	}
	return ""
}

func withWord(dsn, name, value string) string {
	return strings.Replace(dsn, name+"="+wordOf(dsn, name), name+"="+value, 1)
}

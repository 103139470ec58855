package stack

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// howOften processes are looked at: one that is over sooner may be missed.
const howOften = 10 * time.Millisecond

// CommandLines are those of all processes of the machine while they are watched, with the names that
// processes give themselves, as PostgreSQL's do. Safe for many goroutines.
type CommandLines struct {
	mutex sync.Mutex
	seen  map[string]bool
}

// WatchCommandLines watches until the test is over.
func WatchCommandLines(t testing.TB) *CommandLines {
	c := &CommandLines{seen: map[string]bool{}}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(howOften)
		defer ticker.Stop()
		for {
			c.look()
			select {
			case <-stop:
				return
			case <-ticker.C:
			}
		}
	}()
	t.Cleanup(func() {
		close(stop)
		<-stopped
	})
	return c
}

func (c *CommandLines) look() {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		// Those that have ended meanwhile have none.
		text, _ := os.ReadFile(file)
		c.mutex.Lock()
		c.seen[strings.ReplaceAll(string(text), "\x00", " ")] = true
		c.mutex.Unlock()
	}
}

// Holding is a command line that holds a text; empty when there was none.
func (c *CommandLines) Holding(text string) string {
	c.look()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for line := range c.seen {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

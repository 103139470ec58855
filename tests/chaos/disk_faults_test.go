package chaos

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// roomy is the size of PostgreSQL's disk while nothing is wrong; its memory is used as far as it is filled.
const roomy = 3 << 30

// smallDisk puts PostgreSQL's data on a disk in memory, whose size can be changed while it is in use.
var smallDisk = &wiring{"a small disk", func(t *testing.T, r *rig) (overrides, func(*testing.T)) {
	data := r.DataFolder(t)
	var owner syscall.Stat_t
	if err := syscall.Stat(data, &owner); err != nil {
		t.Fatal(err)
	}
	r.endDatabase(t, syscall.SIGINT)
	moved := data + ".kept"
	asRoot(t, "mv", data, moved)
	asRoot(t, "mkdir", data)
	if out, err := rootCommand("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d,mode=0700,uid=%d,gid=%d", roomy, owner.Uid, owner.Gid),
		"tmpfs", data).CombinedOutput(); err != nil {
		asRoot(t, "rmdir", data)
		asRoot(t, "mv", moved, data)
		r.startDatabase(t)
		t.Fatalf("no small disk can be made here: %v: %s\nrun the tests where tmpfs may be mounted: as root, or with sudo, and in "+
			"a container with CAP_SYS_ADMIN", err, out)
	}
	asRoot(t, "cp", "-a", moved+"/.", data)
	r.startDatabase(t)
	return nil, func(t *testing.T) {
		if r.postmasterOf(t) != 0 {
			r.endDatabase(t, syscall.SIGINT)
		}
		fresh := data + ".back"
		asRoot(t, "cp", "-a", data, fresh)
		asRoot(t, "umount", data)
		asRoot(t, "rmdir", data)
		asRoot(t, "mv", fresh, data)
		asRoot(t, "rm", "-rf", moved)
		r.startDatabase(t)
	}
}}

func rootCommand(words ...string) *exec.Cmd {
	if os.Getuid() != 0 {
		words = append([]string{"sudo", "-n"}, words...)
	}
	return exec.Command(words[0], words[1:]...)
}

func asRoot(t *testing.T, words ...string) {
	t.Helper()
	if out, err := rootCommand(words...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", strings.Join(words, " "), err, out)
	}
}

// fillDisk leaves the database little room or none, for its tables or for its log too. When its server has
// given up, it is started again once there is room.
func fillDisk(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	data := r.DataFolder(t)
	left := random.Int64N(64) << 12
	stack.Eventually(t, patience, "the disk is smaller", func() bool {
		return resize(data, used(t, data)+left).Run() == nil
	})
	logToo := random.IntN(2) == 0
	t.Logf("%d kB are left; the log needs room too: %v", left>>10, logToo)
	if logToo {
		// A file of the log is filled up, so the next one is needed; what was there to be used again is used up.
		for range 3 {
			_ = r.Psql("postgres", "-c", "SELECT pg_switch_wal()").Run()
			pause(t, random, 100*time.Millisecond, 300*time.Millisecond)
		}
	}
	pause(t, random, 500*time.Millisecond, 1500*time.Millisecond)
	return func() {
		if out, err := resize(data, roomy).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		stack.Eventually(t, patience, "PostgreSQL has recovered", func() bool {
			if r.databaseAnswers() {
				return true
			}
			if r.postmasterOf(t) == 0 {
				t.Log("PostgreSQL had given up and is started again")
				r.startDatabase(t)
			}
			return false
		})
	}
}

func used(t *testing.T, folder string) int64 {
	t.Helper()
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		t.Fatal(err)
	}
	return int64(disk.Blocks-disk.Bfree) * disk.Bsize
}

func resize(folder string, size int64) *exec.Cmd {
	return rootCommand("mount", "-o", fmt.Sprintf("remount,size=%d", size), folder)
}

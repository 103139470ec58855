package backup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// told are the metrics of the backup, as node_exporter reads them.
func told(t *testing.T, folder string) map[string]float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "enlace_backup.prom"))
	if err != nil {
		t.Fatal(err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(string(text)))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	values := map[string]float64{}
	for name, family := range families {
		values[name] = family.GetMetric()[0].GetGauge().GetValue() + family.GetMetric()[0].GetCounter().GetValue()
	}
	return values
}

func TestTheAgeOfTheBackupAndTheStateOfTheArchiveAreTold(t *testing.T) {
	folder := t.TempDir()
	if code, said := script(t, "backup.sh", "--dir", enlace.Dir, "--metrics"); code != 1 || !strings.Contains(said, "ENLACE_TEXTFILE_DIR") {
		t.Errorf("without a folder: %d %s", code, said)
	}
	t.Setenv("ENLACE_TEXTFILE_DIR", folder)
	began := time.Now()
	if code, said := script(t, "backup.sh", "--dir", enlace.Dir); code != 0 {
		t.Fatalf("%d %s", code, said)
	}
	stack.Eventually(t, 30*time.Second, "the services are back after the server's restart", enlace.Ready)
	before := told(t, folder)
	if last := before["enlace_backup_last_success_timestamp_seconds"]; last < float64(began.Unix()) || last > float64(time.Now().Unix()) {
		t.Errorf("the backup that began at %d ended at %v", began.Unix(), last)
	}
	command := enlace.Exec(t, "postgres", "SHOW archive_command")
	archive := func(command string) {
		enlace.Exec(t, "postgres", "ALTER SYSTEM SET archive_command = '"+strings.ReplaceAll(command, "'", "''")+"'")
		enlace.Exec(t, "postgres", "SELECT pg_reload_conf()")
	}
	t.Cleanup(func() { archive(command) })
	archive("false")
	enlace.NewClinic(t, "Unarchived")
	enlace.Exec(t, "postgres", "SELECT pg_switch_wal()")
	stack.Eventually(t, time.Minute, "a segment that can't be archived is told", func() bool {
		if code, said := script(t, "backup.sh", "--dir", enlace.Dir, "--metrics"); code != 0 {
			t.Fatalf("%d %s", code, said)
		}
		after := told(t, folder)
		return after["enlace_wal_archive_failures_total"] > before["enlace_wal_archive_failures_total"] &&
			after["enlace_wal_unarchived_segments"] >= 1
	})
	if after := told(t, folder); after["enlace_backup_last_success_timestamp_seconds"] != before["enlace_backup_last_success_timestamp_seconds"] {
		t.Errorf("what backed nothing up moved the last backup: %v, then %v", before, after)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left: %v %v", left, err)
	}
}

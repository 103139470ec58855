package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const (
	// smallClinic is how many patients every tenant but the first has.
	smallClinic = 100
	// loadRows is how many patients one statement adds.
	loadRows = 200_000
	// firstOfOthers numbers the patients of the other tenants.
	firstOfOthers = firstPatient + 10_000_000_000
	// The statements and calls that grow the data run on both sides of the machine at once.
	loaders, registrars = 2, 8
)

// Clinics are the tenants of a database that grows.
type Clinics struct {
	Enlace *Enlace
	// Tenants that exist, the first one large.
	Tenants []Tenant
}

// Grow adds what a step needs beyond the one before it.
func (c *Clinics) Grow(to Step) error {
	before := len(c.Tenants)
	if err := c.register(to.Tenants); err != nil {
		return err
	}
	var missing []Tenant
	first := &c.Tenants[0]
	for first.Patients < to.Patients {
		part := *first
		part.FirstPatient += first.Patients
		part.Patients = min(loadRows, to.Patients-first.Patients)
		first.Patients += part.Patients
		missing = append(missing, part)
	}
	if err := c.load(group(missing, 1), to); err != nil {
		return err
	}
	if err := c.load(group(c.Tenants[max(1, before):], loadRows/smallClinic), to); err != nil {
		return err
	}
	progress("cleaning up after the growth")
	_, err := c.Enlace.Psql("enlace_patient", "VACUUM ANALYZE;\nCHECKPOINT;")
	return err
}

// register makes tenants and their keys over the REST API until there are so many.
func (c *Clinics) register(count int) error {
	added := make([]Tenant, count-len(c.Tenants))
	report := counting("of %d tenants registered", len(added))
	err := inParallel(registrars, len(added), func(i int) error {
		number := int64(len(c.Tenants) + i)
		added[i] = Tenant{Weight: 1, Patients: smallClinic, FirstPatient: firstOfOthers + number*smallClinic, Doctors: 1}
		if number == 0 {
			added[i].FirstPatient, added[i].Patients = firstPatient, 0
		}
		report(1)
		return register(c.Enlace, &added[i], int(number))
	})
	c.Tenants = append(c.Tenants, added...)
	return err
}

// load adds the patients of each part, several parts at a time.
func (c *Clinics) load(parts [][]Tenant, to Step) error {
	report := counting(fmt.Sprintf("parts of %%d loaded, up to %d patients of one tenant, %d tenants",
		to.Patients, to.Tenants), len(parts))
	return inParallel(loaders, len(parts), func(i int) error {
		defer report(1)
		return loadPatients(c.Enlace, parts[i])
	})
}

// Active are at most so many of the tenants, evenly chosen: the first one while it is alone,
// otherwise the others.
func (c *Clinics) Active(most int) []Tenant {
	if len(c.Tenants) == 1 {
		return c.Tenants
	}
	others := c.Tenants[1:]
	count := min(most, len(others))
	active := make([]Tenant, count)
	for i := range active {
		active[i] = others[i*len(others)/count]
	}
	return active
}

func (c *Clinics) number(sql string) (int, error) {
	text, err := c.Enlace.Psql("postgres", sql)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

func group(tenants []Tenant, size int) [][]Tenant {
	var groups [][]Tenant
	for len(tenants) > 0 {
		n := min(size, len(tenants))
		groups, tenants = append(groups, tenants[:n]), tenants[n:]
	}
	return groups
}

// inParallel runs the numbers below count through some goroutines and returns the first error, after
// which no new one begins.
func inParallel(goroutines, count int, each func(int) error) error {
	var (
		wait   sync.WaitGroup
		mutex  sync.Mutex
		next   int
		failed error
	)
	take := func() (int, bool) {
		mutex.Lock()
		defer mutex.Unlock()
		next++
		return next - 1, failed == nil && next <= count
	}
	for range goroutines {
		wait.Go(func() {
			for i, more := take(); more; i, more = take() {
				if err := each(i); err != nil {
					mutex.Lock()
					failed = err
					mutex.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return failed
}

// counting makes a function that counts, and says how far it is every two seconds.
func counting(format string, total int) func(int) {
	var mutex sync.Mutex
	done, said := 0, time.Now()
	return func(more int) {
		mutex.Lock()
		defer mutex.Unlock()
		done += more
		if time.Since(said) > 2*time.Second {
			progress("%d "+format, done, total)
			said = time.Now()
		}
	}
}

func writeData(e *Enlace, path string, tenants []Tenant) error {
	text, err := json.Marshal(DataSet{DataKeyFile: e.DataKeyFile(), KMSKeyFile: e.KMSKeyFile(), Tenants: tenants})
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

var databaseName = regexp.MustCompile(`\bdbname=\S+`)

// replaceDatabase names another database in libpq's keywords.
func replaceDatabase(keywords, name string) string {
	return databaseName.ReplaceAllString(keywords, "dbname="+name)
}

// quarterOfMemoryMB is a quarter of the machine's memory; PostgreSQL's own default where it can't be
// told.
func quarterOfMemoryMB() uint64 {
	var info syscall.Sysinfo_t
	if err := syscall.Sysinfo(&info); err != nil {
		return 128
	}
	return info.Totalram * uint64(info.Unit) / 4 >> 20
}

// requireSpace refuses a disk that would fill up.
func requireSpace(folder string, gigabytes float64) error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		return err
	}
	if free := float64(disk.Bavail) * float64(disk.Bsize) / (1 << 30); free < gigabytes {
		return fmt.Errorf("%s has %.0f GB free, and the data needs up to %.0f", folder, free, gigabytes)
	}
	return nil
}

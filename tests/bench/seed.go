package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

//go:embed seed_patient.sql
var seedPatients string

//go:embed seed_appointment.sql
var seedAppointments string

//go:embed seed_slots.sql
var seedSlots string

// Tenant is a tenant of the data set. Its patients and doctors are numbered.
type Tenant struct {
	UUID         string `json:"uuid"`
	Key          string `json:"key"`
	Weight       int    `json:"weight"`
	FirstPatient int64  `json:"firstPatient"`
	Patients     int64  `json:"patients"`
	FirstDoctor  int64  `json:"firstDoctor"`
	Doctors      int64  `json:"doctors"`
}

// DataSet is what a run works on; the load client reads it as JSON.
type DataSet struct {
	// Seed names what the databases were filled by.
	Seed string `json:"seed"`
	// DataKeyFile signs page tokens.
	DataKeyFile string `json:"dataKeyFile"`
	// KMSKeyFile opens it.
	KMSKeyFile string `json:"kmsKeyFile"`
	// Tenants are those that the load is spread over, the big one first. There are more.
	Tenants []Tenant `json:"tenants"`
}

const (
	tenantCount    = 50
	patientCount   = 200_000
	firstPatient   = 100_000_000_000
	firstDoctor    = 200_000_000_000
	bigDoctors     = 200
	smallDoctors   = 20
	loadedTenants  = 4
	seededDatabase = "_seeded"
)

// PlanTenants lays out the numbers: the first tenant has half of all patients, the others the same
// share of the rest. Half of the load goes to the first.
func PlanTenants() []Tenant {
	tenants := make([]Tenant, tenantCount)
	next := int64(firstPatient)
	for i := range tenants {
		tenants[i] = Tenant{Weight: 1, FirstPatient: next, Patients: patientCount / 2 / (tenantCount - 1),
			FirstDoctor: firstDoctor + int64(i)*1000, Doctors: smallDoctors}
		if i == 0 {
			tenants[i].Weight, tenants[i].Patients, tenants[i].Doctors =
				loadedTenants-1, patientCount/2, bigDoctors
		}
		next += tenants[i].Patients
	}
	return tenants
}

// SeedName changes whenever the migrations or the seed do, and every day: half of the times of the
// next months are taken.
func SeedName(root string) (string, error) {
	hash := sha256.New()
	hash.Write([]byte(seedPatients + seedAppointments + seedSlots + time.Now().UTC().Format(time.DateOnly)))
	fmt.Fprint(hash, PlanTenants())
	err := filepath.WalkDir(filepath.Join(root, "migrations"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		hash.Write(text)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil))[:16], err
}

// Prepare starts Enlace on a freshly seeded data set: made when there is none, otherwise copied from
// the databases that an earlier run kept.
func Prepare(e *Enlace, file string) (DataSet, error) {
	name, err := SeedName(e.Root)
	if err != nil {
		return DataSet{}, err
	}
	var data DataSet
	if text, err := os.ReadFile(file); err == nil {
		_ = json.Unmarshal(text, &data)
	}
	if data.Seed == name {
		if err := restore(e); err == nil {
			return data, e.Start()
		} else {
			progress("the kept data set is of no use: %v", err)
		}
	}
	if err := e.Destroy(); err != nil {
		return DataSet{}, err
	}
	return makeDataSet(e, name, file)
}

func makeDataSet(e *Enlace, name, file string) (DataSet, error) {
	progress("making the data set (once)")
	if err := e.Start(); err != nil {
		return DataSet{}, err
	}
	tenants := PlanTenants()
	for i := range tenants {
		if err := register(e, &tenants[i], i); err != nil {
			return DataSet{}, err
		}
	}
	// The services hold connections, and a database that is in use can't be copied.
	if err := e.Stop(); err != nil {
		return DataSet{}, err
	}
	if err := e.StartDatabase(); err != nil {
		return DataSet{}, err
	}
	for _, tenant := range tenants {
		if err := load(e, tenant); err != nil {
			return DataSet{}, err
		}
	}
	if _, err := e.Psql("enlace_appointment", settingsOf(tenants[0])+seedSlots); err != nil {
		return DataSet{}, err
	}
	for _, database := range []string{"enlace_patient", "enlace_appointment"} {
		if _, err := e.Psql(database, "VACUUM ANALYZE"); err != nil {
			return DataSet{}, err
		}
	}
	if err := copyAll(e, "", seededDatabase); err != nil {
		return DataSet{}, err
	}
	data := DataSet{Seed: name, DataKeyFile: e.DataKeyFile(), KMSKeyFile: e.KMSKeyFile(), Tenants: tenants[:loadedTenants]}
	text, err := json.Marshal(data)
	if err != nil {
		return DataSet{}, err
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return DataSet{}, err
	}
	return data, e.Start()
}

// load fills the databases for one tenant.
func load(e *Enlace, t Tenant) error {
	if err := loadPatients(e, []Tenant{t}); err != nil {
		return err
	}
	_, err := e.Psql("enlace_appointment", settingsOf(t)+seedAppointments)
	return err
}

// settingsOf are psql's variables for a tenant.
func settingsOf(t Tenant) string {
	return fmt.Sprintf("\\set tenant %s\n\\set first %d\n\\set count %d\n\\set first_doctor %d\n\\set doctors %d\n",
		t.UUID, t.FirstPatient, t.Patients, t.FirstDoctor, t.Doctors)
}

// loadPatients adds the patients that these tenants name.
func loadPatients(e *Enlace, tenants []Tenant) error {
	rows := make([]string, len(tenants))
	for i, t := range tenants {
		rows[i] = fmt.Sprintf("('%s', %d, %d)", t.UUID, t.FirstPatient, t.Patients)
	}
	_, err := e.Psql("enlace_patient", "CREATE TEMP TABLE seeded (tenant uuid, first bigint, count bigint);\n"+
		"INSERT INTO seeded VALUES "+strings.Join(rows, ", ")+";\n"+seedPatients)
	return err
}

func restore(e *Enlace) error {
	if err := e.Stop(); err != nil {
		return err
	}
	if err := e.StartDatabase(); err != nil {
		return err
	}
	return copyAll(e, seededDatabase, "")
}

// copyAll copies the services' databases, replacing those that bear the new names.
func copyAll(e *Enlace, from, to string) error {
	var sql strings.Builder
	for _, service := range services {
		fmt.Fprintf(&sql, "DROP DATABASE IF EXISTS enlace_%[1]s%[3]s;\n"+
			"CREATE DATABASE enlace_%[1]s%[3]s TEMPLATE enlace_%[1]s%[2]s STRATEGY file_copy"+
			" OWNER enlace_%[1]s_owner;\n", service, from, to)
	}
	_, err := e.Psql("postgres", sql.String())
	return err
}

// register makes a tenant and its API key over the REST API.
func register(e *Enlace, t *Tenant, index int) error {
	var tenant struct{ ID string }
	if err := post(e, "/v1/tenants", map[string]any{"name": fmt.Sprintf("Clinic %d", index+1),
		"timeZone": "America/Bogota"}, &tenant); err != nil {
		return err
	}
	var key struct{ Plaintext string }
	if err := post(e, "/v1/auth/api-keys", map[string]any{"tenantId": tenant.ID, "name": "bench",
		"owner": "bot@clinic.example", "scopes": []string{"patients:read", "patients:list", "patients:write",
			"appointments:read", "appointments:write", "directory:read"}}, &key); err != nil {
		return err
	}
	var err error
	t.Key = key.Plaintext
	t.UUID, err = uuidOf(tenant.ID)
	return err
}

func post(e *Enlace, path string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest("POST", e.URL+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Api-Key", e.AdminKey)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusCreated {
		return fmt.Errorf("POST %s answered %s", path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

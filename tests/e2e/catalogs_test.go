package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// bogota is where the clinics of the tests are.
var bogota = time.FixedZone("Bogota", -5*60*60)

// setRules changes what a clinic's settings say about codes.
func setRules(t *testing.T, c *stack.Clinic, settings stack.Object) {
	t.Helper()
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + c.ID, Key: enlace.AdminKey,
		Body: stack.Object{"settings": settings}})
}

// reasons of the warnings of an answer, each with its field.
func warningsOf(t *testing.T, answer stack.Object) []string {
	t.Helper()
	found := []string{}
	for _, w := range answer.Objects(t, "warnings") {
		found = append(found, w.Text("field")+" "+w.Text("reason"))
	}
	return found
}

func mustWarn(t *testing.T, answer stack.Object, want ...string) {
	t.Helper()
	if got := warningsOf(t, answer); !slices.Equal(got, want) && len(got)+len(want) > 0 {
		t.Errorf("warnings %v instead of %v", got, want)
	}
}

func with(object stack.Object, name string, value any) stack.Object {
	changed := stack.Object{}
	for k, v := range object {
		changed[k] = v
	}
	changed[name] = value
	return changed
}

func codesOf(t *testing.T, c *stack.Clinic, path string) []string {
	t.Helper()
	var codes []string
	for _, e := range c.Must(t, 200, "GET", path, nil).Objects(t, "entries") {
		codes = append(codes, e.Text("code"))
	}
	return codes
}

func TestCatalogsAreReadByName(t *testing.T) {
	c := enlace.NewClinic(t, "Alpha Catalogs")
	var names []string
	for _, item := range c.Must(t, 200, "GET", "/v1/catalogs", nil).Objects(t, "catalogs") {
		names = append(names, item.Text("name"))
	}
	if want := []string{"document-types", "eps", "gender-identities", "genders", "modalities"}; !slices.Equal(names, want) {
		t.Errorf("the catalogues are %v", names)
	}
	if n := len(codesOf(t, c, "/v1/catalogs/document-types")); n != 18 {
		t.Errorf("%d document types", n)
	}
	if n := len(codesOf(t, c, "/v1/catalogs/modalities?date=2026-01-31")); n != 9 {
		t.Errorf("%d modalities", n)
	}
	c.Must(t, 404, "GET", "/v1/catalogs/colours", nil)
	c.Must(t, 400, "GET", "/v1/catalogs/genders?date=2026-02-30", nil)
	if status := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/catalogs"}).Status; status != 401 {
		t.Errorf("without a credential the answer is %d", status)
	}
}

func TestAnUnusualPatientIsAcceptedWithWarnings(t *testing.T) {
	c := enlace.NewClinic(t, "Alpha Warnings")
	child := stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Ana", "lastName": "Gil",
		"birthDate": time.Now().In(bogota).AddDate(-3, 0, 0).Format(time.DateOnly), "docTypeId": "CC", "docNumber": "123",
		"epsId": "EPS777"}
	made := c.Must(t, 201, "POST", "/v1/patients", child)
	mustWarn(t, made, "docNumber DOCUMENT_LENGTH", "epsId EPS_UNKNOWN", "docTypeId DOCUMENT_AGE")

	answer := enlace.Call(t, stack.Request{Method: "PATCH", Path: "/v1/patients/" + made.Text("id"), Key: c.Key,
		Body: stack.Object{"docNumber": "12"}, Header: map[string]string{"Accept-Language": "es"}})
	patched := answer.Object(t)
	mustWarn(t, patched, "docNumber DOCUMENT_LENGTH", "docTypeId DOCUMENT_AGE")
	if text := patched.Objects(t, "warnings")[0].Text("message"); !strings.HasPrefix(text, "suele tener 4-10 caracteres") {
		t.Errorf("the Spanish warning is %q", text)
	}
	mustWarn(t, c.Must(t, 200, "GET", "/v1/patients/"+made.Text("id"), nil))

	renewed := c.Must(t, 200, "PATCH", "/v1/patients/"+made.Text("id"),
		stack.Object{"docTypeId": "RC", "docNumber": "1032456789"})
	mustWarn(t, renewed)
}

func TestPhonesWithoutACountryCodeAreOfTheTenantsCountry(t *testing.T) {
	for name, c := range map[string]struct{ country, national, international string }{
		"Colombia": {"CO", "3001234567", "+573001234567"},
		"Peru":     {"PE", "912345678", "+51912345678"},
		"America":  {"US", "(212) 555-0123", "+12125550123"},
	} {
		clinic := enlace.NewClinic(t, "Phones "+name)
		setRules(t, clinic, stack.Object{"country": c.country})
		body := with(clinic.PatientBody("1032456701"), "phones", []string{c.national})
		patient := clinic.Must(t, 201, "POST", "/v1/patients", body)
		if got := patient["phones"].([]any)[0]; got != c.international {
			t.Errorf("%s: %s became %v", name, c.national, got)
		}
		q := "/v1/patients?phone=" + strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29").Replace(c.national)
		if found := clinic.Must(t, 200, "GET", q, nil).Objects(t, "patients"); len(found) != 1 {
			t.Errorf("%s: %d patients have the phone", name, len(found))
		}
	}
}

func TestATenantsOwnCodesAreItsAlone(t *testing.T) {
	alpha, beta := enlace.NewClinic(t, "Alpha Codes"), enlace.NewClinic(t, "Beta Codes")
	setRules(t, alpha, stack.Object{"catalogs": stack.Object{"unknownEps": "error",
		"documentTypes": []any{stack.Object{"code": "CARNE", "nameEs": "Carné de socio", "nameEn": "Membership card",
			"characters": "DIGITS", "lengths": []int{6}}}}})
	card := with(with(alpha.PatientBody("123456"), "docTypeId", "CARNE"), "epsId", "EPS777")

	// The appointment service may remember what the clinic was for 5 seconds.
	stack.Eventually(t, 10*time.Second, "the doctor's card is a document of alpha", func() bool {
		return alpha.Call(t, "POST", "/v1/doctors", stack.Object{"firstName": "Luz", "lastName": "Gil",
			"docTypeId": "CARNE", "docNumber": "654321"}).Status == 201
	})
	if p := alpha.Call(t, "POST", "/v1/patients", card).Problem(t); !slices.Equal(p.Fields(), []string{"epsId"}) {
		t.Errorf("alpha refuses %v", p.Fields())
	}
	mustWarn(t, alpha.Must(t, 201, "POST", "/v1/patients", with(card, "epsId", "EPS005")))
	mustWarn(t, alpha.Must(t, 201, "POST", "/v1/patients", with(with(card, "epsId", "EPS005"), "docNumber", "12345678")),
		"docNumber DOCUMENT_LENGTH")

	if p := beta.Call(t, "POST", "/v1/patients", card).Problem(t); !slices.Equal(p.Fields(), []string{"docTypeId"}) {
		t.Errorf("beta refuses %v", p.Fields())
	}
	mustWarn(t, beta.Must(t, 201, "POST", "/v1/patients", with(card, "docTypeId", "CC")), "epsId EPS_UNKNOWN")

	if !slices.Contains(codesOf(t, alpha, "/v1/catalogs/document-types"), "CARNE") {
		t.Error("alpha's catalogue lacks its own type")
	}
	if slices.Contains(codesOf(t, beta, "/v1/catalogs/document-types"), "CARNE") {
		t.Error("beta's catalogue has alpha's type")
	}
}

func TestSettingsAreJudgedWhenTheyAreWritten(t *testing.T) {
	c := enlace.NewClinic(t, "Alpha Settings")
	answer := enlace.Call(t, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + c.ID, Key: enlace.AdminKey,
		Body: stack.Object{"settings": stack.Object{"country": "ZZ", "colour": "blue", "catalogs": stack.Object{
			"unknownEps": 1, "documentTypes": []any{stack.Object{"code": "A B", "minAge": -1}}}}}})
	want := []string{"settings.catalogs.documentTypes[0].code", "settings.catalogs.documentTypes[0].minAge",
		"settings.catalogs.documentTypes[0].nameEs", "settings.catalogs.unknownEps"}
	if p := answer.Problem(t); answer.Status != 400 || !slices.Equal(p.Fields(), want) {
		t.Errorf("%d names %v", answer.Status, p.Fields())
	}
}

// load runs scripts/catalog.sh on a file against the stack of the tests.
func load(t *testing.T, content string, options ...string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "eps.csv")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	arguments := append([]string{"eps", file, "--dir", enlace.Dir}, options...)
	out, err := exec.Command(filepath.Join(stack.Root(), "scripts", "catalog.sh"), arguments...).CombinedOutput()
	return string(out), err
}

// stored is the EPS list of both databases.
func stored(t *testing.T) string {
	t.Helper()
	const all = "SELECT string_agg(code || name_es || valid_from || coalesce(valid_to::text, ''), ' ' ORDER BY code, valid_from)" +
		" FROM catalog_entries WHERE catalog = 'eps'"
	lists := enlace.Exec(t, stack.Database("patient"), all)
	if enlace.Exec(t, stack.Database("appointment"), all) != lists {
		t.Error("the two databases differ")
	}
	return lists
}

func TestAFullListIsLoadedWhileTheServicesRun(t *testing.T) {
	c := enlace.NewClinic(t, "Alpha Lists")
	base := enlace.Exec(t, stack.Database("patient"),
		"SELECT string_agg(code || ';' || name_es, E'\\n' ORDER BY code) FROM catalog_entries WHERE catalog = 'eps' AND valid_to IS NULL")
	heading, before := "C\xf3digo;Nombre\n", stored(t)

	bad, err := load(t, heading+base+"\nEPS888;\nEPS 889;Uno\nEPS005;Otra vez\n")
	for _, line := range []string{"line 15", "line 16", "line 17", "EPS005 is in line", "nothing was changed"} {
		if err == nil || !strings.Contains(bad, line) {
			t.Errorf("%v: the refusal does not say %q: %s", err, line, bad)
		}
	}
	if out, err := load(t, heading+"EPS001;Aliansalud\n"); err == nil || !strings.Contains(out, "more than half") {
		t.Errorf("a list of one code was loaded: %s", out)
	}
	if out, err := load(t, heading+base+"\nEPS888;Salud A\xf1os\n", "--check"); err != nil || !strings.Contains(out, "1 added") {
		t.Errorf("%v: the check says %s", err, out)
	}
	if stored(t) != before {
		t.Fatal("refused and checked files changed the list")
	}

	// What a Spanish Excel writes: semicolons, Windows-1252.
	good := heading + strings.Replace(base, "EPS005;Sanitas", "EPS005;EPS Sanitas", 1) + "\nEPS888;Salud A\xf1os\n"
	if out, err := load(t, good); err != nil || !strings.Contains(out, "1 added, 1 changed, 0 ended") {
		t.Fatalf("%v: %s", err, out)
	}
	stack.Eventually(t, 10*time.Second, "the patient service knows EPS888", func() bool {
		return slices.Contains(codesOf(t, c, "/v1/catalogs/eps"), "EPS888")
	})
	mustWarn(t, c.Must(t, 201, "POST", "/v1/patients", with(c.PatientBody("1032456702"), "epsId", "EPS888")))
	for _, e := range c.Must(t, 200, "GET", "/v1/catalogs/eps", nil).Objects(t, "entries") {
		if e.Text("code") == "EPS888" && e.Text("nameEs") != "Salud Años" {
			t.Errorf("EPS888 is named %q", e.Text("nameEs"))
		}
	}
	yesterday := time.Now().In(bogota).AddDate(0, 0, -1).Format(time.DateOnly)
	for _, e := range c.Must(t, 200, "GET", "/v1/catalogs/eps?date="+yesterday, nil).Objects(t, "entries") {
		if e.Text("code") == "EPS005" && e.Text("nameEs") != "Sanitas" {
			t.Errorf("yesterday EPS005 was named %q", e.Text("nameEs"))
		}
	}
	after := stored(t)
	if out, err := load(t, good); err != nil || !strings.Contains(out, "0 added, 0 changed, 0 ended") || stored(t) != after {
		t.Errorf("%v: loaded again, it says %s", err, out)
	}

	// What is missing from the next list has ended from its day on.
	if out, err := load(t, heading+base+"\n", "--from", time.Now().In(bogota).AddDate(0, 0, 1).Format(time.DateOnly)); err != nil || !strings.Contains(out, "1 ended") {
		t.Errorf("%v: %s", err, out)
	}
	mustWarn(t, c.Must(t, 201, "POST", "/v1/patients", with(c.PatientBody("1032456703"), "epsId", "EPS888")))
}

// endedCodes puts a code that ended years ago into each of the catalogues, a copy of another one.
func endedCodes(t *testing.T, copies map[string]string) {
	t.Helper()
	for _, service := range []string{"patient", "appointment"} {
		database := stack.Database(service)
		for catalog, like := range copies {
			enlace.Exec(t, database, "INSERT INTO catalog_entries SELECT catalog, 'ENDED', name_en, name_es, '1900-01-01', '2020-12-31', attributes"+
				" FROM catalog_entries WHERE catalog = '"+catalog+"' AND code = '"+like+"' AND valid_to IS NULL")
		}
		t.Cleanup(func() { enlace.Exec(t, database, "DELETE FROM catalog_entries WHERE code = 'ENDED'") })
	}
}

func TestCodesThatHaveEndedAreAcceptedWithAWarningAndDocumentsOfEndedTypesAreNot(t *testing.T) {
	c := enlace.NewClinic(t, "Alpha Ended")
	endedCodes(t, map[string]string{"eps": "EPS005", "modalities": "HOME", "document-types": "CC"})
	stack.Eventually(t, 10*time.Second, "the patient service has read the ended codes", func() bool {
		return slices.Contains(codesOf(t, c, "/v1/catalogs/document-types?date=2020-12-31"), "ENDED") &&
			slices.Contains(codesOf(t, c, "/v1/catalogs/eps?date=2020-12-31"), "ENDED")
	})
	number := stack.NewDocument()
	mustWarn(t, c.Must(t, 201, "POST", "/v1/patients", with(c.PatientBody(number), "epsId", "ENDED")), "epsId CODE_ENDED")
	start, end := stack.NewSlot()
	booking := with(c.BookingBody(number, start, end), "modality", "ENDED")
	stack.Eventually(t, 10*time.Second, "the appointment service has read the ended modality", func() bool {
		return c.Call(t, "POST", "/v1/appointments", with(booking, "validateOnly", true)).Status == 200
	})
	mustWarn(t, c.Must(t, 201, "POST", "/v1/appointments", booking), "modality CODE_ENDED")
	refused := c.Call(t, "POST", "/v1/patients", with(c.PatientBody("123456"), "docTypeId", "ENDED"))
	if p := refused.Problem(t); refused.Status != 400 || !strings.Contains(string(refused.Body), "DOCUMENT_TYPE_ENDED") || !slices.Equal(p.Fields(), []string{"docTypeId"}) {
		t.Errorf("%d %s", refused.Status, refused.Body)
	}
}

package contract

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// entriesOf are the Spanish names of a catalogue's codes.
func entriesOf(t *testing.T, clinic *stack.Clinic, catalog string) map[string]string {
	t.Helper()
	names := map[string]string{}
	for _, entry := range clinic.Must(t, 200, "GET", "/v1/catalogs/"+catalog, nil).Objects(t, "entries") {
		names[entry.Text("code")] = entry.Text("nameEs")
	}
	return names
}

// tried is the answer to a new patient that is only validated.
func tried(t *testing.T, clinic *stack.Clinic, changes stack.Object) stack.Answer {
	t.Helper()
	body := with(clinic.PatientBody("1032456789"), changes)
	return clinic.Call(t, "POST", "/v1/patients", with(body, stack.Object{"validateOnly": true}))
}

// warnings of an answer to a write, each as its field and reason.
func warnings(t *testing.T, answer stack.Answer) []string {
	t.Helper()
	if answer.Status/100 != 2 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	found := []string{}
	for _, warning := range answer.Object(t).Objects(t, "warnings") {
		found = append(found, warning.Text("field")+" "+warning.Text("reason"))
	}
	return found
}

func TestDocumentTypesTakeTheirCharactersAndWarnOfUnusualLengths(t *testing.T) {
	const twenty = "A2345678901234567890"
	clinic := enlace.NewClinic(t, "Documents")
	types := []struct {
		code, good, wrong string
		// unusual lengths are accepted with a warning.
		unusual []string
	}{
		{"CN", "A1234567", "A-1234567", []string{"A12", twenty + "1"}},
		{"RC", "A1234567", "A.1234567", []string{"A12", twenty + "1"}},
		{"TI", "1032456789", "10A2456789", []string{"123", strings.Repeat("1", 21)}},
		{"CC", "1032456789", "1.032.456.789", []string{"123", "10324567890"}},
		{"PA", twenty, "AB-1234", []string{"AB1", twenty + "1"}},
		{"CD", "A123", "A 123", []string{"A12", twenty + "1"}},
		{"CE", "123456", "123-456", []string{"123", twenty + "1"}},
		{"DE", twenty, "AB/1234", []string{"AB1", twenty + "1"}},
		{"SC", "SC1234", "SC_1234", []string{"SC1", twenty + "1"}},
		{"PE", "PE1234", "PE.1234", []string{"PE1", twenty + "1"}},
		{"PT", "1234567", "1234,567", []string{"123", twenty + "1"}},
		{"PPT", "1234567", "1234-567", []string{"123", twenty + "1"}},
		{"PC", "PC1234", "PC-1234", []string{"PC1", twenty + "1"}},
		{"RUT", "900123456", "900.123.456", []string{"900", twenty + "1"}},
		{"AS", "AS1234", "AS-1234", []string{"AS1", twenty + "1"}},
		{"MS", "MS1234", "MS-1234", []string{"MS1", twenty + "1"}},
		{"SI", "SI1234", "SI-1234", []string{"SI1", twenty + "1"}},
		// Any other length of a DNI is a mistake.
		{"DNI", "12345678", "1234567A", nil},
	}
	var codes []string
	for _, d := range types {
		codes = append(codes, d.code)
		number := func(number string) stack.Answer {
			return tried(t, clinic, stack.Object{"docTypeId": d.code, "docNumber": number})
		}
		t.Run(d.code, func(t *testing.T) {
			if got := warnings(t, number(d.good)); len(got) != 0 {
				t.Errorf("%s: %v", d.good, got)
			}
			refused := number(d.wrong)
			if p := refused.Problem(t); refused.Status != 400 || len(p.Violations) != 1 ||
				p.Violations[0].Field != "docNumber" || p.Violations[0].Reason != "DOCUMENT_FORMAT" {
				t.Errorf("%s: %d %s", d.wrong, refused.Status, refused.Body)
			}
			for _, unusual := range d.unusual {
				if got := warnings(t, number(unusual)); !slices.Equal(got, []string{"docNumber DOCUMENT_LENGTH"}) {
					t.Errorf("%s: %v", unusual, got)
				}
			}
		})
	}
	slices.Sort(codes)
	if got := slices.Sorted(maps.Keys(entriesOf(t, clinic, "document-types"))); !slices.Equal(got, codes) {
		t.Errorf("the document types are %v", got)
	}
}

func TestTheEPSListBeginsWithTheGreatInsurers(t *testing.T) {
	clinic := enlace.NewClinic(t, "Insurers")
	want := map[string]string{"EPS001": "Aliansalud", "EPS002": "Salud Total", "EPS005": "Sanitas", "EPS008": "Compensar",
		"EPS010": "SURA", "EPS012": "Comfenalco Valle", "EPS017": "Famisanar", "EPS018": "SOS", "EPS037": "Nueva EPS",
		"ESS024": "Coosalud", "CCFC55": "Cajacopi", "EAS016": "EPM", "EAS027": "Ferrocarriles"}
	stored := entriesOf(t, clinic, "eps")
	if got := slices.Sorted(maps.Keys(stored)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Errorf("the list is %v", got)
	}
	for code, name := range want {
		if !strings.Contains(stored[code], name) {
			t.Errorf("%s is %q", code, stored[code])
		}
		answer := tried(t, clinic, stack.Object{"epsId": code})
		if got := warnings(t, answer); len(got) != 0 || answer.Object(t).Text("epsId") != code {
			t.Errorf("%s: %v %s", code, got, answer.Body)
		}
	}
}

func TestCodesAreAnsweredByTheirNamesWhicheverWayTheyAreWritten(t *testing.T) {
	clinic := enlace.NewClinic(t, "Codes")
	_, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	modalities := map[string]string{}
	for i, name := range []string{"IN_PERSON", "MOBILE_UNIT", "HOME", "BRIGADE", "PREHOSPITAL", "TELEMEDICINE_INTERACTIVE",
		"TELEMEDICINE_NON_INTERACTIVE", "TELE_EXPERTISE", "TELE_MONITORING"} {
		modalities["0"+string(rune('1'+i))], modalities[name] = name, name
	}
	for _, c := range []struct {
		field, catalog, path string
		body                 stack.Object
		answered             map[string]string
	}{
		{"genderId", "genders", "/v1/patients", clinic.PatientBody("1032456789"),
			map[string]string{"M": "M", "F": "F", "I": "I", "01": "M", "02": "F", "03": "I"}},
		{"genderIdentityId", "gender-identities", "/v1/patients", clinic.PatientBody("1032456789"),
			map[string]string{"01": "01", "02": "02", "03": "03", "04": "04", "05": "05"}},
		{"modality", "modalities", "/v1/appointments", clinic.BookingBody(number, start, end), modalities},
	} {
		t.Run(c.field, func(t *testing.T) {
			for written, want := range c.answered {
				answer := clinic.Call(t, "POST", c.path, with(c.body, stack.Object{c.field: written, "validateOnly": true}))
				if answer.Status != 200 || answer.Object(t).Text(c.field) != want {
					t.Errorf("%s is not answered as %s: %d %s", written, want, answer.Status, answer.Body)
				}
			}
			listed := slices.Sorted(maps.Keys(entriesOf(t, clinic, c.catalog)))
			if want := slices.Compact(slices.Sorted(maps.Values(c.answered))); !slices.Equal(listed, want) {
				t.Errorf("the catalogue lists %v", listed)
			}
		})
	}
}

func TestDocumentsOfAnotherAgeAreAcceptedWithAWarning(t *testing.T) {
	clinic := enlace.NewClinic(t, "Ages")
	today := time.Now().In(time.FixedZone("Bogota", -5*60*60))
	for docType, ages := range map[string]struct{ usual, unusual []int }{
		"RC": {[]int{0, 6}, []int{7, 18, 19, 40}},
		"TI": {[]int{7, 17}, []int{0, 6, 18, 19, 40}},
		"CC": {[]int{18, 19, 90}, []int{0, 17}},
		"CN": {[]int{0, 18}, []int{19, 40}},
		"MS": {[]int{0, 18}, []int{19, 40}},
		"PA": {[]int{0, 18, 90}, nil},
	} {
		judge := func(age int, want []string) {
			// Days off the birthdays themselves, so that neither midnight nor a leap day matters.
			first, last := today.AddDate(-age, 0, -1), today.AddDate(-age-1, 0, 2)
			for _, birth := range []time.Time{first, last} {
				answer := tried(t, clinic, stack.Object{"docTypeId": docType, "birthDate": birth.Format(time.DateOnly)})
				if got := warnings(t, answer); !slices.Equal(got, want) {
					t.Errorf("%s at %d, born %s: %v", docType, age, birth.Format(time.DateOnly), got)
				}
			}
		}
		for _, age := range ages.usual {
			judge(age, []string{})
		}
		for _, age := range ages.unusual {
			judge(age, []string{"docTypeId DOCUMENT_AGE"})
		}
	}
}

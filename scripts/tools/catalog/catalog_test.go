package main

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestAFileIsReadHoweverItWasSaved(t *testing.T) {
	for name, content := range map[string]string{
		"UTF-8":                "code,nameEs\neps001,Añil\n",
		"UTF-8 with its mark":  "\xef\xbb\xbfcode,nameEs\r\nEPS001,Añil\r\n",
		"a Spanish Excel":      "C\xf3digo;Nombre\r\nEPS001;A\xf1il\r\n",
		"tabs":                 "Código\tNombre ES\nEPS001\tAñil\n",
		"quotes and blanks":    "code , nameEs\n EPS001 ,\"Añil\"\n",
		"a name in two quotes": "nameEs,code\n\"Añil\",EPS001\n",
	} {
		got, err := read([]byte(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if r := got.Rows[0]; r.Code != "EPS001" || r.NameEs != "Añil" || r.NameEn != "Añil" || got.HasAttributes {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestColumnsBecomeDatesAndAttributes(t *testing.T) {
	got, err := read([]byte("code,nameEs,desde,validTo,lengths,maxLength,nationalCode\nCC,Cédula,01/02/2026,2026-12-31,6|8|10,10,01\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := got.Rows[0]
	want := map[string]any{"lengths": []int{6, 8, 10}, "maxLength": 10, "nationalCode": "01"}
	if !reflect.DeepEqual(r.Attributes, want) || !r.From.Equal(day("2026-02-01")) || !r.To.Equal(day("2026-12-31")) {
		t.Errorf("%+v", r)
	}
}

func TestEveryWrongLineIsNamed(t *testing.T) {
	for content, want := range map[string][]string{
		"":                                      {"no heading"},
		"name\nx\n":                             {"line 1: the heading must name code"},
		"code,nameEs,code\n":                    {"two columns are named code"},
		"code,nameEs\n":                         {"no lines"},
		"\xff\xfec\x00":                         {"UTF-16"},
		"code,nameEs\nA,x\nB\nA,y\nc d,z\nE,\n": {"line 3", "line 4: the code A is in line 2", "line 5", "line 6"},
		"code,nameEs,hasta\nA,x,31-12-2026\n":   {"line 2: a date"},
		"code,nameEs,desde,hasta\nA,x,2026-02-01,2026-01-01\n": {"before validFrom"},
	} {
		_, err := read([]byte(content))
		for _, part := range want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %v does not say %q", content, err, part)
			}
		}
	}
}

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWhatAFileChanges(t *testing.T) {
	past := day("2020-12-31")
	stored := []entry{
		{Code: "SAME", NameEs: "s", NameEn: "s", From: day("1900-01-01"), Attributes: map[string]any{"n": 1.0}},
		{Code: "RENAMED", NameEs: "old", NameEn: "old", From: day("1900-01-01"), Attributes: map[string]any{}},
		{Code: "TODAY", NameEs: "old", NameEn: "old", From: day("2026-11-21"), Attributes: map[string]any{}},
		{Code: "GONE", NameEs: "g", NameEn: "g", From: day("1900-01-01"), Attributes: map[string]any{}},
		{Code: "BACK", NameEs: "b", NameEn: "b", From: day("1900-01-01"), To: &past, Attributes: map[string]any{}},
	}
	file := &list{Rows: []row{
		{Code: "SAME", NameEs: "s", NameEn: "s"}, {Code: "RENAMED", NameEs: "new", NameEn: "new"},
		{Code: "TODAY", NameEs: "new", NameEn: "new"}, {Code: "BACK", NameEs: "b", NameEn: "b", From: day("1999-01-01")},
		{Code: "ADDED", NameEs: "a", NameEn: "a", From: day("2027-01-01")},
	}}
	c := compare(stored, file, day("2026-11-21"))
	if !reflect.DeepEqual(c.Added, []string{"ADDED", "BACK"}) || !reflect.DeepEqual(c.Changed, []string{"RENAMED", "TODAY"}) ||
		!reflect.DeepEqual(c.Ended, []string{"GONE"}) || c.Unchanged != 1 {
		t.Errorf("%+v", c)
	}
	begins := map[string]string{}
	for _, e := range c.insert {
		begins[e.Code] = e.From.Format(time.DateOnly)
	}
	want := map[string]string{"RENAMED": "2026-11-21", "BACK": "2026-11-21", "ADDED": "2027-01-01"}
	if !reflect.DeepEqual(begins, want) {
		t.Errorf("versions begin on %v", begins)
	}
	for _, e := range c.end {
		if e.To.Format(time.DateOnly) != "2026-11-20" {
			t.Errorf("%s ends on %s", e.Code, e.To)
		}
	}
	if len(c.end) != 2 || len(c.replace) != 1 || len(c.remove) != 0 {
		t.Errorf("%d end, %d are replaced, %d removed", len(c.end), len(c.replace), len(c.remove))
	}
}

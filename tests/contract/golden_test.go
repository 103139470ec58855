package contract

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
)

var update = flag.Bool("update", false, "rewrite testdata/errors from the answers")

const goldenFolder = "testdata/errors"

// goldenAnswer is what a file keeps of one answer: the headers that belong to refusals, and the
// whole body, without what differs from call to call.
type goldenAnswer struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header"`
	Body   map[string]any    `json:"body"`
}

// goldenFile is one refusal in both languages.
type goldenFile struct {
	Call string       `json:"call"`
	En   goldenAnswer `json:"en"`
	Es   goldenAnswer `json:"es"`
}

var ulid = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}`)

// masked takes out of a text what differs from call to call.
func masked(text string) string {
	zone := time.FixedZone("Bogotá", -5*60*60)
	for now, mask := range map[string]string{
		enlace.URL: "https://api.example.com", time.Now().In(zone).Format(time.DateOnly): "{today}",
	} {
		text = strings.ReplaceAll(text, now, mask)
	}
	return ulid.ReplaceAllString(text, "{id}")
}

func (c goldenCase) answerIn(t *testing.T, language, key string) goldenAnswer {
	t.Helper()
	r := c.request(key)
	r.Header = map[string]string{"Accept-Language": language}
	for name, value := range c.header {
		r.Header[name] = value
	}
	answer := enlace.Call(t, r)
	p := answer.Problem(t)
	mustLeadSomewhere(t, p.Type)
	kept := goldenAnswer{Status: answer.Status, Header: map[string]string{}}
	for _, name := range []string{"Allow", "Content-Language", "Content-Type", "Retry-After", "WWW-Authenticate"} {
		if value := answer.Header.Get(name); value != "" {
			kept.Header[name] = value
		}
	}
	if err := json.Unmarshal([]byte(masked(string(answer.Body))), &kept.Body); err != nil {
		t.Fatal(err)
	}
	kept.Body["requestId"], kept.Body["traceId"] = "{requestId}", "{traceId}"
	return kept
}

// reasons are those that the body gives, for the whole and for its fields.
func (a goldenAnswer) reasons() []string {
	all := []string{a.Body["reason"].(string)}
	for _, v := range a.Body["violations"].([]any) {
		all = append(all, v.(map[string]any)["reason"].(string))
	}
	return all
}

func TestRefusalsAreThoseOfTheGoldenFiles(t *testing.T) {
	cases := goldenCases(t)
	key := theWorld(t).alpha.Key
	before := enlace.TakeSnapshot(t, "")
	for _, c := range cases {
		t.Run(c.file(), func(t *testing.T) {
			if c.prepare != nil {
				c.prepare(t)
			}
			got := goldenFile{
				Call: masked(c.method+" "+strings.SplitN(c.path, "aaaaaaaa", 2)[0]) + ": " + c.name,
				En:   c.answerIn(t, "en", key), Es: c.answerIn(t, "es-CO", key),
			}
			for _, answer := range []goldenAnswer{got.En, got.Es} {
				if !slices.Contains(answer.reasons(), c.reason) {
					t.Errorf("the answer gives %q", answer.reasons())
				}
				// Ids and days are masked.
				detail := strings.NewReplacer("{id}", "", "{today}", "").Replace(answer.Body["detail"].(string))
				if text, _ := json.Marshal(detail); bytes.ContainsAny(text, "{") {
					t.Errorf("a placeholder was left open: %s", text)
				}
			}
			compareWithGolden(t, c.file(), got)
		})
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, "")); len(changed) != 0 {
		t.Errorf("refused calls changed %s", strings.Join(changed, "; "))
	}
}

func compareWithGolden(t *testing.T, name string, got goldenFile) {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(got); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(goldenFolder, name)
	if *update {
		if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, text.Bytes()) {
		t.Errorf("%s holds\n%s\nthe answer is\n%s\n(go test ./contract -run Golden -update rewrites the files)", path, want, text.Bytes())
	}
}

// TestEveryReasonHasAGoldenFile holds that no reason is forgotten, and that no file is left over.
func TestEveryReasonHasAGoldenFile(t *testing.T) {
	files, reached := map[string]bool{}, map[string]bool{}
	for _, c := range goldenCases(t) {
		files[c.file()], reached[c.reason] = true, true
	}
	values := commonv1.Reason(0).Descriptor().Values()
	for i := 1; i < values.Len(); i++ {
		name := strings.TrimPrefix(string(values.Get(i).Name()), "REASON_")
		why, excused := outOfReach[name]
		switch {
		case reached[name] && excused:
			t.Errorf("%s has a golden file, although %s", name, why)
		case !reached[name] && !excused:
			t.Errorf("%s has no golden file", name)
		}
	}
	entries, err := os.ReadDir(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !files[entry.Name()] {
			t.Errorf("%s/%s belongs to no case", goldenFolder, entry.Name())
		}
	}
}

package edge

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzLinks holds that no path below those of secrets and of the gateway's own pages, with whatever
// form, makes the gateway answer with a 5xx or with what was sent.
func FuzzLinks(f *testing.F) {
	f.Add("GET", "/calendars/"+strings.Repeat("a", 86)+".ics", "")
	f.Add("POST", "/r/"+strings.Repeat("b", 64), "action=confirm")
	f.Add("POST", "/m/"+strings.Repeat("c", 56), "password=%zz&firstName=<script>&lastName=%00")
	f.Add("HEAD", "/m/..%2f"+strings.Repeat("c", 56), "")
	f.Add("GET", "/errors/field-violation", "")
	f.Add("GET", "/errors/%E2%80%AE", "")
	f.Add("GET", "/docs/../../etc/passwd", "")
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, method, path, form string) {
		target, err := url.Parse("http://localhost" + path)
		if err != nil || !strings.HasPrefix(path, "/") {
			t.Skip()
		}
		r := httptest.NewRequest("GET", "/", strings.NewReader(form))
		r.Method, r.URL = method, target
		r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"text/html"}}
		answer := w.direct(r)
		mustNotFail(t, answer)
		if strings.Contains(form, "<s") && strings.Contains(answer.body, form) {
			t.Errorf("the form is answered as it came: %s", answer.body)
		}
	})
}

package openapi

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"github.com/chromedp/chromedp"
)

// What of Swagger UI's page the test uses.
const (
	operation = "#operations-Patient-createPatient"
	tryOut    = operation + " .try-out__btn"
	bodyText  = operation + " textarea.body-param__text"
	execute   = operation + " .execute"
	answered  = operation + " .live-responses-table .response .response-col_status"
	content   = operation + " .live-responses-table .response .highlight-code code"
)

func TestThePageOfTheDocumentationRegistersAPatient(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Viewer")
	browser, page := openBrowser(t)
	err := chromedp.Do(browser,
		chromedp.Navigate(enlace.URL+"/docs"),
		chromedp.WaitVisible(operation),
		// The key, once for the whole page.
		chromedp.Click(".scheme-container .authorize"),
		chromedp.SendKeys(".auth-container input", clinic.Key, chromedp.NodeVisible),
		chromedp.Click(".auth-btn-wrapper .authorize"),
		chromedp.Click(".auth-btn-wrapper .btn-done"),
		chromedp.Click(operation+" .opblock-summary-control"),
		chromedp.Click(tryOut, chromedp.NodeVisible),
		chromedp.WaitVisible(bodyText),
	)
	must(t, err, page)
	body, err := chromedp.Run(browser, chromedp.Value(bodyText))
	must(t, err, page)
	must(t, chromedp.Do(browser, chromedp.Click(execute), chromedp.WaitVisible(answered)), page)
	status, err := chromedp.Run(browser, chromedp.Text(answered))
	must(t, err, page)
	answer, err := chromedp.Run(browser, chromedp.TextContent(content))
	must(t, err, page)
	var sent, got stack.Object
	if err := json.Unmarshal([]byte(body), &sent); err != nil || sent.Text("docNumber") != "1032456789" {
		t.Fatalf("the page offers to send %s (%v)", body, err)
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil || strings.TrimSpace(status) != "201" {
		t.Fatalf("the page shows %s: %s (%v)", status, answer, err)
	}
	if patient := clinic.Must(t, 200, "GET", "/v1/patients/"+got.Text("id"), nil); patient.Text("docNumber") != sent.Text("docNumber") {
		t.Errorf("the patient is %v", patient)
	}
	if complaints := page.complaints(); complaints != "" {
		t.Error(complaints)
	}
}

func TestThePageReachesNothingButItsGateway(t *testing.T) {
	policy := enlace.Call(t, stack.Request{Method: "GET", Path: "/docs"}).Header.Get("Content-Security-Policy")
	for _, directive := range []string{"default-src 'none'", "connect-src 'self'", "script-src 'self'"} {
		if !strings.Contains(policy, directive+";") {
			t.Errorf("the policy %q lacks %s", policy, directive)
		}
	}
	browser, page := openBrowser(t)
	must(t, chromedp.Do(browser, chromedp.Navigate(enlace.URL+"/docs"), chromedp.WaitVisible(operation)), page)
	refused, err := chromedp.Run(browser, chromedp.Evaluate[bool](`new Promise(done => {
		addEventListener("securitypolicyviolation", () => done(true), {once: true});
		fetch("http://localhost:1/").then(() => done(false), () => {});
	})`, awaitPromise))
	if err != nil || !refused {
		t.Fatalf("a script could reach another host: %v %v", refused, err)
	}
	for _, url := range page.requested() {
		if !strings.HasPrefix(url, enlace.URL+"/") && !strings.HasPrefix(url, "data:") && url != "http://localhost:1/" {
			t.Errorf("the page asks for %s", url)
		}
	}
}

func must(t *testing.T, err error, page *watch) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v\n%s", err, page.complaints())
	}
}

// openBrowser starts a headless Chromium that ends with the test.
func openBrowser(t *testing.T) (context.Context, *watch) {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"),
		chromedp.WindowSize(1280, 2400),
		// Chromium itself calls home otherwise; nothing but the gateway is to be found.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	// Its sandbox refuses to work for root.
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	w := &watch{}
	browser, closeBrowser := chromedp.NewContext(allocator, chromedp.WithListener(w.note))
	t.Cleanup(closeBrowser)
	browser, cancel := context.WithTimeout(browser, 60*time.Second)
	t.Cleanup(cancel)
	return browser, w
}

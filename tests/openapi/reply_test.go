package openapi

import (
	"testing"

	"enlace.dev/tests/stack"
	"github.com/chromedp/chromedp"
)

func TestThePageOfAReplyLinkConfirmsAndCancelsInABrowser(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Replies")
	_, number := clinic.NewPatient(t)
	id := clinic.NewAppointment(t, number)
	link := clinic.Must(t, 200, "POST", "/v1/appointments/"+id+"/reply-link", stack.Object{}).Text("url")
	browser, page := openBrowser(t)
	state := func() string { return clinic.Must(t, 200, "GET", "/v1/appointments/"+id, nil).Text("state") }
	must(t, chromedp.Do(browser, chromedp.Navigate(link), chromedp.WaitVisible(`button[value=confirm]`)), page)
	if got := state(); got != "SCHEDULED" {
		t.Errorf("opening the page made it %s", got)
	}
	must(t, chromedp.Do(browser, chromedp.Click(`button[value=confirm]`), chromedp.WaitNotPresent(`button[value=confirm]`)), page)
	if got := state(); got != "CONFIRMED" {
		t.Errorf("after the button it is %s", got)
	}
	must(t, chromedp.Do(browser, chromedp.Click(`button[value=cancel]`), chromedp.WaitNotPresent(`button[value=cancel]`)), page)
	if got := state(); got != "CANCELLED" {
		t.Errorf("after the other button it is %s", got)
	}
	if complaints := page.complaints(); complaints != "" {
		t.Error(complaints)
	}
}

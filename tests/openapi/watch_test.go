package openapi

import (
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// watch notes what a page asks for, and what it complains of on the console.
type watch struct {
	mutex  sync.Mutex
	urls   []string
	errors []string
}

func (w *watch) note(event any) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.urls = append(w.urls, e.Request.URL)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			w.errors = append(w.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		w.errors = append(w.errors, fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.Exception.Description))
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning {
			return
		}
		for _, argument := range e.Args {
			w.errors = append(w.errors, fmt.Sprint(string(argument.Value), argument.Description))
		}
	}
}

// complaints are the errors and warnings so far, a line each.
func (w *watch) complaints() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return strings.Join(w.errors, "\n")
}

func (w *watch) requested() []string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return append([]string(nil), w.urls...)
}

// awaitPromise makes an evaluation wait for the promise that it gives.
func awaitPromise(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }

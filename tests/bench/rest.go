package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// RESTWorkload is one kind of HTTP request.
type RESTWorkload struct {
	Name, Title string
	Make        func(base string, t Tenant) (*http.Request, error)
}

// RESTWorkloads go through a gateway.
var RESTWorkloads = []RESTWorkload{
	{"rest-get", "REST get", func(base string, t Tenant) (*http.Request, error) {
		return http.NewRequest("GET", base+"/v1/patients/"+seededID(anyOf(t.FirstPatient, t.Patients)), nil)
	}},
	{"rest-create", "REST create", createRequest},
	{"rest-list", "REST list of 50", func(base string, _ Tenant) (*http.Request, error) {
		return http.NewRequest("GET", base+"/v1/patients?pageSize=50", nil)
	}},
}

func anyOf(first, count int64) int64 { return first + rand.Int64N(count) }

func createRequest(base string, _ Tenant) (*http.Request, error) {
	number := anyOf(100_000_000_000, 900_000_000_000)
	body := fmt.Sprintf(`{"eventType":"PATIENT","actionType":"CREATE","firstName":"María","secondName":"José",`+
		`"lastName":"Rodríguez","secondLastName":"Pérez","birthDate":"1990-04-12","genderId":"F",`+
		`"docTypeId":"CC","docNumber":"%d","phones":["+57310%d"],"email":"p%d@example.com",`+
		`"epsId":"EPS005","habeasData":true,`+
		`"customFields":{"crmId":"crm-%d","plan":"gold","visits":3,"consent":true}}`,
		number, anyOf(1_000_000, 9_000_000), number, number)
	request, err := http.NewRequest("POST", base+"/v1/patients", strings.NewReader(body))
	if err == nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, err
}

// REST measures a workload at a gateway, over as many kept connections as there are calls at once.
func (b *Bench) REST(ctx context.Context, w RESTWorkload, base string, tenants []Tenant, l Load) (Slice, error) {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		MaxIdleConnsPerHost: l.Concurrency, MaxConnsPerHost: l.Concurrency}}
	defer client.CloseIdleConnections()
	loop := &restLoop{client: client, workload: w, base: base, tenants: tenants}
	for range l.Concurrency {
		loop.running.Add(1)
		go loop.run(ctx)
	}
	time.Sleep(l.WarmUp)
	before, err := b.Watched.Take(0)
	if err != nil {
		return Slice{}, err
	}
	loop.counting.Store(true)
	time.Sleep(l.Measured)
	after, err := b.Watched.Take(0)
	if err != nil {
		return Slice{}, err
	}
	loop.ended.Store(true)
	loop.running.Wait()
	slice := loop.slice
	slice.Used = after.Since(before, runtime.NumCPU())
	if loop.failure != nil {
		return Slice{}, loop.failure
	}
	if slice.Count == 0 {
		return Slice{}, fmt.Errorf("%s got no answer", w.Name)
	}
	return slice, nil
}

type restLoop struct {
	client   *http.Client
	workload RESTWorkload
	base     string
	tenants  []Tenant
	running  sync.WaitGroup

	counting, ended atomic.Bool

	mutex   sync.Mutex
	slice   Slice
	failure error
}

func (r *restLoop) run(ctx context.Context) {
	defer r.running.Done()
	for !r.ended.Load() {
		start := time.Now()
		err := r.call(ctx)
		r.mutex.Lock()
		if err != nil && r.failure == nil {
			r.failure = err
		} else if err == nil && r.counting.Load() && !r.ended.Load() {
			r.slice.Count++
			r.slice.Latencies.Add(time.Since(start).Nanoseconds())
		}
		failed := r.failure != nil
		r.mutex.Unlock()
		if failed {
			return
		}
	}
}

func (r *restLoop) call(ctx context.Context) error {
	tenant := weighted(r.tenants)
	request, err := r.workload.Make(r.base, tenant)
	if err != nil {
		return err
	}
	request.Header.Set("X-Api-Key", tenant.Key)
	response, err := r.client.Do(request.WithContext(ctx))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err == nil && response.StatusCode/100 != 2 {
		err = fmt.Errorf("%s answered %s: %s", r.workload.Name, response.Status, body)
	}
	return err
}

func weighted(tenants []Tenant) Tenant {
	total := 0
	for _, t := range tenants {
		total += t.Weight
	}
	left := rand.IntN(total)
	for _, t := range tenants {
		if left -= t.Weight; left < 0 {
			return t
		}
	}
	return tenants[0]
}

// StartBare starts the bare grpc-gateway on a free port before the same services.
func (e *Enlace) StartBare(program string) (base string, process *os.Process, err error) {
	settings, err := e.Environment("gateway")
	if err != nil {
		return "", nil, err
	}
	run := exec.Command(program, settings["ENLACE_PATIENT_ADDRESS"])
	// As the gateway sets it for itself: a collector that runs less often is no merit of the edge.
	run.Env = append(os.Environ(), "GOGC=400")
	run.Stderr = os.Stderr
	out, err := run.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := run.Start(); err != nil {
		return "", nil, fmt.Errorf("%s: %w", filepath.Base(program), err)
	}
	var address string
	if _, err := fmt.Fscanln(out, &address); err != nil {
		_ = run.Process.Kill()
		return "", nil, fmt.Errorf("%s said no address: %w", filepath.Base(program), err)
	}
	return "http://" + address, run.Process, nil
}

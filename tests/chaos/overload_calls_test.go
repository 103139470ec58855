package chaos

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

const (
	// hangs is longer than any call may last.
	hangs = 10 * time.Second
	// flood is how many calls one clinic makes at once.
	flood = 500
)

// ask reads the patient of a clinic once, and says what came of it.
type ask func(*reader) result

// reader is a clinic that reads its own patient.
type reader struct{ key, patient string }

// result of one call. One that is neither answered nor refused as promised has a fault.
type result struct {
	answered bool
	// again is when a refused call is to be repeated.
	again time.Duration
	// code is what a refused call was refused by.
	code  string
	fault string
	took  time.Duration
}

func newReaders(t *testing.T, count int) []*reader {
	t.Helper()
	all := make([]*reader, count)
	for i := range all {
		clinic := enlace.NewClinic(t, fmt.Sprintf("Overload %d", i))
		id, _ := clinic.NewPatient(t)
		all[i] = &reader{clinic.Key, id}
	}
	return all
}

// overGRPC asks the service itself, over several connections in turn.
func overGRPC(t *testing.T) ask {
	t.Helper()
	var clients []patientv1.PatientServiceClient
	for range 8 {
		conn, err := grpc.NewClient(enlace.Address(stack.Patient), grpc.WithTransportCredentials(enlace.Credentials(t, stack.Operator)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		clients = append(clients, patientv1.NewPatientServiceClient(conn))
	}
	var turn atomic.Uint64
	return func(r *reader) result {
		ctx, cancel := context.WithTimeout(context.Background(), hangs)
		defer cancel()
		ctx = metadata.AppendToOutgoingContext(ctx, "x-api-key", r.key)
		began := time.Now()
		_, err := clients[turn.Add(1)%uint64(len(clients))].GetPatient(ctx, &patientv1.GetPatientRequest{Id: r.patient})
		o := result{answered: err == nil, took: time.Since(began)}
		if err == nil {
			return o
		}
		o.code, o.again = status.Code(err).String(), stack.RefusalOf(err).RetryAfter
		if status.Code(err) != codes.ResourceExhausted || o.again <= 0 {
			o.fault = err.Error()
		}
		return o
	}
}

// overREST asks the gateway, over kept connections.
func overREST(t *testing.T) ask {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 2 * flood}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport, Timeout: hangs}
	return func(r *reader) result {
		request, err := http.NewRequest("GET", enlace.URL+"/v1/patients/"+r.patient, nil)
		if err != nil {
			return result{fault: err.Error()}
		}
		request.Header.Set("X-Api-Key", r.key)
		began := time.Now()
		answer, err := client.Do(request)
		if err != nil {
			return result{fault: err.Error()}
		}
		o := result{answered: answer.StatusCode == http.StatusOK, took: time.Since(began)}
		_ = answer.Body.Close()
		if o.answered {
			return o
		}
		o.code = strconv.Itoa(answer.StatusCode)
		o.again, err = time.ParseDuration(answer.Header.Get("Retry-After") + "s")
		if err != nil || !slices.Contains([]int{http.StatusTooManyRequests, http.StatusServiceUnavailable}, answer.StatusCode) {
			o.fault = fmt.Sprintf("status %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
		}
		return o
	}
}

// transport is a way to a service.
type transport struct {
	name string
	call ask
}

func transports(t *testing.T) []transport {
	return []transport{{"gRPC", overGRPC(t)}, {"REST", overREST(t)}}
}

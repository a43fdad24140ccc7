package faulttest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// balancer stands in front of the replicas as an operator's does: TLS ends here, deliveries go
// to those that are ready in turn, and to the next where one cannot be connected to. Where none
// is ready they are asked all the same.
type balancer struct {
	*httptest.Server
	client *http.Client
	stop   context.CancelFunc
	looks  sync.WaitGroup

	mu       sync.Mutex
	replicas []*replica
	up       map[*replica]bool
	turn     int
	answers  map[int]int // of replicas, by status
	hurried  int         // 503 without Retry-After
}

func newBalancer(t testing.TB) *balancer {
	ctx, stop := context.WithCancel(context.Background())
	b := &balancer{stop: stop, up: map[*replica]bool{}, answers: map[int]int{}}
	b.client = &http.Client{Timeout: 12 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	b.Server = httptest.NewTLSServer(b)
	b.looks.Go(func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				b.look()
			}
		}
	})
	t.Cleanup(func() {
		b.stop()
		b.looks.Wait()
		b.client.CloseIdleConnections()
		b.Close()
	})
	return b
}

// add puts a replica behind the balancer.
func (b *balancer) add(r *replica) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.replicas = append(b.replicas, r)
}

// look asks all replicas whether they are ready.
func (b *balancer) look() {
	b.mu.Lock()
	all := b.replicas
	b.mu.Unlock()
	var asked sync.WaitGroup
	for _, r := range all {
		asked.Go(func() {
			up := r.probe("/readyz/http") == http.StatusOK
			b.mu.Lock()
			b.up[r] = up
			b.mu.Unlock()
		})
	}
	asked.Wait()
}

// next returns the replicas to try, in order.
func (b *balancer) next() (list []*replica) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn++
	for _, ready := range []bool{true, false} {
		for i := range b.replicas {
			if r := b.replicas[(b.turn+i)%len(b.replicas)]; b.up[r] == ready {
				list = append(list, r)
			}
		}
	}
	return list
}

func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "no body", http.StatusBadRequest)
		return
	}
	for _, to := range b.next() {
		request, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+to.listen+r.URL.Path, bytes.NewReader(body))
		if err != nil {
			break
		}
		request.Header = r.Header.Clone()
		answer, err := b.client.Do(request)
		var network *net.OpError
		if errors.As(err, &network) && network.Op == "dial" {
			continue
		}
		if err != nil {
			break // nobody knows what has been done
		}
		b.hand(w, answer)
		return
	}
	http.Error(w, "no replica", http.StatusBadGateway)
}

func (b *balancer) hand(w http.ResponseWriter, answer *http.Response) {
	defer answer.Body.Close()
	b.mu.Lock()
	b.answers[answer.StatusCode]++
	if answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") == "" {
		b.hurried++
	}
	b.mu.Unlock()
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body) // who has gone away asks again
}

// answered returns how often a replica answered with a status.
func (b *balancer) answered(status int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.answers[status]
}

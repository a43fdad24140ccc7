package faulttest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// wire is the way of a replica to the database, with what toxiproxy does to it.
type wire struct {
	t testing.TB
	*toxiproxy.Proxy
	url string
}

// newWire lays a way to a database.
func newWire(t testing.TB, database string) *wire {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	p := toxiproxy.NewProxy(server, "database", "127.0.0.1:0", u.Host)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	u.Host = p.Listen
	return &wire{t: t, Proxy: p, url: u.String()}
}

// spoil does something to these directions, until mend.
func (w *wire) spoil(kind string, attributes map[string]any, streams ...string) {
	w.t.Helper()
	for _, stream := range streams {
		toxic, err := json.Marshal(map[string]any{"name": stream, "type": kind, "stream": stream, "attributes": attributes})
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := w.Toxics.AddToxicJson(bytes.NewReader(toxic)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// mend takes away what spoil did.
func (w *wire) mend() { w.Toxics.ResetToxics(context.Background()) }

// cut breaks all connections; new ones can be made at once.
func (w *wire) cut() {
	w.t.Helper()
	w.Stop()
	if err := w.Start(); err != nil {
		w.t.Fatal(err)
	}
}

// wired makes a world with replicas that have a way each to their database.
func wired(t testing.TB, replicas int) (w *world, wires []*wire) {
	t.Helper()
	database := database(t)
	w = newWorld(t)
	w.database, w.front = database, newBalancer(t)
	for range replicas {
		way := newWire(t, database)
		wires = append(wires, way)
		w.add("HSPBOT_DATABASE_URL=" + way.url)
	}
	w.run()
	return w, wires
}

// TestFaultConnectionsCut breaks the connections of the replicas to the database again and
// again.
func TestFaultConnectionsCut(t *testing.T) {
	t.Parallel()
	w, wires := wired(t, 2)
	c := w.crowd(either(16, 60))
	c.begin()
	times := either(6, 60)
	for n := range times {
		<-time.After(400 * time.Millisecond)
		from := time.Now().Add(-settles)
		wires[n%2].cut()
		w.losing(span{from, time.Now().Add(settles)})
	}
	c.end()
	t.Logf("connections of a replica cut %d times: %s", times, w.finish(c))
}

// TestFaultSlowDatabase lets each answer of the database come 300 ms late.
func TestFaultSlowDatabase(t *testing.T) {
	t.Parallel()
	w, wires := wired(t, 2)
	c := w.crowd(either(8, 60))
	for _, way := range wires {
		way.spoil("latency", map[string]any{"latency": 300, "jitter": 50}, "downstream")
	}
	c.begin()
	<-time.After(either(time.Second, 30*time.Second))
	ready := 0
	for _, r := range w.replicas {
		if status, _ := r.look("/readyz", 5*time.Second); status == 200 {
			ready++
		}
	}
	c.end()
	for _, way := range wires {
		way.mend()
	}
	t.Logf("database 300 ms away, %d of 2 replicas say that they are ready: %s", ready, w.finish(c))
}

// TestFaultPartition takes the database away from one of two replicas, without a word: its
// connections stay and nothing comes. It must not post what the other one has taken over, and
// goes on when the database is back.
func TestFaultPartition(t *testing.T) {
	t.Parallel()
	w, wires := wired(t, 2)
	c := w.crowd(either(16, 60))
	c.begin()
	for n := range either(1, 4) {
		<-time.After(time.Second)
		from := time.Now().Add(-settles)
		wires[n%2].spoil("timeout", map[string]any{"timeout": 0}, "upstream", "downstream")
		w.losing(span{from, time.Now().Add(settles)})
		if !until(10*time.Second, func() bool { return w.replicas[n%2].probe("/readyz") != 200 }) {
			t.Error("a replica without a database is ready")
		}
		<-time.After(15 * time.Second) // of partition
		wires[n%2].mend()
		began := time.Now()
		w.replicas[n%2].ready()
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("the replica is ready only after %v", took)
		}
	}
	c.end()
	t.Logf("one of 2 replicas without the database for 15 s, %d times: %s", either(1, 4), w.finish(c))
}

package wire

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestAnswers holds for each sort of delivery what Slack hears.
func TestAnswers(t *testing.T) {
	reply := func(context.Context, Payload) (Reply, error) {
		return Reply{Body: map[string]string{"text": "hello"}}, nil
	}
	unwritable := func(context.Context, Payload) (Reply, error) { return Reply{Body: func() {}}, nil }
	const hello, empty = `{"text":"hello"}`, ""
	type answer struct {
		status int
		body   string
	}
	busy := answer{503, "try again\n"}
	for _, sort := range []struct {
		path, body             string
		taken, troubled, plain answer
	}{
		{"/events", eventBody(t), answer{200, empty}, busy, answer{200, empty}},
		{"/commands", commandBody(t), answer{200, hello}, answer{200, `{"text":"trouble with a command"}`}, answer{200, empty}},
		{"/interactions", interactionBody(t, "submission"), answer{200, hello}, answer{200, `{"text":"trouble with a submission"}`}, answer{200, empty}},
		{"/interactions", interactionBody(t, "action_button"), answer{200, empty}, busy, answer{200, empty}},
		{"/interactions", interactionBody(t, "closed"), answer{200, empty}, answer{200, empty}, answer{200, empty}},
		{"/events", string(document(t, "event_own_message.json")), answer{200, empty}, answer{200, empty}, answer{200, empty}},
	} {
		for _, test := range []struct {
			name string
			do   func(context.Context, Payload) (Reply, error)
			want answer
		}{
			{"reply", reply, sort.taken}, {"nothing to say", nil, sort.plain}, {"reply that is no JSON", unwritable, sort.plain},
			{"fails", fails, sort.troubled}, {"panics", panics, sort.troubled}, {"hangs", hangs, sort.troubled},
		} {
			synctest.Test(t, func(t *testing.T) {
				log := &testLog{}
				h := Handler(oneSecret, &recorder{do: test.do}, Options{Log: log.logger()})
				began := time.Now()
				w := do(h, request(sort.path, sort.body))
				if got := (answer{w.Code, w.Body.String()}); got != test.want {
					t.Errorf("%s %s: %v, want %v", sort.path, test.name, got, test.want)
				}
				if took := time.Since(began); took > 2500*time.Millisecond {
					t.Errorf("%s %s: answered after %v", sort.path, test.name, took)
				}
				log.holdsNothingPersonal(t)
				time.Sleep(time.Minute) // what hangs ends
			})
		}
	}
}

// TestLateTakeGoesOn: what was answered for lateness is still taken, for a minute at most,
// though the request is over.
func TestLateTakeGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var after time.Duration
		began := time.Now()
		d := &recorder{do: func(ctx context.Context, p Payload) (Reply, error) {
			<-ctx.Done()
			after = time.Since(began)
			return Reply{}, ctx.Err()
		}}
		h := Handler(oneSecret, d, Options{AckTimeout: time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		first := request("/commands", commandBody(t))
		w := do(h, first.WithContext(ctx))
		cancel()
		if w.Code != 200 || time.Since(began) != time.Second {
			t.Errorf("%d after %v", w.Code, time.Since(began))
		}
		// As long as it is under way, it does not begin again.
		again := request("/commands", commandBody(t))
		again.Header = first.Header.Clone()
		if do(h, again); d.count() != 1 {
			t.Errorf("taken %d times at once", d.count())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if after != time.Minute {
			t.Errorf("it ended after %v", after)
		}
		again.Body = io.NopCloser(strings.NewReader(commandBody(t)))
		if do(h, again); d.count() != 2 {
			t.Errorf("what failed late was taken %d times", d.count())
		}
		time.Sleep(time.Minute)
	})
}

// TestManyUnderWay: deliveries whose Take hangs do not pile up without end.
func TestManyUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var away atomic.Bool
		away.Store(true)
		d := &recorder{do: func(ctx context.Context, p Payload) (Reply, error) {
			if away.Load() {
				return hangs(ctx, p)
			}
			return Reply{}, nil
		}}
		h := Handler(oneSecret, d, Options{AckTimeout: time.Millisecond})
		for i := range maxInFlight + 50 {
			body := strings.Replace(eventBody(t), "Ev0MESSAGE", "Ev"+strconv.Itoa(i), 1)
			body = strings.ReplaceAll(body, "U0PERSON1", "U"+strconv.Itoa(i)) // those of one person wait for each other
			if w := do(h, request("/events", body)); w.Code != 503 {
				t.Fatalf("delivery %d: %d", i, w.Code)
			}
		}
		if d.count() != maxInFlight {
			t.Errorf("%d were under way", d.count())
		}
		time.Sleep(2 * time.Minute)
		away.Store(false)
		if w := do(h, request("/events", eventBody(t))); w.Code != 200 {
			t.Errorf("afterwards: %d", w.Code)
		}
	})
}

// TestBehindAHang: who waits behind a Take that hangs is answered in time, and a minute after
// the last of them came everything is as before.
func TestBehindAHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var away atomic.Bool
		away.Store(true)
		d := &recorder{do: func(ctx context.Context, p Payload) (Reply, error) {
			if away.Load() {
				return hangs(ctx, p)
			}
			return Reply{}, nil
		}}
		h := Handler(oneSecret, d, Options{})
		for i := range 10 {
			body := strings.Replace(eventBody(t), "Ev0MESSAGE", "Ev"+strconv.Itoa(i), 1)
			began := time.Now()
			if w := do(h, request("/events", body)); w.Code != 503 || time.Since(began) != 2500*time.Millisecond {
				t.Errorf("delivery %d: %d after %v", i, w.Code, time.Since(began))
			}
		}
		time.Sleep(time.Minute)
		away.Store(false)
		began := time.Now()
		if w := do(h, request("/events", eventBody(t))); w.Code != 200 || time.Since(began) != 0 {
			t.Errorf("afterwards: %d after %v", w.Code, time.Since(began))
		}
	})
}

// TestSlowBody: a request whose body does not come to an end is answered all the same.
func TestSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newMemoryNetwork()
		s := &http.Server{Handler: Handler(oneSecret, &recorder{}, Options{})}
		go s.Serve(p)
		defer p.Close()
		defer s.Close()
		for name, body := range map[string]func(w io.Writer) error{
			"nothing more": func(io.Writer) error { return nil },
			"a byte a second": func(w io.Writer) error {
				for {
					if _, err := w.Write([]byte("x")); err != nil {
						return err
					}
					time.Sleep(time.Second)
				}
			},
		} {
			conn, err := p.dial(t.Context(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			go func() {
				signature, timestamp := sign(secret, "x", time.Now())
				fmt.Fprintf(conn, "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"+
					"X-Slack-Signature: %s\r\nX-Slack-Request-Timestamp: %s\r\n\r\n{", signature, timestamp)
				body(conn)
			}()
			answer := make([]byte, 12)
			io.ReadFull(conn, answer)
			if string(answer) != "HTTP/1.1 408" || time.Since(began) > 3*time.Second {
				t.Errorf("%s: %q after %v", name, answer, time.Since(began))
			}
			conn.Close()
			time.Sleep(2 * time.Second)
		}
	})
}

// TestServed: over a connection that is kept, deliveries are answered one after the other, the
// ones that hang too.
func TestServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newMemoryNetwork()
		s := &http.Server{Handler: Handler(oneSecret, &recorder{do: hangs}, Options{})}
		go s.Serve(p)
		transport := &http.Transport{DialContext: p.dial}
		client := &http.Client{Transport: transport}
		for i := range 20 {
			body := strings.Replace(eventBody(t), "Ev0MESSAGE", "Ev"+strconv.Itoa(i), 1)
			r := request("/events", body)
			r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", "bot.test"
			w, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, w.Body); err != nil || w.StatusCode != 503 {
				t.Errorf("delivery %d: %d, %v", i, w.StatusCode, err)
			}
			w.Body.Close()
			time.Sleep(10 * time.Second)
		}
		transport.CloseIdleConnections()
		s.Close()
		p.Close()
		time.Sleep(time.Minute)
	})
}

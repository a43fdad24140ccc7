package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// commandJSON is the command of the documents as Socket Mode has it.
func commandJSON(t *testing.T) []byte {
	b, err := json.Marshal(map[string]any{"token": "unused", "team_id": "T0HOME001", "enterprise_id": "E0GRID001",
		"channel_id": "C0GENERAL", "channel_name": "general", "user_id": "U0PERSON1", "command": "/hsp", "text": "ja &lt;fast&gt;",
		"is_enterprise_install": "true", "response_url": "https://hooks.example.com/commands/1", "trigger_id": "1000.2000.cccc"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSocketReadsTheSame: what comes over Socket Mode is read as what comes over HTTP.
func TestSocketReadsTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		r := run(t, d, Options{})
		l := <-r.links
		l.deliver("1", "slash_commands", commandJSON(t))
		l.hears()
		l.deliver("2", "events_api", document(t, "event_message.json"))
		l.hears()
		l.deliver("3", "interactive", document(t, "action_button.json"))
		l.hears()
		over := &desk{}
		h := Handler(one, over, Options{})
		do(h, request("/commands", commandBody(t)))
		do(h, request("/events", eventBody(t)))
		do(h, request("/interactions", interactionBody(t, "action_button")))
		if len(over.taken) != 3 || !reflect.DeepEqual(d.taken, over.taken) {
			t.Errorf("\nsocket %+v\n  http %+v", d.taken, over.taken)
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketAnswers holds for each sort of delivery what Slack hears over Socket Mode.
func TestSocketAnswers(t *testing.T) {
	reply := func(context.Context, Payload) (Reply, error) {
		return Reply{Body: map[string]string{"text": "hello"}}, nil
	}
	large := func(context.Context, Payload) (Reply, error) { return Reply{Body: strings.Repeat("x", 20<<10)}, nil }
	largest := func(context.Context, Payload) (Reply, error) { return Reply{Body: strings.Repeat("x", 20_000)}, nil }
	unwritable := func(context.Context, Payload) (Reply, error) { return Reply{Body: func() {}}, nil }
	const none, acked, hello = "none", "", `{"text":"hello"}`
	for _, sort := range []struct {
		name, kind      string
		body            []byte
		taken, troubled string
	}{
		{"event", "events_api", document(t, "event_message.json"), acked, none},
		{"command", "slash_commands", commandJSON(t), hello, `{"text":"trouble with a command"}`},
		{"submission", "interactive", document(t, "submission.json"), hello, `{"text":"trouble with a submission"}`},
		{"press", "interactive", document(t, "action_button.json"), acked, none},
		{"closed view", "interactive", document(t, "closed.json"), acked, acked},
		{"own message", "events_api", document(t, "event_own_message.json"), acked, acked},
		{"unknown event", "events_api", document(t, "event_unknown.json"), acked, acked},
	} {
		full := acked
		if sort.taken == hello {
			full = `"` + strings.Repeat("x", 20_000) + `"`
		}
		for _, test := range []struct {
			name string
			do   func(context.Context, Payload) (Reply, error)
			want string
		}{
			{"reply", reply, sort.taken}, {"nothing to say", nil, acked}, {"too large a reply", large, acked},
			{"large reply", largest, full}, {"reply that is no JSON", unwritable, acked},
			{"fails", fails, sort.troubled}, {"panics", panics, sort.troubled}, {"hangs", hangs, sort.troubled},
		} {
			synctest.Test(t, func(t *testing.T) {
				r := run(t, &desk{do: test.do}, Options{})
				l := <-r.links
				began := time.Now()
				l.deliver("E1", sort.kind, sort.body)
				got := l.hears()
				took := time.Since(began)
				switch {
				case test.want == none && got.ID != "":
					t.Errorf("%s %s: acknowledged", sort.name, test.name)
				case test.want != none && (got.ID != "E1" || string(got.Payload) != test.want || took > 2500*time.Millisecond):
					t.Errorf("%s %s: %q %.100s after %v, want %.100s", sort.name, test.name, got.ID, got.Payload, took, test.want)
				}
				if err := r.ends(); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Minute)
			})
		}
	}
}

// TestSocketBadMessages: what the library cannot decode is read here if it can be, and
// acknowledged if not; what is no envelope does no harm.
func TestSocketBadMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		r := run(t, d, Options{})
		l := <-r.links
		l.deliver("readable", "interactive", []byte(strings.Replace(string(document(t, "action_button.json")),
			`"type": "message",`, `"type": 7, "blocks": 8,`, 1)))
		if a := l.hears(); a.ID != "readable" || d.count() != 1 {
			t.Errorf("a message with an odd block: %q, taken %d times", a.ID, d.count())
		}
		for _, bad := range []struct{ id, kind, payload string }{
			{"b1", "events_api", `{"type":"event_callback","event":{"type":"message","blocks":7,"text":"Jerry"}}`},
			{"b2", "interactive", `[1]`}, {"b3", "slash_commands", `"Jerry"`}, {"b4", "of_the_future", `{"text":"Jerry"}`},
			{"b5", "events_api", `null`},
		} {
			l.deliver(bad.id, bad.kind, []byte(bad.payload))
			if a := l.hears(); a.ID != bad.id || a.Payload != nil {
				t.Errorf("%s: %q %s", bad.id, a.ID, a.Payload)
			}
		}
		for _, none := range []string{`[]`, `7`, `{"Jerry`, `{"type":"events_api","payload":{"text":"Jerry"}}`, `{}`} {
			l.send(none)
		}
		l.deliver("after", "events_api", document(t, "event_message.json"))
		if a := l.hears(); a.ID != "after" || d.count() != 2 {
			t.Errorf("after all that: %q, taken %d times", a.ID, d.count())
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
		if !strings.Contains(r.log.String(), "cannot be read") {
			t.Error("nothing is logged")
		}
	})
}

// TestSocketOrder: those of a person are taken one after the other as they came, and a slow
// one holds nobody else up.
func TestSocketOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{do: func(ctx context.Context, p Payload) (Reply, error) {
			if p.User == "U1" {
				time.Sleep(200 * time.Millisecond)
			}
			return Reply{}, nil
		}}
		r := run(t, d, Options{})
		l := <-r.links
		message := func(user, text string) []byte {
			return fmt.Appendf(nil, `{"type":"event_callback","event_id":"Ev%s","event":{"type":"message","channel":"D%s","user":"%s","text":"%s"}}`,
				user+text, user, user, text)
		}
		const each = 10
		for i := range each {
			l.deliver(fmt.Sprint("slow", i), "events_api", message("U1", fmt.Sprint(i)))
		}
		for i := range 200 {
			l.deliver(fmt.Sprint("quick", i), "events_api", message(fmt.Sprint("V", i), "x"))
		}
		var slow []string
		for i := range each + 200 {
			a := l.hears()
			if strings.HasPrefix(a.ID, "slow") {
				slow = append(slow, a.ID)
			}
			if i == 199 && len(slow) > 1 {
				t.Errorf("the quick ones waited for %d slow ones", len(slow))
			}
		}
		if len(slow) != each {
			t.Fatalf("acknowledged %v", slow)
		}
		for i, id := range slow {
			if id != fmt.Sprint("slow", i) {
				t.Errorf("order %v", slow)
				break
			}
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketBehindAHang: who waits behind a Take that hangs is answered in time, and what was
// given up is not taken afterwards.
func TestSocketBehindAHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{do: hangs}
		r := run(t, d, Options{})
		l := <-r.links
		for i := range 3 {
			l.deliver(fmt.Sprint(i), "slash_commands", []byte(strings.Replace(string(commandJSON(t)), "cccc", fmt.Sprint("c", i), 1)))
		}
		began := time.Now()
		for range 3 {
			if a := l.hears(); !strings.Contains(string(a.Payload), "trouble") || time.Since(began) > 2500*time.Millisecond {
				t.Errorf("%s %s after %v", a.ID, a.Payload, time.Since(began))
			}
		}
		time.Sleep(5 * time.Minute)
		if d.count() != 1 {
			t.Errorf("%d were taken", d.count())
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketReconnects after Slack asks for it, after a close and after a loss; deliveries
// go on over the new connection.
func TestSocketReconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		r := run(t, d, Options{})
		for i, lose := range []func(*link){
			func(l *link) { l.send(`{"type":"disconnect","reason":"refresh_requested","debug_info":{"host":"x"}}`) },
			func(l *link) {
				l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseGoingAway, ""), time.Now().Add(time.Second))
			},
			func(l *link) { l.conn.Close() },
			func(l *link) {},
		} {
			l := <-r.links
			l.deliver("E", "events_api", document(t, "event_message.json"))
			if a := l.hears(); a.ID != "E" || d.count() != i+1 {
				t.Errorf("connection %d: %q, taken %d times", i, a.ID, d.count())
			}
			time.Sleep(time.Hour)
			lose(l)
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
		if n := len(r.opened()); n != 4 {
			t.Errorf("%d connections", n)
		}
	})
}

// TestSocketFlaps: connections that are lost at once are not made again at once for ever.
func TestSocketFlaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, &desk{}, Options{})
		began := time.Now()
		for time.Since(began) < 10*time.Minute {
			select {
			case l := <-r.links:
				l.send(`{"type":"disconnect","reason":"warning"}`)
			case <-time.After(2 * time.Minute):
				t.Error("no connection for two minutes")
			}
		}
		// Waits of 1, 2, 4, 8, 16, 32 s and then a minute, with five connections in between.
		if n := len(r.opened()); n > 100 {
			t.Errorf("%d connections in ten minutes", n)
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketRefused: what is final ends Run, in words without the token.
func TestSocketRefused(t *testing.T) {
	answers := map[string]func(http.ResponseWriter){
		"not found": func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
	}
	for _, code := range []string{"invalid_auth", "account_inactive", "not_authed", "token_revoked"} {
		answers[code] = func(w http.ResponseWriter) { io.WriteString(w, `{"ok":false,"error":"`+code+`"}`) }
	}
	for name, answer := range answers {
		synctest.Test(t, func(t *testing.T) {
			p := run(t, &desk{}, Options{})
			p.mu.Lock()
			p.open = answer
			p.mu.Unlock()
			select {
			case err := <-p.end:
				if !errors.Is(err, ErrToken) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "xapp") {
					t.Errorf("%s: %v", name, err)
				}
			case <-time.After(time.Minute):
				t.Errorf("%s: it goes on", name)
				p.stop()
				<-p.end
			}
			p.log.silent(t)
		})
	}
}

// TestSocketRefusedForNow: what the library tries for ever is said each minute and not more
// often, and found again within about a minute when it is over.
func TestSocketRefusedForNow(t *testing.T) {
	for _, code := range []string{"token_expired", "not_allowed_token_type", "internal_error"} {
		synctest.Test(t, func(t *testing.T) {
			r := run(t, &desk{}, Options{})
			r.answer(`{"ok":false,"error":"` + code + `"}`)
			time.Sleep(30 * time.Minute)
			lines := strings.Count(r.log.String(), `msg="slack: no Socket Mode connection" reason=`+code)
			if lines < 15 || lines > 31 {
				t.Errorf("%s was said %d times in half an hour", code, lines)
			}
			r.answer("")
			select {
			case <-r.links:
			case <-time.After(3 * time.Minute):
				t.Errorf("%s: no connection three minutes after it was over", code)
			}
			if err := r.ends(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSocketRateLimited: Slack is asked again when it said, and not before.
func TestSocketRateLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, &desk{}, Options{})
		r.mu.Lock()
		r.open = func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		r.mu.Unlock()
		time.Sleep(119 * time.Second)
		if n := len(r.opened()); n != 1 {
			t.Errorf("asked %d times within the wait", n)
		}
		r.answer("")
		select {
		case <-r.links:
		case <-time.After(2 * time.Second):
			t.Error("not asked after the wait")
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketStops: what is under way when the bot stops is taken and acknowledged, if it ends
// in time; nothing new is.
func TestSocketStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{do: func(context.Context, Payload) (Reply, error) { time.Sleep(time.Second); return Reply{}, nil }}
		r := run(t, d, Options{})
		l := <-r.links
		l.deliver("E1", "events_api", document(t, "event_message.json"))
		synctest.Wait()
		r.stop()
		synctest.Wait()
		l.deliver("E2", "events_api", document(t, "event_message_thread.json"))
		if a := l.hears(); a.ID != "E1" {
			t.Errorf("heard %q", a.ID)
		}
		if err := r.ends(); err != nil {
			t.Error(err)
		}
		if d.count() != 1 {
			t.Errorf("%d were taken", d.count())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := run(t, &desk{do: hangs}, Options{})
		l := <-r.links
		l.deliver("E1", "events_api", document(t, "event_message.json"))
		synctest.Wait()
		began := time.Now()
		if err := r.ends(); err != nil || time.Since(began) > 2500*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// TestSlowBody: a request whose body does not come to an end is answered all the same.
func TestSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipes()
		s := &http.Server{Handler: Handler(one, &desk{}, Options{})}
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
				io.WriteString(conn, "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
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

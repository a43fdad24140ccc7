package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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
		d := &recorder{}
		r := run(t, d, Options{})
		l := <-r.links
		l.deliver("1", "slash_commands", commandJSON(t))
		l.nextAck()
		l.deliver("2", "events_api", document(t, "event_message.json"))
		l.nextAck()
		l.deliver("3", "interactive", document(t, "action_button.json"))
		l.nextAck()
		over := &recorder{}
		h := Handler(oneSecret, over, Options{})
		do(h, request("/commands", commandBody(t)))
		do(h, request("/events", eventBody(t)))
		do(h, request("/interactions", interactionBody(t, "action_button")))
		if len(over.taken) != 3 || !reflect.DeepEqual(d.taken, over.taken) {
			t.Errorf("\nsocket %+v\n  http %+v", d.taken, over.taken)
		}
		if err := r.shutdown(); err != nil {
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
				r := run(t, &recorder{do: test.do}, Options{})
				l := <-r.links
				began := time.Now()
				l.deliver("E1", sort.kind, sort.body)
				got := l.nextAck()
				took := time.Since(began)
				switch {
				case test.want == none && got.ID != "":
					t.Errorf("%s %s: acknowledged", sort.name, test.name)
				case test.want != none && (got.ID != "E1" || string(got.Payload) != test.want || took > 2500*time.Millisecond):
					t.Errorf("%s %s: %q %.100s after %v, want %.100s", sort.name, test.name, got.ID, got.Payload, took, test.want)
				}
				if err := r.shutdown(); err != nil {
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
		d := &recorder{}
		r := run(t, d, Options{})
		l := <-r.links
		l.deliver("readable", "interactive", []byte(strings.Replace(string(document(t, "action_button.json")),
			`"type": "message",`, `"type": 7, "blocks": 8,`, 1)))
		if a := l.nextAck(); a.ID != "readable" || d.count() != 1 {
			t.Errorf("a message with an odd block: %q, taken %d times", a.ID, d.count())
		}
		for _, bad := range []struct{ id, kind, payload string }{
			{"b1", "events_api", `{"type":"event_callback","event":{"type":"message","blocks":7,"text":"Jerry"}}`},
			{"b2", "interactive", `[1]`}, {"b3", "slash_commands", `"Jerry"`}, {"b4", "of_the_future", `{"text":"Jerry"}`},
			{"b5", "events_api", `null`},
		} {
			l.deliver(bad.id, bad.kind, []byte(bad.payload))
			if a := l.nextAck(); a.ID != bad.id || a.Payload != nil {
				t.Errorf("%s: %q %s", bad.id, a.ID, a.Payload)
			}
		}
		for _, none := range []string{`[]`, `7`, `{"Jerry`, `{"type":"events_api","payload":{"text":"Jerry"}}`, `{}`} {
			l.send(none)
		}
		l.deliver("after", "events_api", document(t, "event_message.json"))
		if a := l.nextAck(); a.ID != "after" || d.count() != 2 {
			t.Errorf("after all that: %q, taken %d times", a.ID, d.count())
		}
		if err := r.shutdown(); err != nil {
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
		d := &recorder{do: func(ctx context.Context, p Payload) (Reply, error) {
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
			a := l.nextAck()
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
		if err := r.shutdown(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketBehindAHang: who waits behind a Take that hangs is answered in time, and what was
// given up is not taken afterwards.
func TestSocketBehindAHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &recorder{do: hangs}
		r := run(t, d, Options{})
		l := <-r.links
		for i := range 3 {
			l.deliver(fmt.Sprint(i), "slash_commands", []byte(strings.Replace(string(commandJSON(t)), "cccc", fmt.Sprint("c", i), 1)))
		}
		began := time.Now()
		for range 3 {
			if a := l.nextAck(); !strings.Contains(string(a.Payload), "trouble") || time.Since(began) > 2500*time.Millisecond {
				t.Errorf("%s %s after %v", a.ID, a.Payload, time.Since(began))
			}
		}
		time.Sleep(5 * time.Minute)
		if d.count() != 1 {
			t.Errorf("%d were taken", d.count())
		}
		if err := r.shutdown(); err != nil {
			t.Error(err)
		}
	})
}

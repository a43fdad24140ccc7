package slack

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// TestRequests sends what Slack would not: it is refused or bounded, and nothing comes of it.
func TestRequests(t *testing.T) {
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	c := w.team.Channel("C1", p).Invite()
	p.Say("hello")
	card := w.sees(p, shows(say("en", "question.goal.ask")))
	w.quiet()
	before := w.session(own(p))
	event := eventOf(p, "Ev0FORGED", card.Channel, "/help")
	command := url.Values{"command": {Command}, "text": {"candidate Mallory"}, "team_id": {"T1"}, "channel_id": {c.ID}, "channel_name": {"c1"}, "user_id": {p.ID}, "trigger_id": {"1.2.3"}}.Encode()
	press := pressOf(p, c, card.TS, card.Buttons()[0].BlockID, "set:goal:i-b", "1.2.4")
	now := time.Now()
	other := w.fake.Sign(event+" ", now)
	large := strings.Repeat(" ", 1<<20) + event
	for _, r := range []struct {
		name, path, kind, body string
		header                 http.Header
		want                   int
	}{
		{"unsigned event", "events", "application/json", event, http.Header{}, http.StatusUnauthorized},
		{"unsigned command", "commands", form, command, http.Header{}, http.StatusUnauthorized},
		{"unsigned press", "interactions", form, press, http.Header{}, http.StatusUnauthorized},
		{"event with another's signature", "events", "application/json", event, other, http.StatusUnauthorized},
		{"command with another's signature", "commands", form, command, other, http.StatusUnauthorized},
		{"truncated event", "events", "application/json", event[:len(event)-1], w.fake.Sign(event, now), http.StatusUnauthorized},
		{"truncated event, signed", "events", "application/json", event[:len(event)-9], w.fake.Sign(event[:len(event)-9], now), http.StatusOK},
		{"old event", "events", "application/json", event, w.fake.Sign(event, now.Add(-6*time.Minute)), http.StatusUnauthorized},
		{"event of the future", "events", "application/json", event, w.fake.Sign(event, now.Add(6*time.Minute)), http.StatusUnauthorized},
		{"old press", "interactions", form, press, w.fake.Sign(press, now.Add(-6*time.Minute)), http.StatusUnauthorized},
		{"large event", "events", "application/json", large, w.fake.Sign(large, now), http.StatusRequestEntityTooLarge},
		{"event as a form", "events", form, event, w.fake.Sign(event, now), http.StatusUnsupportedMediaType},
		{"nowhere", "nowhere", "application/json", event, w.fake.Sign(event, now), http.StatusNotFound},
	} {
		if got := w.post(r.path, r.kind, r.body, r.header); got != r.want {
			t.Errorf("%s is answered %d, not %d", r.name, got, r.want)
		}
	}
	w.quiet()
	if got := w.session(own(p)); got.Version != before.Version || len(w.stored("")) != 1 || len(c.Messages()) != 0 {
		t.Errorf("%d turns, %d conversations, %d messages came of it", got.Version-before.Version, len(w.stored("")), len(c.Messages()))
	}

	press = pressOf(p, c, card.TS, card.Buttons()[0].BlockID, "set:goal:i-b", "1.2.5")
	signed := w.fake.Sign(press, now)
	for range 3 { // taken once, and then replayed
		if got := w.post("interactions", form, press, signed); got != http.StatusOK {
			t.Errorf("the press is answered %d", got)
		}
	}
	if got := w.post("interactions", form, press, w.fake.Sign(press, now.Add(-time.Second))); got != http.StatusOK {
		t.Errorf("the press with another signature is answered %d", got)
	}
	signed = w.fake.Sign(command, now)
	for range 3 {
		if got := w.post("commands", form, command, signed); got != http.StatusOK {
			t.Errorf("the command is answered %d", got)
		}
	}
	w.quiet()
	if got := w.session(own(p)); got.Version != before.Version+1 || got.State.Goal != "i-b" {
		t.Errorf("%d turns of a press that came four times", got.Version-before.Version)
	}
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Errorf("%d candidates of a command that came three times", n)
	}
}

// TestReplayedElsewhere replays the signed command that sends a file: to the process that took it, to
// another one that works on the same store, and to that after another restart. One file is sent.
func TestReplayedElsewhere(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	w.ready(a, c, "candidate 17", "en", "i-b")
	command := url.Values{"command": {Command}, "text": {"export"}, "team_id": {"T1"}, "channel_id": {c.ID}, "channel_name": {"c1"},
		"user_id": {a.ID}, "trigger_id": {"1.2.6"}}.Encode()
	signed := w.fake.Sign(command, time.Now())
	post := func() {
		t.Helper()
		if got := w.post("commands", form, command, signed); got != http.StatusOK {
			t.Errorf("the command is answered %d", got)
		}
		w.quiet()
	}
	post()
	w.wait(a, "the file", func() bool { return len(w.fake.Files()) == 1 })
	post()
	for range 2 {
		w.stop()
		w.run(overHTTP, bottest.NoLimits, clock.now)
		post()
	}
	if n := len(w.fake.Files()); n != 1 {
		t.Errorf("%d files of one command", n)
	}
}

// TestSlowRequest is somebody who sends the beginning of a delivery and then nothing.
func TestSlowRequest(t *testing.T) {
	w := &world{t: t, patience: 200 * time.Millisecond}
	w.begin(overHTTP, slacktest.Options{Unlimited: true}, bottest.NoLimits)
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	signed := w.fake.Sign("{", time.Now())
	_, err = fmt.Fprintf(conn, "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"+
		"X-Slack-Signature: %s\r\nX-Slack-Request-Timestamp: %s\r\n\r\n{", signed.Get("X-Slack-Signature"), signed.Get("X-Slack-Request-Timestamp"))
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_ = conn.SetReadDeadline(began.Add(3 * time.Second))
	answer := make([]byte, 64)
	n, err := conn.Read(answer)
	if err != nil || !strings.HasPrefix(string(answer[:n]), "HTTP/1.1 408") {
		t.Errorf("the answer is %q, %v after %v", answer[:n], err, time.Since(began))
	}
	if list := w.stored(""); len(list) != 0 {
		t.Errorf("%d sessions", len(list))
	}
}

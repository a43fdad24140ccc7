package slacktest_test

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"hspbot/bot/slack/slacktest"
)

// values reads a delivery that is a form.
func values(t *testing.T, r request) url.Values {
	t.Helper()
	out, err := url.ParseQuery(r.body)
	must(t, err)
	return out
}

// retries returns the retry headers of all deliveries with some words.
func retries(a *app, words ...string) []string {
	var out []string
	for _, r := range a.all(words...) {
		out = append(out, r.header.Get("X-Slack-Retry-Num")+r.header.Get("X-Slack-Retry-Reason"))
	}
	return out
}

func TestRetries(t *testing.T) {
	w := newWorld(t, slacktest.Options{AckTimeout: 50 * time.Millisecond})
	release := make(chan struct{})
	defer close(release)
	w.app.says(func(rw http.ResponseWriter, r request) {
		if r.header.Get("X-Slack-Retry-Num") == "1" {
			<-release
		}
		rw.WriteHeader(http.StatusServiceUnavailable)
	})
	w.person.Say("hello")
	for range 3 {
		if !w.Await(func() bool { return w.Redeliver() == 1 }) {
			t.Fatal()
		}
	}
	w.settled(t)
	want := []string{"", "1http_error", "2http_timeout", "3http_error"}
	if got := retries(w.app, "hello"); !slices.Equal(got, want) {
		t.Errorf("retries %q, want %q", got, want)
	}
	ids := map[any]bool{}
	for _, r := range w.app.all("hello") {
		ids[r.payload(t)["event_id"]] = true
	}
	if len(ids) != 1 || w.Lost() != 1 || w.Redeliver() != 0 {
		t.Errorf("ids %v, lost %d", ids, w.Lost())
	}
}

func TestRetryAtOnceAndNoRetry(t *testing.T) {
	w := newWorld(t, slacktest.Options{RedeliverAtOnce: true})
	w.app.says(func(rw http.ResponseWriter, r request) {
		if r.header.Get("X-Slack-Retry-Num") != "2" {
			rw.WriteHeader(http.StatusInternalServerError)
		}
	})
	w.person.Say("hello")
	w.settled(t)
	if got := retries(w.app, "hello"); len(got) != 3 || w.Lost() != 0 {
		t.Errorf("retries %q, lost %d", got, w.Lost())
	}
	w.app.says(func(rw http.ResponseWriter, r request) {
		rw.Header().Set("X-Slack-No-Retry", "1")
		rw.WriteHeader(http.StatusInternalServerError)
	})
	w.person.Say("goodbye")
	w.settled(t)
	if got := retries(w.app, "goodbye"); len(got) != 1 || w.Lost() != 1 {
		t.Errorf("retries %q, lost %d", got, w.Lost())
	}
}

func TestUnreachableApp(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	w.app.Close()
	w.person.Say("hello")
	w.person.Command(nil, "start")
	w.Await(func() bool { return len(w.person.ErrorsShown()) == 1 })
	if got := w.person.ErrorsShown(); !slices.Equal(got, []string{"command: dispatch_failed"}) {
		t.Errorf("errors shown %q", got)
	}
	again := newApp(t, w.Server)
	if n := w.Redeliver(); n != 1 {
		t.Errorf("%d deliveries wait, want 1", n)
	}
	w.settled(t)
	if got := retries(again); !slices.Equal(got, []string{"1connection_failed"}) {
		t.Errorf("retries %q", got)
	}
}

func TestVerification(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	if w.VerifyAppURL() == nil {
		t.Error("an app that does not answer the challenge is good")
	}
	answers := map[string]func(string) string{"text/plain": func(c string) string { return c },
		"application/json":                  func(c string) string { return `{"challenge":"` + c + `"}` },
		"application/x-www-form-urlencoded": func(c string) string { return "challenge=" + c }}
	for kind, answer := range answers {
		w.app.says(func(rw http.ResponseWriter, r request) {
			rw.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(rw, answer(r.payload(t)["challenge"].(string)))
		})
		if err := w.VerifyAppURL(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestDisorder(t *testing.T) {
	w := newWorld(t, slacktest.Options{Seed: 7})
	w.SetDeliveryFaults(slacktest.DeliveryFaults{Duplicate: 1})
	w.person.Say("twice")
	w.person.Command(nil, "once")
	w.settled(t)
	if n, m := len(w.app.all("twice")), len(w.app.all("text=once")); n != 2 || m != 1 {
		t.Errorf("an event came %d times and a command %d times", n, m)
	}
	// One delivery at a time is held until the next overtakes it.
	w.SetDeliveryFaults(slacktest.DeliveryFaults{Reorder: 1, Hold: time.Hour})
	w.person.Say("first")
	w.person.Say("second")
	w.settled(t)
	var got []string
	for _, r := range w.app.all("client_msg_id")[2:] {
		got = append(got, r.payload(t)["event"].(object)["text"].(string))
	}
	if want := []string{"second", "first"}; !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
	w.SetDeliveryFaults(slacktest.DeliveryFaults{Reorder: 1, Hold: time.Millisecond})
	w.person.Say("alone")
	w.settled(t)
	if n := len(w.app.all("alone")); n != 1 {
		t.Errorf("what is held came %d times", n)
	}
}

// What one person does comes in order, whatever others do.
func TestOrder(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	var want []string
	for _, text := range []string{"a", "b", "c", "d", "e", "f"} {
		w.person.Command(nil, text)
		w.team.Person("U2").Command(nil, "other")
		want = append(want, text)
	}
	w.settled(t)
	var got []string
	for _, r := range w.app.all("user_id=U1") {
		got = append(got, values(t, r).Get("text"))
	}
	if !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
}

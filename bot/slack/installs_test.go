package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/seal"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
)

// many begins a world whose bot serves every workspace that installs it.
func many(t *testing.T, m mode, o slacktest.Options) (*world, *clock) {
	t.Helper()
	c := &clock{began: time.Now()}
	o.Unlimited, o.Now = true, c.now
	w := &world{t: t, log: &bottest.Log{}}
	w.fake = slacktest.New(t, o)
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "slack.db"))
	if err != nil {
		t.Fatal(err)
	}
	w.store = &shaky{Store: store}
	w.serveMany(m, c)
	t.Cleanup(func() {
		w.stop()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		for _, secret := range []string{"xoxb-", "xoxe", "code.", w.fake.ClientSecret(), w.fake.SigningSecret()} {
			if strings.Contains(w.log.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
		if t.Failed() {
			t.Logf("log:\n%s", w.log)
		}
	})
	return w, c
}

// serveMany starts a bot for many workspaces on the store, as after a start of the process.
func (w *world) serveMany(m mode, c *clock) {
	w.t.Helper()
	ring, err := seal.ParseRing(strings.Repeat("ab", 32))
	if err != nil {
		w.t.Fatal(err)
	}
	log := w.log.Logger()
	client := newClient()
	installs := install.New(w.store.Store, ring, install.Options{API: w.fake.API(), ClientID: w.fake.ClientID(), ClientSecret: w.fake.ClientSecret(), Client: client, Now: c.now, Log: log})
	client.Transport = &departures{RoundTripper: client.Transport, gone: &w.gone}
	settings := Options{API: w.fake.API(), Secrets: []string{w.fake.SigningSecret()}, Log: log, Now: c.now, Client: client, Installs: installs, Records: w.store}
	if m == overSocket {
		settings.AppToken = w.fake.AppToken()
	}
	w.installs = installs
	w.serve(m, settings, bottest.NoLimits)
}

// add installs the app by the pages and Slack's consent.
func (w *world) add(consent func(link string) (string, error)) {
	w.t.Helper()
	server := httptest.NewUnstartedServer(nil)
	public := "http://" + server.Listener.Addr().String()
	server.Config.Handler = w.installs.Handler(install.PageOptions{Public: public, Scopes: Scopes, StateKey: bytes.Repeat([]byte{7}, 32)})
	server.Start()
	defer server.Close()
	w.fake.AddRedirectURL(public + "/slack/oauth")
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := browser.Get(public + "/slack/install")
	if err != nil {
		w.t.Fatal(err)
	}
	answer.Body.Close()
	back, err := consent(answer.Header.Get("Location"))
	if err != nil {
		w.t.Fatal(err)
	}
	answer, err = browser.Get(back)
	if err != nil {
		w.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		w.t.Fatalf("the installation is answered %d", answer.StatusCode)
	}
}

// isGone waits until nothing is kept of a workspace.
func (w *world) isGone(id string) {
	w.t.Helper()
	if !w.fake.Await(func() bool { return w.fake.Pending() == 0 }) {
		w.t.Fatal("the news is not taken")
	}
	kept := func() (installs, sessions int) {
		records, err := w.store.RecordsOf(w.t.Context(), "slack-install")
		if err != nil {
			w.t.Fatal(err)
		}
		if slices.Contains(records, id) {
			installs = 1
		}
		return installs, len(w.stored(id + "/"))
	}
	tick := time.NewTicker(5 * time.Millisecond) // nothing tells when the deletion is done
	defer tick.Stop()
	for end := time.Now().Add(5 * time.Second); ; <-tick.C {
		installs, sessions := kept()
		if installs+sessions == 0 {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("%d installations and %d conversations of %s are kept", installs, sessions, id)
		}
	}
}

// TestWorkspaces is two workspaces at once; one removes the app, and installs it again.
func TestWorkspaces(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(*world, *slacktest.Team){
		"uninstalled": func(_ *world, tm *slacktest.Team) { tm.Uninstall() },
		"revoked":     func(_ *world, tm *slacktest.Team) { tm.Revoke() },
		"uninstalled twice over": func(w *world, tm *slacktest.Team) {
			w.fake.SetDeliveryFaults(slacktest.DeliveryFaults{Duplicate: 1})
			tm.Uninstall()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, clock := many(t, overHTTP, slacktest.Options{})
			one, two := w.fake.Team("T1"), w.fake.Team("T2")
			w.add(one.Authorize)
			w.add(two.Authorize)
			p, q := one.Person("UPERSON1"), two.Person("UPERSON1") // ids are a workspace's own
			c := one.Channel("C1", p).Invite()
			d := two.Channel("C2", q).Invite()
			list := moves(t, "en", "i-b")
			p.Say("hello")
			w.follow(p, dm(p), list[:4], p.Say)
			q.Say("hello")
			salary := index(t, list, "salary")
			w.follow(q, dm(q), list[:salary], q.Say)
			p.Command(c, "candidate 1")
			q.Command(d, "candidate 2")
			w.candidate(p, c, 1)
			w.candidate(q, d, 1)
			w.quiet()
			if len(w.stored("T1/")) != 2 || len(w.stored("T2/")) != 2 {
				t.Fatalf("%d and %d conversations", len(w.stored("T1/")), len(w.stored("T2/")))
			}
			card := newest(q)

			clock.pass(time.Minute)
			remove(w, one)
			w.isGone("T1")
			if n := len(w.stored("T2/")); n != 2 {
				t.Errorf("%d conversations of the other workspace", n)
			}
			w.fake.SetDeliveryFaults(slacktest.DeliveryFaults{})
			w.press(q, card, "set:salary:8000000-9000000")
			w.sees(q, onCard(list[salary+1].Screen.Title, ""))

			clock.pass(time.Minute)
			w.add(one.Authorize)
			p.Say("hello again")
			w.sees(p, onCard(list[0].Screen.Title, ""))
			w.quiet()
			if n := len(w.stored("T1/")); n != 1 {
				t.Errorf("%d conversations after a new installation", n)
			}
		})
	}
}

// news is the body of an event about an installation.
func news(id, kind, team string, at time.Time, bots ...string) string {
	b, err := json.Marshal(map[string]any{"type": "event_callback", "team_id": team, "event_id": id, "event_time": at.Unix(),
		"event": map[string]any{"type": kind, "event_ts": fmt.Sprintf("%d.000000", at.Unix()), "tokens": map[string]any{"bot": bots}}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestLateNews is news of a removal that comes after a new installation, and of tokens that
// are not the app's: nothing is lost.
func TestLateNews(t *testing.T) {
	t.Parallel()
	w, clock := many(t, overHTTP, slacktest.Options{})
	tm := w.fake.Team("T1")
	w.add(tm.Authorize)
	removed := clock.now()
	clock.pass(time.Minute)
	w.add(tm.Authorize)
	p := tm.Person("UPERSON1")
	p.Say("hello")
	card := w.sees(p, shows(say("en", "question.goal.ask")))
	for _, body := range []string{news("Ev1", "app_uninstalled", "T1", removed), news("Ev2", "tokens_revoked", "T1", removed, tm.Bot()),
		news("Ev3", "tokens_revoked", "T1", clock.now(), "USOMEBODY"), news("Ev4", "app_uninstalled", "T9", clock.now())} {
		if got := w.post("events", "application/json", body, w.fake.Sign(body, time.Now())); got != http.StatusOK {
			t.Errorf("answered %d", got)
		}
	}
	w.quiet()
	if n := len(w.stored("T1/")); n != 1 {
		t.Errorf("%d conversations", n)
	}
	w.press(p, card, "set:goal:i-b")
	w.sees(p, shows(afterGoal(t, "en")))
}

// TestCrashWhileLeaving ends the process between the news of a removal and the deletion: the
// next start makes up for it.
func TestCrashWhileLeaving(t *testing.T) {
	t.Parallel()
	w, clock := many(t, overHTTP, slacktest.Options{})
	tm := w.fake.Team("T1")
	w.add(tm.Authorize)
	p := tm.Person("UPERSON1")
	p.Say("hello")
	w.sees(p, shows(say("en", "question.goal.ask")))
	w.quiet()
	w.stop()
	if err := w.installs.Leave(t.Context(), "T1", clock.now()); err != nil { // all that came of the news
		t.Fatal(err)
	}
	w.serveMany(overHTTP, clock)
	w.isGone("T1")
	w.add(tm.Authorize)
	p.Say("hello")
	w.sees(p, shows(say("en", "question.goal.ask")))
}

// TestOrganisation is an app installed for a whole organisation, whose workspaces share it.
func TestOrganisation(t *testing.T) {
	t.Parallel()
	w, clock := many(t, overHTTP, slacktest.Options{})
	one, two := w.fake.Team("T1"), w.fake.Team("T2")
	e := w.fake.Enterprise("E1", one, two)
	w.add(e.Authorize)
	p, q := one.Person("WPERSON1"), two.Person("WPERSON2")
	c := two.Channel("C2", q).Invite()
	p.Say("hello")
	w.press(p, w.sees(p, shows(say("en", "question.goal.ask"))), "set:goal:i-b")
	w.sees(p, shows(afterGoal(t, "en")))
	q.Command(c, "candidate 17")
	head := w.candidate(q, c, 1)
	w.press(q, w.until(q, thread(c, head.TS), onCard(say("en", "question.goal.ask"), "")), "set:goal:i-b")
	w.until(q, thread(c, head.TS), onCard(afterGoal(t, "en"), ""))
	q.OpenHome()
	w.atHomeTab(q, say("en", "slack.home.about"))
	w.quiet()
	if len(w.stored("E1/")) != 2 || len(p.ErrorsShown())+len(q.ErrorsShown()) != 0 {
		t.Errorf("%d conversations; troubles %q %q", len(w.stored("E1/")), p.ErrorsShown(), q.ErrorsShown())
	}
	clock.pass(time.Minute)
	body := news("Ev1", "app_uninstalled", "T2", clock.now()) // one workspace of the organisation
	if got := w.post("events", "application/json", body, w.fake.Sign(body, time.Now())); got != http.StatusOK {
		t.Errorf("answered %d", got)
	}
	w.quiet()
	if n := len(w.stored("E1/")); n != 2 {
		t.Errorf("%d conversations", n)
	}
}

// TestRotation lets tokens expire while people talk: they are renewed, and nothing is lost.
func TestRotation(t *testing.T) {
	t.Parallel()
	w, clock := many(t, overHTTP, slacktest.Options{Rotate: true})
	tm := w.fake.Team("T1")
	w.add(tm.Authorize)
	p := tm.Person("UPERSON1")
	c := tm.Channel("C1", p).Invite()
	list := moves(t, "en", "i-b")
	p.Say("hello")
	for i, m := range list {
		w.follow(p, dm(p), []jointest.Move{m}, p.Say)
		switch i {
		case 3:
			clock.pass(13 * time.Hour) // all at once
		case 5:
			w.fake.Fail("chat.postMessage", slacktest.Fault{Kind: slacktest.Refused, Error: "token_expired"})
		case 7:
			clock.pass(12*time.Hour - 5*time.Minute)
		}
	}
	w.sees(p, result)
	want, _ := interviewed("en", list...)
	if got := w.session(own(p)).State; got.Facts != want.Facts {
		t.Errorf("stored are\n%+v\nnot\n%+v", got.Facts, want.Facts)
	}
	clock.pass(13 * time.Hour)
	p.Command(c, "candidate 17")
	w.candidate(p, c, 1)
	if n := w.fake.CountCalls("oauth.v2.access"); n < 4 || n > 8 {
		t.Errorf("%d exchanges and renewals", n)
	}
}

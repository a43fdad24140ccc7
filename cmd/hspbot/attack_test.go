package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// target is a bot as it is attacked: two replicas on one PostgreSQL, behind a proxy that ends TLS
// and gives them the requests in turn, on Telegram with a webhook and in Slack for many workspaces.
type target struct {
	t        *testing.T
	tele     *telegramtest.Server
	slack    *slacktest.Server
	team     *slacktest.Team
	database string
	public   string // address of the proxy
	replicas [2]*service
	direct   [2]string // addresses of the replicas themselves
}

func newTarget(t *testing.T) *target {
	a := &target{t: t, database: pgtest.Start(t).Database(t), tele: telegramtest.New(t, telegramtest.Options{AnyWebhook: true})}
	a.tele.SetLimits(telegramtest.TelegramLimits())
	a.slack = slacktest.New(t, slacktest.Options{Unlimited: true})
	a.team = a.slack.Team("T1")
	var turn atomic.Int64
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		to, err := url.Parse(a.direct[turn.Add(1)%2])
		if err != nil {
			t.Error(err)
			return
		}
		r.SetURL(to)
	}}
	outside, inside := httptest.NewTLSServer(proxy), httptest.NewServer(proxy)
	t.Cleanup(outside.Close)
	t.Cleanup(inside.Close)
	a.public = outside.URL
	a.slack.SetAppURL(inside.URL)
	a.slack.AddRedirectURL(a.public + "/slack/oauth")
	for i := range a.replicas {
		listen := bottest.FreeAddress(t)
		a.direct[i] = "http://" + listen
		a.replicas[i] = newService(t, "", a.tele, "HSPBOT_DATABASE_URL="+a.database, "HSPBOT_LISTEN="+listen, "HSPBOT_PUBLIC_URL="+a.public,
			"HSPBOT_KEYS="+oldKey, "HSPBOT_SLACK_CLIENT_ID="+a.slack.ClientID(), "HSPBOT_SLACK_CLIENT_SECRET="+a.slack.ClientSecret(),
			"HSPBOT_SLACK_SIGNING_SECRET="+a.slack.SigningSecret(), "HSPBOT_SLACK_API="+strings.TrimSuffix(a.slack.API(), "/"))
		a.replicas[i].start()
	}
	for _, r := range a.replicas {
		r.ready("ready")
	}
	return a
}

// restart kills a replica and starts it again.
func (a *target) restart(i int) {
	a.t.Helper()
	a.replicas[i].kill()
	a.replicas[i].start()
	a.replicas[i].ready("ready")
}

// request sends a request to a replica and returns the status and where the answer leads.
func (a *target) request(method, address, body string, header http.Header) (status int, answer http.Header) {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header = header
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	out, err := client.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer out.Body.Close()
	_, _ = io.Copy(io.Discard, out.Body)
	return out.StatusCode, out.Header
}

// settled waits until both platforms have delivered everything.
func (a *target) settled() {
	a.t.Helper()
	if !a.slack.Await(func() bool { return a.slack.Pending() == 0 }) {
		a.t.Fatalf("Slack delivers in vain:\n%s\n%s", &a.replicas[0].log, &a.replicas[1].log)
	}
}

// dump is the database as pg_dump writes it.
func (a *target) dump() string {
	a.t.Helper()
	out, err := exec.Command("pg_dump", "--inserts", "--dbname="+a.database).Output()
	if err != nil {
		a.t.Fatalf("pg_dump: %v", err)
	}
	return string(out)
}

const formType = "application/x-www-form-urlencoded"

func withType(kind string, header http.Header) http.Header {
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", kind)
	return header
}

// notice is the newest message that only this person sees in a channel.
func notice(p *slacktest.Person, c *slacktest.Channel) string {
	list := p.Ephemerals(c)
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1].Plain()
}

// told waits until somebody reads a notice in a channel.
func (a *target) told(p *slacktest.Person, c *slacktest.Channel, id string) {
	a.t.Helper()
	want := locales.In("en").Say(id)
	if !p.Await(func() bool { return strings.Contains(notice(p, c), want) }) {
		a.t.Fatalf("%s reads %q, want %q", p.ID, notice(p, c), want)
	}
}

// TestAttackersDay is what somebody tries who knows the program, against two replicas: to install
// the app with a link that was used, to forge and to repeat requests, to see the candidates of
// another company while Slack does not say whose they are, and to silence the bot with 5,000
// conversations. Of who asks to be forgotten nothing is left in a copy of the database.
func TestAttackersDay(t *testing.T) {
	a := newTarget(t)
	a.install()
	hr := a.team.Person("UANNA")
	guest := a.team.Person("UGUEST")
	guest.Stranger = "T2"
	channel := a.team.Channel("C1", hr, guest).Invite()
	channel.Shared = true
	a.candidate(hr, channel)
	a.forged(hr, channel)
	a.replayed(hr, channel)
	a.unknownGuest(hr, guest, channel)
	a.flood()
	a.forgotten(hr)
	for i, r := range a.replicas {
		log := r.log.String()
		for _, secret := range []string{a.tele.Token(), a.slack.SigningSecret(), a.slack.ClientSecret(), oldKey, "xoxb-", "candidate 17", "UANNA"} {
			if strings.Contains(log, secret) {
				t.Errorf("the log of replica %d holds %q", i+1, secret)
			}
		}
		r.stop()
	}
}

// install installs the app in the workspace with the help of one replica. The same state is taken
// by nobody again.
func (a *target) install() {
	a.t.Helper()
	status, answer := a.request(http.MethodGet, a.direct[0]+"/slack/install", "", nil)
	cookie, _, _ := strings.Cut(answer.Get("Set-Cookie"), ";")
	if status != http.StatusFound || cookie == "" {
		a.t.Fatalf("the page of the installation: %d", status)
	}
	for i, want := range []int{http.StatusOK, http.StatusBadRequest, http.StatusBadRequest, http.StatusBadRequest} {
		back, err := a.team.Authorize(answer.Get("Location")) // a code that is new each time
		if err != nil {
			a.t.Fatal(err)
		}
		replica := min(i, 1)
		if i == 3 {
			a.restart(replica)
		}
		status, _ := a.request(http.MethodGet, a.direct[replica]+strings.TrimPrefix(back, a.public), "", http.Header{"Cookie": {cookie}})
		if status != want {
			a.t.Errorf("use %d of a state: %d, want %d", i+1, status, want)
		}
	}
}

// candidate has somebody begin a candidate in a channel that a guest reads, too.
func (a *target) candidate(hr *slacktest.Person, c *slacktest.Channel) {
	a.t.Helper()
	hr.Command(c, "candidate 17")
	if !hr.Await(func() bool { return len(hr.Ephemerals(c)) > 0 }) {
		a.t.Fatalf("no question before the thread; %q", hr.ErrorsShown())
	}
	if err := hr.Press(hr.Ephemerals(c)[0], locales.In("en").Say("slack.ask.start")); err != nil {
		a.t.Fatal(err)
	}
	if !hr.Await(func() bool { return len(c.Messages()) >= 2 }) {
		a.t.Fatalf("no thread; %q", hr.ErrorsShown())
	}
	a.settled()
}

// forged sends both replicas what the platforms have not signed. Nothing comes of it.
func (a *target) forged(hr *slacktest.Person, c *slacktest.Channel) {
	a.t.Helper()
	before, messages := a.dump(), len(c.Messages())
	command := url.Values{"command": {"/hsp"}, "text": {"candidate 66"}, "team_id": {"T1"}, "channel_id": {c.ID}, "user_id": {hr.ID}, "trigger_id": {"1.2.3"}}.Encode()
	event := `{"type":"event_callback","team_id":"T1","event_id":"EvFORGED","event":{"type":"message","channel_type":"im","channel":"D1","user":"UANNA","text":"/forget","ts":"1.1"}}`
	update := updateOf(31337, 1, "/start")
	_, secret := a.tele.Webhook()
	for i, base := range a.direct {
		for _, r := range []struct {
			name, path, kind, body string
			header                 http.Header
		}{
			{"unsigned command", "/slack/commands", formType, command, nil},
			{"command with the signature of another", "/slack/commands", formType, command, a.slack.Sign(command+"x", time.Now())},
			{"old command", "/slack/commands", formType, command, a.slack.Sign(command, time.Now().Add(-6*time.Minute))},
			{"unsigned event", "/slack/events", "application/json", event, nil},
			{"unsigned press", "/slack/interactions", formType, "payload=%7B%7D", nil},
			{"update without the secret", "/telegram", "application/json", update, nil},
			{"update with a guess", "/telegram", "application/json", update, http.Header{"X-Telegram-Bot-Api-Secret-Token": {secret[:len(secret)-1] + "!"}}},
		} {
			if status, _ := a.request(http.MethodPost, base+r.path, r.body, withType(r.kind, r.header)); status != http.StatusUnauthorized {
				a.t.Errorf("replica %d answers an %s with %d", i+1, r.name, status)
			}
		}
	}
	if sessions(a.dump()) != sessions(before) || len(c.Messages()) != messages {
		a.t.Error("something came of a forged request")
	}
}

// sessions are the rows of conversations in a copy.
func sessions(dump string) string {
	rows := slices.DeleteFunc(strings.Split(dump, "\n"), func(l string) bool { return !strings.HasPrefix(l, "INSERT INTO public.session ") })
	return strings.Join(rows, "\n")
}

// updateOf is an update by which somebody says something in private.
func updateOf(user, id int64, text string) string {
	b, err := json.Marshal(map[string]any{"update_id": id, "message": map[string]any{"message_id": 1, "date": time.Now().Unix(), "text": text,
		"chat": map[string]any{"id": user, "type": "private", "first_name": "X"}, "from": map[string]any{"id": user, "is_bot": false, "first_name": "X", "language_code": "en"},
		"entities": []any{map[string]any{"type": "bot_command", "offset": 0, "length": len(text)}}}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// replayed repeats requests that were signed: to the replica that has taken them, to the other one,
// and to that after a restart. Each has one effect.
func (a *target) replayed(hr *slacktest.Person, c *slacktest.Channel) {
	a.t.Helper()
	command := url.Values{"command": {"/hsp"}, "text": {"export"}, "team_id": {"T1"}, "channel_id": {c.ID}, "channel_name": {"c1"}, "user_id": {hr.ID}, "trigger_id": {"1.2.4"}}.Encode()
	signed := withType(formType, a.slack.Sign(command, time.Now()))
	victim := a.tele.AddPerson("en")
	says(a.t, victim, "/start")
	before := a.turns(victim)
	_, secret := a.tele.Webhook()
	update := updateOf(victim.ID(), 1<<30, "/help")
	with := http.Header{"X-Telegram-Bot-Api-Secret-Token": {secret}, "Content-Type": {"application/json"}}
	for i := range 4 {
		replica := min(i/2, 1)
		if i == 3 {
			a.restart(replica)
		}
		if status, _ := a.request(http.MethodPost, a.direct[replica]+"/slack/commands", command, signed); status != http.StatusOK {
			a.t.Errorf("the command is answered %d", status)
		}
		if status, _ := a.request(http.MethodPost, a.direct[replica]+"/telegram", update, with); status != http.StatusOK {
			a.t.Errorf("the update is answered %d", status)
		}
		if !hr.Await(func() bool { return len(a.slack.Files()) > 0 }) {
			a.t.Fatal("no file is sent")
		}
	}
	if n := a.turns(victim) - before; n != 1 {
		a.t.Errorf("%d turns of one message", n)
	}
	a.settled()
	if n := len(a.slack.Files()); n != 1 {
		a.t.Errorf("%d files of one command", n)
	}
}

// turns is how many messages of somebody on Telegram have been taken.
func (a *target) turns(p *telegramtest.Person) (n int) {
	a.t.Helper()
	out, status := a.replicas[0].hspbot(fmt.Sprint("person show telegram:", p.ID()))
	_, last, _ := strings.Cut(out, "last used ")
	_, last, _ = strings.Cut(last, ", ")
	if _, err := fmt.Sscanf(last, "%d messages", &n); status != 0 || err != nil {
		a.t.Fatalf("person show: exit %d\n%s", status, out)
	}
	return n
}

// unknownGuest has a guest of another company ask for the candidates while Slack does not say whose
// they are, and afterwards.
func (a *target) unknownGuest(hr, guest *slacktest.Person, c *slacktest.Channel) {
	a.t.Helper()
	a.slack.Fail("users.info", slacktest.Fault{Kind: slacktest.Refused, Error: "user_not_found", Times: slacktest.Always})
	files, messages := len(a.slack.Files()), len(c.Messages())
	for _, text := range []string{"list", "export", "candidate 18", "list"} { // both replicas hear of it
		guest.Command(c, text)
		a.settled()
	}
	a.told(guest, c, "slack.refuse.unsaid")
	a.slack.ClearFaults()
	for _, m := range guest.Ephemerals(c) {
		if strings.Contains(m.Plain(), "candidate 17") {
			a.t.Errorf("the guest reads\n%s", m.Plain())
		}
	}
	if len(a.slack.Files()) != files || len(c.Messages()) != messages {
		a.t.Errorf("%d files, %d messages more", len(a.slack.Files())-files, len(c.Messages())-messages)
	}
	hr.Command(c, "list")
	if !hr.Await(func() bool { return strings.Contains(notice(hr, c), "candidate 17") }) {
		a.t.Errorf("who may see the list reads %q", notice(hr, c))
	}
}

// flood has one account begin 5,000 conversations, in topics of one group. Who is in the middle of an
// interview is answered within three seconds all the same, in private and in Slack, and so is
// somebody who begins.
func (a *target) flood() {
	a.t.Helper()
	const topics, promised = 5000, 3 * time.Second
	talking := a.tele.AddPerson("en")
	says(a.t, talking, "/start")
	inSlack := a.team.Person("UBERT")
	inSlack.Say("hello")
	if !inSlack.Await(func() bool { return inSlack.Last() != nil }) {
		a.t.Fatal("no answer in Slack")
	}
	forum := a.tele.AddForum("many topics")
	somebody := a.tele.AddPerson("en")
	attacker := a.tele.Person(somebody.ID(), forum)
	done, flooded := make(chan struct{}), time.Now()
	go func() {
		defer close(done)
		for i := range topics {
			attacker.InTopic(a.tele.AddTopic(forum, fmt.Sprint("topic ", i))).Say("/start@" + a.tele.Username())
		}
	}()
	for range 4 {
		for name, act := range map[string]func(){
			"in the middle of an interview": func() { says(a.t, talking, "/help") },
			"who begins":                    func() { says(a.t, a.tele.AddPerson("ja"), "/start") },
			"in Slack": func() {
				had := inSlack.Last().TS
				inSlack.Say("/help")
				inSlack.Await(func() bool { m := inSlack.Last(); return m != nil && m.TS != had })
			},
		} {
			began := time.Now()
			act()
			if took := time.Since(began); took > promised {
				a.t.Errorf("somebody %s waited %v", name, took)
			}
		}
	}
	<-done
	ctx, cancel := context.WithTimeout(a.t.Context(), 30*time.Second)
	defer cancel()
	if err := a.tele.Wait(ctx, func() bool { return a.tele.Pending() == 0 }); err != nil {
		a.t.Fatalf("%d updates are not taken", a.tele.Pending())
	}
	dropped := 0
	for _, r := range a.replicas {
		_, body := get(a.t, r.ops+"/metrics")
		for _, line := range strings.Split(body, "\n") {
			var n int
			if _, err := fmt.Sscanf(line, `hspbot_deliveries_dropped_total{platform="telegram"} %d`, &n); err == nil {
				dropped += n
			}
		}
	}
	// Each replica takes twenty at once, and one more each half second.
	if most := len(a.replicas) * (20 + int(time.Since(flooded)/(500*time.Millisecond))); dropped < topics-most {
		a.t.Errorf("%d of %d deliveries were dropped", dropped, topics)
	}
}

// named is how often a copy has an id, as text or in hexadecimal digits, as pg_dump writes bytes.
func named(dump, id string) int {
	return strings.Count(dump, id) + strings.Count(dump, hex.EncodeToString([]byte(id)))
}

// forgotten has two people ask to be forgotten. A copy of the database does not name them any more.
func (a *target) forgotten(hr *slacktest.Person) {
	a.t.Helper()
	v := locales.In("en")
	somebody := a.tele.AddPerson("en")
	group := a.tele.Person(somebody.ID(), a.tele.AddGroup("visa"))
	says(a.t, somebody, "/start")
	says(a.t, group, "/start@"+a.tele.Username())
	hr.Say("hello")
	seen(a.t, hr, v.Say("question.goal.ask"))
	id := fmt.Sprint(somebody.ID())
	if dump := a.dump(); named(dump, id) < 2 || named(dump, hr.ID) < 1 {
		a.t.Errorf("a copy names two people %d and %d times", named(dump, id), named(dump, hr.ID))
	}
	somebody.Say("/forget")
	somebody.Sees(titled(v.Say("forget.title")))
	somebody.Press("yes:forget")
	somebody.Sees(titled(v.Say("forgotten.title")))
	hr.Say("/forget")
	press(a.t, hr, v.Say("forget.title"), "yes:forget")
	seen(a.t, hr, v.Say("forgotten.title"))
	a.settled()
	var dump string
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if dump = a.dump(); named(dump, id)+named(dump, hr.ID) == 0 {
			return
		}
	}
	a.t.Errorf("a copy still names who was forgotten:\n%s", sessions(dump))
}

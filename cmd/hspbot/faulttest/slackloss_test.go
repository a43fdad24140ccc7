package faulttest

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// slackLoss is a way to lose Slack.
type slackLoss struct {
	name string
	lose func(fake *slacktest.Server, team *slacktest.Team)
	// back is how it comes back; nil where it does not.
	back func(fake *slacktest.Server, team *slacktest.Team)
	// ready is what /readyz answers meanwhile; 0 is that the program has ended by itself, with status 1.
	ready int
	// says is in the log, in a line of a level: an operator has to learn of it.
	level, says string
	// forgets says that the data of the workspace is deleted.
	forgets bool
}

var slackLosses = []slackLoss{
	{name: "no new connection", ready: http.StatusServiceUnavailable, level: "WARN", says: "",
		lose: func(fake *slacktest.Server, _ *slacktest.Team) {
			fake.Fail("apps.connections.open", slacktest.Fault{Kind: slacktest.ResetBefore, Times: slacktest.Always})
			fake.DropConnections()
		},
		back: func(fake *slacktest.Server, _ *slacktest.Team) { fake.ClearFaults() }},
	{name: "app token revoked", level: "ERROR", says: "app-level token",
		lose: func(fake *slacktest.Server, _ *slacktest.Team) {
			fake.Fail("apps.connections.open", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_auth", Times: slacktest.Always})
			fake.DropConnections()
		}},
	{name: "5xx", ready: http.StatusOK, level: "WARN", says: "503",
		lose: func(fake *slacktest.Server, _ *slacktest.Team) {
			fake.Fail("", slacktest.Fault{Kind: slacktest.ServerError, Times: slacktest.Always})
			fake.Fail("response_url", slacktest.Fault{Kind: slacktest.ServerError, Times: slacktest.Always})
		},
		back: func(fake *slacktest.Server, _ *slacktest.Team) { fake.ClearFaults() }},
	{name: "app removed", ready: http.StatusOK, level: "INFO", says: "the data of a workspace that removed the app is deleted", forgets: true,
		lose: func(_ *slacktest.Server, team *slacktest.Team) { team.Uninstall() }},
}

// TestFaultSlackLost takes Slack away from a program in Socket Mode in each way there is. The
// operator learns of it; where it comes back, what people did meanwhile has its effect, once; where
// it does not, the program does not pretend to work.
func TestFaultSlackLost(t *testing.T) {
	for _, loss := range slackLosses {
		t.Run(loss.name, func(t *testing.T) {
			t.Parallel()
			fake := slacktest.New(t, slacktest.Options{Unlimited: true, Timeout: slackPatience})
			team, log := fake.Team("T1"), &bottest.Log{}
			data := filepath.Join(t.TempDir(), "lost.db")
			r := newReplica(t, log, "HSPBOT_DATA="+data, "HSPBOT_SLACK_BOT_TOKEN="+team.Token(), "HSPBOT_SLACK_APP_TOKEN="+fake.AppToken(),
				"HSPBOT_SLACK_API="+strings.TrimRight(fake.API(), "/"), unlimited)
			r.start()
			r.ready()
			fake.Await(func() bool { return fake.Connections() > 0 })
			p := team.Person("U1")
			p.Say("/start")
			first := newestCard(p)
			if !p.Await(func() bool { first = newestCard(p); return first != nil }) {
				t.Fatalf("no card:\n%s", log)
			}

			loss.lose(fake, team)
			if loss.ready == 0 {
				_, ended := r.current()
				select {
				case <-ended:
				case <-time.After(20 * time.Second):
					t.Fatalf("the program goes on:\n%s", log)
				}
				process, _ := r.current()
				if code := process.ProcessState.ExitCode(); code != 1 {
					t.Errorf("the program ends with %d", code)
				}
				if n := strings.Count(log.String(), loss.says); n == 0 {
					t.Errorf("the log does not say %q:\n%s", loss.says, log)
				}
				return
			}
			if !until(30*time.Second, func() bool { return r.probe("/readyz") == loss.ready }) {
				t.Errorf("/readyz is %d, not %d:\n%s", r.probe("/readyz"), loss.ready, log)
			}
			if loss.forgets {
				// Sessions are counted once a minute: not before they should be gone.
				if !until(30*time.Second, func() bool { return strings.Contains(log.String(), loss.says) }) {
					t.Errorf("the log does not say %q:\n%s", loss.says, log)
				}
				if n := r.metric(`hspbot_sessions{platform="slack"}`); n != 0 {
					t.Errorf("%v sessions:\n%s", n, log)
				}
				r.stop()
				return
			}
			_ = p.PressAsSeen(first, "set:goal:i-b") // it may be told that it did not work
			<-time.After(either(3*time.Second, time.Minute))
			if !strings.Contains(log.String(), "level="+loss.level) || !strings.Contains(log.String(), loss.says) {
				t.Errorf("no line of level %s with %q:\n%s", loss.level, loss.says, log)
			}
			loss.back(fake, team)
			if !until(30*time.Second, func() bool { return r.probe("/readyz") == http.StatusOK && fake.Connections() > 0 }) {
				t.Fatalf("it does not come back:\n%s", log)
			}
			after := first
			answered := func() bool {
				fake.Redeliver()
				after = newestCard(p)
				return after != nil && (after.TS != first.TS || after.Edited > first.Edited)
			}
			if len(p.ErrorsShown()) > 0 { // who was told that it did not work does it again
				_ = p.PressAsSeen(first, "set:goal:i-b")
			}
			if !until(time.Minute, answered) {
				t.Errorf("what was pressed has no effect:\n%s", log)
			}
			r.stop()
		})
	}
}

// newestCard is the newest message with buttons that somebody sees.
func newestCard(p *slacktest.Person) (card *slacktest.Message) {
	for _, m := range p.DM() {
		if m.Bot && len(m.Buttons()) > 0 {
			card = m
		}
	}
	return card
}

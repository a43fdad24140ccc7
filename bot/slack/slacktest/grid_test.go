package slacktest_test

import (
	"testing"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

// A workspace's own installation goes before that of its organisation.
func TestGrid(t *testing.T) {
	w := newWorld(t, slacktest.Options{Unlimited: true})
	org := w.Enterprise("E1", w.team, w.Team("T2"))
	everywhere := api(t, w.Server, org.Token())
	p := w.Team("T2").Person("W2")
	p.OpenHome()
	w.person.OpenHome()
	w.settled(t)
	for _, c := range []struct {
		team string
		wide bool
		bot  string
	}{{"T1", false, w.team.Bot()}, {"T2", true, w.Team("T2").Bot()}} {
		got := w.app.all("app_home_opened", `"team_id":"`+c.team+`"`)
		if len(got) != 1 {
			t.Fatalf("%d events of %s", len(got), c.team)
		}
		outer := got[0].payload(t)
		auth := outer["authorizations"].([]any)[0].(object)
		if auth["is_enterprise_install"] != c.wide || auth["user_id"] != c.bot || outer["enterprise_id"] != "E1" {
			t.Errorf("%s: %v", c.team, outer)
		}
	}
	p.Command(nil, "start")
	w.settled(t)
	form := values(t, w.app.all("command=")[0])
	_, err := w.api.OpenView(form.Get("trigger_id"), note())
	refused(t, err, "invalid_trigger_id") // of another workspace
	_, err = everywhere.OpenView(form.Get("trigger_id"), note())
	must(t, err)
	if err := p.Submit(); err != nil {
		t.Fatal(err)
	}
	w.settled(t)
	payload := w.app.all("view_submission")[0].payload(t)
	if payload["is_enterprise_install"] != true || payload["enterprise"].(object)["id"] != "E1" || payload["team"].(object)["id"] != "T2" {
		t.Errorf("submission %v", payload)
	}
	if p.Modal() != nil {
		t.Error("an empty acknowledgement does not close the modal")
	}
}

// note is a modal without inputs.
func note() slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, Title: label("Note"), Submit: label("Send"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{section("Read this.")}}}
}

func TestStranger(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	guest := w.team.Person("U9")
	guest.Stranger = "T9"
	c := w.team.Channel("C1", w.person, guest).Invite()
	c.Shared = true
	guest.Mention(c, "", "hello")
	_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("a", false), slack.MsgOptionBlocks(row("r", "Go")))
	must(t, err)
	messages := c.Messages()
	must(t, guest.Press(messages[len(messages)-1], "Go"))
	w.settled(t)
	mention := w.app.all("app_mention")[0].payload(t)
	event := mention["event"].(object)
	if mention["is_ext_shared_channel"] != true || mention["team_id"] != "T1" || event["user_team"] != "T9" || event["source_team"] != "T9" {
		t.Errorf("mention %v", mention)
	}
	ic := interaction(t, w.app.all("block_actions")[0])
	if ic.User.TeamID != "T9" || ic.Team.ID != "T1" || ic.Channel.ID != "C1" {
		t.Errorf("interaction of %+v in %+v", ic.User, ic.Team)
	}
}

package slacktest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

// TestUserGroups are those of a workspace, and who is in them.
func TestUserGroups(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	w.team.UserGroup("S1", "HR team", w.person)
	groups, err := w.api.GetUserGroups()
	must(t, err)
	if len(groups) != 1 || groups[0].ID != "S1" || groups[0].Name != "HR team" || len(groups[0].Users) != 0 {
		t.Errorf("groups %+v", groups)
	}
	users, err := w.api.GetUserGroupMembers("S1")
	must(t, err)
	if !slices.Equal(users, []string{"U1"}) {
		t.Errorf("members %q", users)
	}
	_, err = w.api.GetUserGroupMembers("S2")
	refused(t, err, "no_such_subteam")
}

func TestPeople(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	w.person.Locale = "zh-CN"
	stranger := w.team.Person("U2")
	stranger.Stranger, stranger.Locale = "T9", ""
	u, err := w.api.GetUserInfo("U1")
	must(t, err)
	if u.ID != "U1" || u.Locale != "zh-CN" || u.TZ != "Asia/Tokyo" || u.TZOffset != 9*3600 || u.TeamID != "T1" || u.IsBot {
		t.Errorf("person %+v", u)
	}
	u, err = w.api.GetUserInfoContext(t.Context(), "U1", slack.GetUserInfoOptionIncludeLocale(false))
	must(t, err)
	if u.Locale != "" {
		t.Error("a locale nobody has asked for")
	}
	u, err = w.api.GetUserInfo("U2")
	must(t, err)
	if u.Locale != "" || u.TeamID != "T9" || !u.IsStranger {
		t.Errorf("stranger %+v", u)
	}
	for role, want := range map[slacktest.Role][3]bool{"": {}, slacktest.Admin: {true}, slacktest.Owner: {true, true}, slacktest.Guest: {2: true}} {
		w.person.Role = role
		u, err = w.api.GetUserInfo("U1")
		must(t, err)
		if got := [3]bool{u.IsAdmin, u.IsOwner, u.IsRestricted}; got != want {
			t.Errorf("role %q is told as %v", role, got)
		}
	}
	u, err = w.api.GetUserInfo(w.team.Bot())
	must(t, err)
	if !u.IsBot {
		t.Error("the app is no bot")
	}
	_, err = w.api.GetUserInfo("U404")
	refused(t, err, "user_not_found")
}

func TestOpen(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	open := func(user string, full bool) (*slack.Channel, bool, error) {
		ch, _, already, err := w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{user}, ReturnIM: full})
		return ch, already, err
	}
	ch, already, err := open("U1", false)
	must(t, err)
	if !strings.HasPrefix(ch.ID, "D") || already || ch.IsIM {
		t.Errorf("opened %+v", ch)
	}
	full, already, err := open("U1", true)
	must(t, err)
	if full.ID != ch.ID || !already || !full.IsIM || full.User != "U1" {
		t.Errorf("opened %+v", full)
	}
	_, _, err = open("U404", false)
	refused(t, err, "user_not_found")
	w.team.Person("U2").Unreachable = true
	_, _, err = open("U2", false)
	refused(t, err, "user_not_visible")
	_, _, _, err = w.api.OpenConversation(&slack.OpenConversationParameters{ChannelID: ch.ID})
	must(t, err)
}

func TestChannels(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	w.team.Channel("C1", w.person, w.team.Person("U2"), w.team.Person("U3")).Invite().Shared = true
	w.team.Channel("C2", w.person).Private = true
	ch, err := w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C1", IncludeNumMembers: true})
	must(t, err)
	if ch.ID != "C1" || ch.IsIM || !ch.IsExtShared || ch.NumMembers != 4 || !ch.IsMember {
		t.Errorf("channel %+v", ch)
	}
	_, err = w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C2"})
	refused(t, err, "channel_not_found")
	var all []string
	cursor := ""
	for page := 0; page == 0 || cursor != ""; page++ {
		var members []string
		members, cursor, err = w.api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: "C1", Limit: 3, Cursor: cursor})
		must(t, err)
		all = append(all, members...)
	}
	if want := []string{"U1", "U2", "U3", w.team.Bot()}; !slices.Equal(all, want) {
		t.Errorf("members %v, want %v", all, want)
	}
	im, err := w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: w.dm(t)})
	must(t, err)
	if !im.IsIM || im.User != "U1" {
		t.Errorf("DM %+v", im)
	}
}

func TestReadScopesByKind(t *testing.T) {
	w := newWorld(t, slacktest.Options{Scopes: []string{"channels:read", "chat:write", "im:write"}})
	w.team.Channel("C1", w.person).Invite()
	w.team.Channel("C2", w.person).Invite().Private = true
	_, err := w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C1"})
	must(t, err)
	_, err = w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C2"})
	refused(t, err, "missing_scope")
	_, err = w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: w.dm(t)})
	refused(t, err, "missing_scope")
	provoked(t, w.Server, "asks for none of groups:read", "asks for none of im:read")
}

func TestUpload(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	root, _, err := w.api.PostMessage(dm, slack.MsgOptionText("a", false))
	must(t, err)
	thread := w.person.Last().TS
	content := "a,b\n1,2\n"
	_, err = w.api.UploadFile(slack.UploadFileParameters{Filename: "result.csv", Title: "Result", AltTxt: "a table", Content: content,
		FileSize: len(content), Channel: root, ThreadTimestamp: thread, InitialComment: "Here it is."})
	must(t, err)
	got := w.Files()
	if len(got) != 1 || string(got[0].Content) != content || got[0].Name != "result.csv" || got[0].Title != "Result" || got[0].AltText != "a table" ||
		got[0].Channel != dm || got[0].Thread != thread {
		t.Errorf("files %+v", got)
	}
	if m := w.person.Last(); len(m.Files) != 1 || m.Text != "Here it is." || m.Thread != thread {
		t.Errorf("message %+v", m)
	}
	w.settled(t)
	if n := len(w.app.all("file_share", "bot_id")); n != 1 {
		t.Errorf("%d events of the app's own file", n)
	}
}

func TestWrongUploads(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	u, err := w.api.GetUploadURLExternalContext(t.Context(), slack.GetUploadURLExternalParameters{FileName: "a.csv", FileSize: 3})
	must(t, err)
	complete := func(channel string) error {
		_, err := w.api.CompleteUploadExternalContext(t.Context(), slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: u.FileID}}, Channel: channel})
		return err
	}
	refused(t, complete(dm), "file_not_found")
	must(t, w.api.UploadToURL(t.Context(), slack.UploadToURLParameters{UploadURL: u.UploadURL, Content: "ab", Filename: "a.csv"}))
	provoked(t, w.Server, "3 bytes were announced, 2 came")
	refused(t, complete("U1"), "invalid_channel")
	provoked(t, w.Server, "invalid_channel")
	w.team.Channel("C1", w.person)
	refused(t, complete("C1"), "not_in_channel")
	must(t, complete(dm))
	refused(t, complete(dm), "file_not_found")
	w.Fail("upload", slacktest.Fault{Kind: slacktest.ServerError})
	if w.api.UploadToURL(t.Context(), slack.UploadToURLParameters{UploadURL: u.UploadURL, Content: "ab", Filename: "a.csv"}) == nil {
		t.Error("no fault")
	}
	w.settled(t)
}

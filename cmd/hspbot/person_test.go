package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
)

// TestPerson answers the request of a person, beside the running bot: what is stored is shown
// and exported, and erased. A line of the log leads to the person. The counts stay.
func TestPerson(t *testing.T) {
	t.Parallel()
	for _, store := range []string{"SQLite", "PostgreSQL"} {
		t.Run(store, func(t *testing.T) {
			tele := telegramtest.New(t, telegramtest.Options{})
			s := newService(t, filepath.Join(t.TempDir(), "serve.db"), tele, "HSPBOT_KEYS="+oldKey)
			if store == "PostgreSQL" {
				s.env[0] = "HSPBOT_DATABASE_URL=" + pgtest.Start(t).Database(t)
			}
			s.start()
			s.ready("ready")
			anna, bert := tele.AddPerson("en"), tele.AddPerson("ja")
			for range 5 {
				says(t, tele.AddPerson("ja"), "/start sakura")
			}
			group := tele.AddGroup("team")
			says(t, anna, "/start")
			says(t, bert, "/start")
			inGroup := tele.Person(anna.ID(), group)
			inGroup.Say("/start@" + tele.Username())
			inGroup.Sees(func(m telegramtest.Message) bool { return m.FromBot })
			id := "telegram:" + fmt.Sprint(anna.ID())
			out, status := s.hspbot("person show " + id)
			if status != 0 || strings.Count(out, "telegram:") != 2 || !strings.Contains(out, "telegram:"+fmt.Sprint(group)+":"+fmt.Sprint(anna.ID())+"\n") {
				t.Errorf("show: exit %d\n%s", status, out)
			}
			out, status = s.hspbot("person export " + id)
			var list []struct {
				Conversation string
				Answers      struct{ Language string }
			}
			if err := json.Unmarshal([]byte(out), &list); err != nil || status != 0 || len(list) != 2 || list[0].Answers.Language != "en" {
				t.Errorf("export: exit %d %v\n%s", status, err, out)
			}
			// The platform refuses a post, which the log reports under a hash.
			tele.Fail(telegramtest.Fault{Kind: telegramtest.BadGateway, Chat: bert.ID(), Times: 2})
			bert.Say("/help")
			var hash []string
			eventually(t, s.ops+"/healthz", func(int, string) bool {
				hash = regexp.MustCompile(`conversation=([0-9a-f]{12})`).FindStringSubmatch(s.log.String())
				return hash != nil
			})
			if out, status := s.hspbot("person of-log " + hash[1]); status != 0 || out != "telegram:"+fmt.Sprint(bert.ID())+"\n" {
				t.Errorf("of-log: exit %d %s", status, out)
			}
			if out, status := s.hspbot("person erase " + id); status != 0 || !strings.HasPrefix(out, "deleted: 2 conversations") {
				t.Errorf("erase: exit %d %s", status, out)
			}
			if out, status := s.hspbot("person show " + id); status != statusFailed || out != "hspbot: nothing is stored of this person\n" {
				t.Errorf("show afterwards: exit %d %s", status, out)
			}
			if out, status := s.hspbot("person show telegram:" + fmt.Sprint(bert.ID())); status != 0 {
				t.Errorf("another person is gone: %s", out)
			}
			says(t, anna, "/start") // begins anew
			// What was counted of the deleted stays counted; of the day that is not over only whole
			// groups of five are told.
			s.metric(`hspbot_referred_total{code="other",what="opened"} 5`)
			s.stop()
			if out, status := s.hspbot("stats --by language"); status != 0 || out != "language  opened  finished  below 70  70 points\n" {
				t.Errorf("stats: exit %d\n%s", status, out)
			}
			if out, status := s.hspbot("person show matrix:1"); status != statusUsage {
				t.Errorf("an unknown platform: exit %d %s", status, out)
			}
			if out, status := s.hspbot("stats --by name"); status != statusUsage {
				t.Errorf("by name: exit %d %s", status, out)
			}
		})
	}
}

package slack

import (
	"strconv"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
)

// TestCrowded: nobody fills a channel with candidates. Who has begun many is told, and
// others still can.
func TestCrowded(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	for i := range maxAnHour {
		key := place{install: "T1", channel: "C1", candidate: candidateID(strconv.Itoa(i))}.key()
		_, err := w.store.Apply(t.Context(), key, func(s *bot.Session) error {
			s.Version, s.Shown, s.Created, s.Touched = 1, 1, time.Now(), time.Now()
			s.State.Language = "en"
			s.Surface = card.JSON(surface{Channel: "C1", Candidate: &candidate{Label: "x", By: a.ID, Head: "1.1", Root: "1.1"}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	a.Command(c, "one more")
	if !a.Await(func() bool { return len(a.Ephemerals(c)) == 1 }) {
		t.Fatal("nobody is told")
	}
	if got := a.Ephemerals(c)[0].Plain(); got != say("en", "slack.candidate.too_many") {
		t.Errorf("told %q", got)
	}
	if n := len(c.Messages()); n != 0 {
		t.Errorf("%d messages in the channel", n)
	}
	b.Command(c, "somebody else's")
	w.candidate(b, c, 1)
}

package terminal

import (
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestChecklistByNumbers: on a page of toggles that is no question, as the papers of an application, a
// number ticks what it names, and several numbers all of them.
func TestChecklistByNumbers(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tag := range locales.Tags() {
		s := bottest.Finished(tag, at, 400)
		press := func(e conversation.Event) {
			e.At = at
			s = conversation.Step(s, e)
		}
		ticked := func() (list []int) {
			for i, c := range conversation.Show(s, at).Choices {
				if c.Role == conversation.Option && c.Selected {
					list = append(list, i+1)
				}
			}
			return list
		}
		press(pressed(conversation.ShowAction("papers.status")))
		screen := conversation.Show(s, at)
		if !screen.Several || len(toggles(&screen, "2")) > 1 {
			t.Fatalf("%s: %+v", tag, screen)
		}
		e, ok := resolve(screen, "2")
		if press(e); !ok || len(ticked()) != 1 || ticked()[0] != 2 {
			t.Errorf("%s: 2 ticks %v", tag, ticked())
		}
		for _, line := range []string{"1,3", "4 5"} {
			screen = conversation.Show(s, at)
			list := toggles(&screen, line)
			if len(list) != 2 {
				t.Fatalf("%s: %q presses %v", tag, line, list)
			}
			for _, e := range list {
				press(e)
			}
		}
		if got := ticked(); len(got) != 5 {
			t.Errorf("%s: ticked are %v", tag, got)
		}
	}
}

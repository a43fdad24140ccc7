package terminal

import (
	"slices"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestChecklistByNumbers: on a page of toggles that is no question, as the papers of an application, a
// number ticks what it names, and several numbers all of them.
func TestChecklistByNumbers(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tag := range locales.Tags() {
		s := bottest.Finished(tag, noon, 400)
		press := func(e conversation.Event) {
			e.At = noon
			s = conversation.Step(s, e)
		}
		ticked := func() (list []int) {
			for i, c := range conversation.Show(s, noon).Choices {
				if c.Role == conversation.Option && c.Selected {
					list = append(list, i+1)
				}
			}
			return list
		}
		press(pressed(conversation.ShowAction("papers.status")))
		enter := func(line string) {
			for _, e := range showing(conversation.Show(s, noon), Lines).events(line) {
				press(e)
			}
		}
		enter("2")
		if got := ticked(); !slices.Equal(got, []int{2}) {
			t.Errorf("%s: 2 ticks %v", tag, got)
		}
		enter("1,3")
		enter("4 5")
		if got := ticked(); !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
			t.Errorf("%s: ticked are %v", tag, got)
		}
	}
}

package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestChecklist: a paper is ticked and unticked by its button, a second press of the same changes
// nothing, progress is counted of what is asked for, and it survives a look elsewhere, a change of an
// answer and the stored form. What is ticked stands in /mydata and is gone when all is forgotten.
func TestChecklist(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := tableAt(t, tag, "result")
		s, screen := step(s, Event{Kind: Pressed, Action: ShowAction("papers.status"), At: noon})
		all := len(begin(s, noon).papersFor(scoring.ForStatus))
		press := func(id string) {
			t.Helper()
			for _, c := range screen.Choices {
				if c.ID == id {
					s, screen = step(s, Event{Kind: Pressed, Action: c.Action, At: noon})
					return
				}
			}
			t.Fatalf("%s: no %s on\n%s", tag, id, draw(screen))
		}
		title := func(have int) string {
			v := locales.In(tag)
			return v.Say("papers.of", "What", v.Say("papers.status"), "Have", have, "All", all)
		}
		action := screen.Choices[0].Action
		press("career")
		press("more")
		press("points_sheet")
		if screen.Title != title(2) || !screen.Several || s.Papers != "status:career,status:points_sheet" {
			t.Errorf("%s: %q with %q ticked", tag, screen.Title, s.Papers)
		}
		s, screen = step(s, Event{Kind: Pressed, Action: action, At: noon}) // an old button
		if screen.Title != title(2) || screen.ID != "papers.status" {
			t.Errorf("%s: pressed twice: %s", tag, screen.Title)
		}
		press("more")
		press("points_sheet")
		if screen.Title != title(1) {
			t.Errorf("%s: not unticked: %s", tag, screen.Title)
		}
		s = Step(s, Event{Kind: Pressed, Action: "set:salary:=9000000", At: noon})
		_, data := step(s, Event{Kind: Typed, Text: "/mydata", At: noon})
		if !strings.Contains(draw(data), locales.In(tag).Say("paper.career")) {
			t.Errorf("%s: /mydata does not say what is ticked:\n%s", tag, draw(data))
		}
		for _, forged := range []string{"have:status:nothing", "have:nothing:photo", "have:", "lack:status"} {
			if after := Step(s, Event{Kind: Pressed, Action: forged, At: noon}); after.Papers != s.Papers {
				t.Errorf("%s: %q ticks %q", tag, forged, after.Papers)
			}
		}
		if gone := Step(s, Event{Kind: Pressed, Action: ActionForget, At: noon}); gone.Papers != "" || !gone.Forgotten {
			t.Errorf("%s: %q is left", tag, gone.Papers)
		}
	}
}

// TestChecklistScreens: the checklists of every application, with all that can be claimed, and what the
// papers have to show fit a phone, their buttons too, and speak of a candidate in the third person.
func TestChecklistScreens(t *testing.T) {
	for _, tag := range locales.Tags() {
		for _, candidate := range []bool{false, true} {
			s := tableAt(t, tag, "result")
			s.Candidate = candidate
			views := []string{papersView}
			for _, of := range scoring.Applications {
				view := papersView + "." + string(of)
				views = append(views, view, view+".2", view+"."+wordsPage, view+"."+wordsPage+".2", view+"."+wordsPage+".3")
			}
			for _, view := range views {
				screen := Show(s.looking(view), noon)
				check(t, screen)
				if n := phoneLines(&screen); n > 20 {
					t.Errorf("%s: %s has %d lines:\n%s", tag, view, n, draw(screen))
				}
				for _, c := range screen.Choices {
					if columns(c.Label) > 30 || len(c.Action) > longestAction {
						t.Errorf("%s: a button of %s: %q, %q", tag, view, c.Label, c.Action)
					}
				}
				if word := spokenTo[tag].FindString(screen.Title + "\n" + screen.Plain()); candidate && word != "" {
					t.Errorf("%s: %s says %q:\n%s", tag, view, word, draw(screen))
				}
			}
		}
		for _, p := range scoring.ApplicationPapers {
			if label := locales.In(tag).Say("paper." + p.ID); columns(label) > 30 || label == "paper."+p.ID {
				t.Errorf("%s: %s is %q", tag, p.ID, label)
			}
		}
	}
}

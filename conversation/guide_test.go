package conversation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// guideViews are the views of the guide of a language on the day of a state: its menu, and every
// page and the sources of every topic.
func guideViews(s State, at time.Time) []string {
	t := begin(s, at)
	list := []string{guideView}
	for i := range chapters {
		c := &chapters[i]
		view := guideView + "." + c.id
		list = append(list, view)
		for n := range t.pages(c) {
			list = append(list, fmt.Sprintf("%s.%d", view, n+1), fmt.Sprintf("%s.%s.%d", view, sourcesPage, n+1))
		}
	}
	return list
}

// guideDays are days of which the guide tells: before and after what changes, and far ahead.
var guideDays = []time.Time{noon, time.Date(2023, 5, 1, 12, 0, 0, 0, time.UTC), time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC),
	time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC), time.Date(2031, 1, 1, 12, 0, 0, 0, time.UTC)}

// TestGuideFitsAPhone: a page of the guide is at most 20 lines of 40 columns in every language and
// on every day, and so is the list of its sources; buttons are at most 30 columns wide. All pages of a topic together say each
// of its sentences once.
func TestGuideFitsAPhone(t *testing.T) {
	for _, tag := range locales.Tags() {
		most := 0
		for _, candidate := range []bool{false, true} {
			for _, at := range guideDays {
				s := State{Language: tag, Chosen: true, Candidate: candidate}
				for _, view := range guideViews(s, at) {
					screen := Show(s.looking(view), at)
					n := phoneLines(&screen)
					most = max(most, n)
					if n > 20 {
						t.Errorf("%s: %s has %d lines on %s:\n%s", tag, view, n, at, draw(screen))
					}
					for _, c := range screen.Choices {
						if n := columns(c.Label); n > 30 {
							t.Errorf("%s: a button of %s is %d columns wide: %s", tag, view, n, c.Label)
						}
					}
				}
			}
		}
		t.Logf("%s: at most %d lines", tag, most)
		turn := begin(State{Language: tag}, noon)
		for i := range chapters {
			c := &chapters[i]
			var paged, all []string
			for _, page := range turn.pages(c) {
				for _, x := range page {
					paged = append(paged, x.text)
				}
			}
			for _, x := range turn.sentencesOf(c) {
				all = append(all, x.text)
			}
			if !slices.Equal(paged, all) || len(all) < 3 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
				t.Errorf("%s: %s says %d sentences on its pages, of %d", tag, c.id, len(paged), len(all))
			}
		}
	}
}

// TestGuideSources: every sentence rests on an edition in force on the day, which is named at the
// foot of its page with the day it was compared, and is in the list of sources with its address.
// Practice is said to be no official text. Every statement of a topic of the guide is in it.
func TestGuideSources(t *testing.T) {
	for _, tag := range locales.Tags() {
		for _, at := range guideDays {
			turn := begin(State{Language: tag}, at)
			for i := range chapters {
				c := &chapters[i]
				for n, page := range turn.pages(c) {
					shown := turn.guidePage(c, fmt.Sprint(n+1))
					foot, list := draw(shown), draw(turn.guideSources(c, fmt.Sprint(n+1)))
					for _, x := range page {
						if e := x.edition; e == nil || !turn.voice.Has("edition."+e.ID) || !strings.Contains(list, e.URL) ||
							!x.practice && !strings.Contains(foot, turn.voice.Say("edition."+e.ID)) || !strings.Contains(foot, date(turn.voice, e.Checked)) {
							t.Errorf("%s: %s has no source on %s: %s\n%s", tag, c.id, at, x.text, foot)
						}
						if x.practice && !strings.Contains(foot, turn.voice.Say("guide.practice")) {
							t.Errorf("%s: %s does not say that this is practice: %s", tag, c.id, x.text)
						}
					}
				}
			}
		}
	}
	said := map[scoring.Topic]bool{}
	for _, c := range chapters {
		for _, p := range c.passages {
			said[p.statements] = true
		}
	}
	for _, topic := range scoring.GuideTopics {
		if !said[topic] {
			t.Errorf("no topic of the guide says %s", topic)
		}
	}
}

// TestGuideSaysWhatIsInForce: the fee is that of the day, what is over is not said, nor what is to come.
func TestGuideSaysWhatIsInForce(t *testing.T) {
	pages := func(id string, at time.Time) string {
		s := State{Language: "en", Chosen: true}
		text := ""
		for _, view := range guideViews(s, at) {
			if strings.HasPrefix(view, guideView+"."+id+".") && !strings.Contains(view, sourcesPage) {
				screen := Show(s.looking(view), at)
				text += draw(screen)
			}
		}
		return text
	}
	for _, c := range []struct {
		id        string
		at        time.Time
		says, not string
	}{
		{"renewal", noon, "¥75,000 (online ¥65,000)", "¥6,000"},
		{"renewal", guideDays[2], "¥6,000 (online ¥5,500)", "75,000"},
		{"residence", noon, "From 1 April 2027 permanent residence can be revoked", "Also examined: household income"},
		{"residence", guideDays[3], "Also examined: household income", "From 1 April 2027"},
		{"residence", guideDays[3], "exempt from the new factor of Japanese", "A 3-year period of stay counts as the longest for filings until"},
		{"apply", guideDays[1], "14 days", "4 cm high"}, // of that day no copy was found
	} {
		text := pages(c.id, c.at)
		if !strings.Contains(text, c.says) || strings.Contains(text, c.not) {
			t.Errorf("%s on %s does not say %q, or says %q:\n%s", c.id, c.at, c.says, c.not, text)
		}
	}
}

// TestGuideLosesNothing: the guide is read at any question, with toggles switched and with an answer
// being changed, and leads back to just that.
func TestGuideLosesNothing(t *testing.T) {
	for _, tag := range locales.Tags() {
		for _, id := range []string{"goal", "degrees", "age", "salary", "japanese", "employer", "family", "result"} {
			s := tableAt(t, tag, id)
			if id == "degrees" || id == "employer" {
				c := Show(s, noon).Choices[0]
				s = Step(s, Event{Kind: Pressed, Action: c.Action, At: noon})
			}
			if id == "result" {
				s = Step(s, Event{Kind: Pressed, Action: EditAction("salary"), At: noon})
			}
			before := Show(s, noon)
			for _, path := range [][]string{{"/guide"}, {"/guide", "!employer", "!sources", "!topic", "!topics", "!apply", "!more"}} {
				now, screen := s, before
				for _, p := range path {
					e := Event{Kind: Typed, Text: p, At: noon}
					for _, c := range screen.Choices {
						if "!"+c.ID == p {
							e = Event{Kind: Pressed, Action: c.Action, At: noon}
						}
					}
					now, screen = step(now, e)
				}
				if !strings.HasPrefix(screen.ID, guideView) {
					t.Fatalf("%s at %s: %v leads to %s", tag, id, path, screen.ID)
				}
				now, screen = step(now, Event{Kind: Pressed, Action: ActionContinue, At: noon})
				screen.Notice, before.Notice = "", ""
				if draw(screen) != draw(before) || now.Draft != s.Draft || now.Editing != s.Editing {
					t.Errorf("%s: back from %v at %s:\n%s\nnot\n%s", tag, path, id, draw(screen), draw(before))
				}
			}
		}
	}
}

// TestGuideForgedViews: a view of the guide that is not there is refused, or is one that is.
func TestGuideForgedViews(t *testing.T) {
	s := tableAt(t, "en", "salary")
	for view, want := range map[string]string{"guide.": "guide", "guide.nothing": "salary", "guide.employer.99": "guide.employer.2", "guide.employer.-1": "guide.employer",
		"guide.employer.x": "guide.employer", "guided": "salary"} {
		if _, screen := step(s, Event{Kind: Pressed, Action: ShowAction(view), At: noon}); screen.ID != want {
			t.Errorf("%q leads to %s, want %s", view, screen.ID, want)
		}
	}
}

// TestGuideOfACandidate: the guide speaks of a candidate in the third person.
func TestGuideOfACandidate(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := State{Language: tag, Chosen: true, Candidate: true}
		for _, view := range guideViews(s, noon) {
			screen := Show(s.looking(view), noon)
			if word := spokenTo[tag].FindString(screen.Title + "\n" + screen.Plain()); word != "" {
				t.Errorf("%s: %s says %q:\n%s", tag, view, word, draw(screen))
			}
		}
	}
}

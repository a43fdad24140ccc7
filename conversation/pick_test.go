package conversation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
)

// labelsOf are the labels of the options on a screen, and of "not sure", by their ids.
func labelsOf(s *Screen) (ids []string, labels map[string]string) {
	labels = map[string]string{}
	for _, c := range s.Choices {
		labels[c.ID] = c.Label
		if c.Role == Option {
			ids = append(ids, c.ID)
		}
	}
	return ids, labels
}

// TestLabelsListed: a list of the labels of a page, which may hold commas themselves, is its answer in
// every language, and nothing else: not what one of them is about, nor an answer to another question.
// With "not sure" behind it the rest of the page stays unknown.
func TestLabelsListed(t *testing.T) {
	for _, tag := range locales.Tags() {
		for i := range questions {
			q := &questions[i]
			if q.style != pages {
				continue
			}
			before := tableAt(t, tag, q.id)
			screen := Show(before, noon)
			ids, labels := labelsOf(&screen)
			types := func(text string, unsure bool, want ...string) {
				t.Helper()
				after := Step(before, Event{Kind: Typed, Text: text, Language: tag, At: noon})
				for i := range q.options {
					o := &q.options[i]
					if got := o.holds(after.Facts.Value(o.fact)); got != slices.Contains(want, o.id) {
						t.Errorf("%s: %q answers %s of %s with %v (%v)", tag, text, o.id, q.id, got, after.Notice)
					}
				}
				rest := slices.ContainsFunc(q.options, func(o option) bool { return after.Unsure.Has(o.fact) })
				if isSet := q.id == "degrees" || q.id == "research"; !isSet && rest != unsure { // a set is known as a whole
					t.Errorf("%s: %q leaves the rest of %s unknown: %v", tag, text, q.id, rest)
				}
			}
			for _, a := range ids {
				for _, sign := range []string{", ", "、", "；"} {
					types(labels[a]+sign+labels["not-sure"], len(ids) > 1, a)
					for _, b := range ids {
						if a == b || strings.HasPrefix(a, "jica") && strings.HasPrefix(b, "jica") { // one fact
							continue
						}
						types(labels[a]+sign+labels[b], false, a, b)
					}
				}
			}
		}
	}
}

// TestBrackets: what a button says is read in the brackets that people copy with it.
func TestBrackets(t *testing.T) {
	for _, tag := range locales.Tags() {
		for _, q := range everyQuestion() {
			before := tableAt(t, tag, q.id)
			for _, c := range Show(before, noon).Choices {
				want := Step(before, Event{Kind: Typed, Text: c.Label, Language: tag, At: noon})
				for _, pair := range []string{"[%s]", "［%s］", "「%s」", "(%s)", " 【%s】 "} {
					if strings.ContainsAny(c.Label, pair) {
						continue
					}
					got := Step(before, Event{Kind: Typed, Text: fmt.Sprintf(pair, c.Label), Language: tag, At: noon})
					if !got.sameAnswers(want) || got.View != want.View || got.Editing != want.Editing {
						t.Errorf("%s: "+pair+" of %s is not read as without brackets", tag, c.Label, q.id)
					}
				}
			}
		}
	}
}

// TestChecklistByLabels: on a page of toggles that is no question a label ticks one paper, a list of
// them each.
func TestChecklistByLabels(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := Step(tableAt(t, tag, "result"), Event{Kind: Pressed, Action: ShowAction("papers.status"), At: noon})
		screen := Show(s, noon)
		ids, labels := labelsOf(&screen)
		ticked := func() (list []string) {
			for _, c := range Show(s, noon).Choices {
				if c.Selected {
					list = append(list, c.ID)
				}
			}
			return list
		}
		for i, text := range []string{labels[ids[1]], labels[ids[0]] + "、" + labels[ids[2]]} {
			s = Step(s, Event{Kind: Typed, Text: text, Language: tag, At: noon})
			if want := [][]string{ids[1:2], ids[:3]}[i]; !slices.Equal(ticked(), want) {
				t.Errorf("%s: %q ticks %v, want %v", tag, text, ticked(), want)
			}
		}
	}
}

// TestNumberAndNotSure: a number with "not sure" is not "not sure" of everything.
func TestNumberAndNotSure(t *testing.T) {
	for _, tag := range locales.Tags() {
		before := tableAt(t, tag, "degrees")
		after := Step(before, Event{Kind: Typed, Text: "1, " + locales.In(tag).Say("control.unsure"), Language: tag, At: noon})
		if !after.sameAnswers(before) {
			t.Errorf("%s: %v", tag, after.Unsure)
		}
	}
}

package telegram

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"hspbot/bot/jointest"
	"hspbot/conversation"
	"hspbot/locales"
)

var quotation = regexp.MustCompile(`(?s)<blockquote expandable>(.*?)</blockquote>`)

// phoneLines is how many lines a message takes on a phone of 38 columns. Of what folds up three
// are seen.
func phoneLines(t *testing.T, text string) int {
	t.Helper()
	n := 0
	for _, line := range strings.Split(text, "\n") {
		n += 1 + max(0, columns(html.UnescapeString(tags.ReplaceAllString(line, "")))-1)/38
	}
	return n
}

func seen(t *testing.T, text string) int {
	n := phoneLines(t, quotation.ReplaceAllString(text, ""))
	for _, quoted := range quotation.FindAllStringSubmatch(text, -1) {
		n += min(3, phoneLines(t, quoted[1]))
	}
	return n
}

// TestDetailsFold: a detail of more than 20 lines folds up, so that the points of three categories
// take a screen or two and not five; and nothing of it is lost.
func TestDetailsFold(t *testing.T) {
	pure(t)
	for _, language := range locales.Tags() {
		longest, folded := 0, 0
		for _, s := range screensIn(language) {
			if s.Kind != conversation.Detail || s.Confirms || len(s.Answers) > 0 {
				continue
			}
			text, whole := render(&s)
			if !whole {
				continue
			}
			all, short := phoneLines(t, text), seen(t, text)
			if all > 60 && short > all/2+10 {
				t.Errorf("%s %s: %d of %d lines are seen", language, s.ID, short, all)
			}
			if short < all {
				folded++
			}
			longest = max(longest, short)
			bare := html.UnescapeString(tags.ReplaceAllString(text, ""))
			for _, b := range s.Body {
				for _, l := range b.Lines {
					if !strings.Contains(bare, l.Label) || !strings.Contains(bare, l.Note) {
						t.Errorf("%s %s: %q is missing", language, s.ID, l.Label)
					}
				}
			}
		}
		if folded == 0 || longest > 60 {
			t.Errorf("%s: %d screens fold, the longest shows %d lines", language, folded, longest)
		}
	}
}

// TestFoldedPointsShowTheirSum: before the items, which unfold.
func TestFoldedPointsShowTheirSum(t *testing.T) {
	for _, language := range locales.Tags() {
		state := jointest.Walks(language)[0].Last
		state.View = "points"
		s := conversation.Show(state, jointest.Noon)
		text, _ := render(&s)
		short, v := quotation.ReplaceAllString(text, ""), locales.In(language)
		sum, item := v.Say("points.total")+" — ", v.Say("item.academic")+" — "
		if !strings.Contains(short, sum) || strings.Contains(short, item) || !strings.Contains(text, item) || strings.Count(text, sum) != 1 {
			t.Errorf("%s: %s", language, text)
		}
	}
}

// TestNoLabelIsCut: a label is no wider than its button on a phone, and where an option is, the
// text says it in full with the number that the button bears.
func TestNoLabelIsCut(t *testing.T) {
	pure(t)
	for _, language := range locales.Tags() {
		shortened := 0
		for _, s := range screensIn(language) {
			k := keyboard(&s, "")
			if k == nil {
				continue
			}
			text, _ := render(&s)
			bare := html.UnescapeString(tags.ReplaceAllString(text, ""))
			labels := map[string]string{}
			for _, c := range s.Choices {
				labels[c.Action] = c.Label
			}
			for _, row := range k.InlineKeyboard {
				for _, b := range row {
					if n := columns(b.Text); len(row) == 1 && n > 40 {
						t.Errorf("%s %s: %q is %d columns wide", language, s.ID, b.Text, n)
					}
					if label := labels[b.CallbackData]; strings.HasSuffix(b.Text, "…") {
						shortened++
						if !strings.Contains(bare, label) {
							t.Errorf("%s %s: %q is said nowhere", language, s.ID, label)
						}
					}
				}
			}
		}
		if shortened == 0 {
			t.Errorf("%s: no label is shortened", language)
		}
	}
}

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
		n += 1 + max(0, locales.Columns(html.UnescapeString(tags.ReplaceAllString(line, "")))-1)/38
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

// TestNoLabelIsCut: a label is no wider than its button on a phone.
func TestNoLabelIsCut(t *testing.T) {
	pure(t)
	for _, language := range locales.Tags() {
		for _, s := range screensIn(language) {
			k := keyboard(&s, "")
			if k == nil {
				continue
			}
			for _, row := range k.InlineKeyboard {
				for _, b := range row {
					if n := locales.Columns(b.Text); len(row) == 1 && n > 40 {
						t.Errorf("%s %s: %q is %d columns wide", language, s.ID, b.Text, n)
					}
				}
			}
		}
	}
}

// TestLongLabelIsWrittenOut: where an option is wider than its button, as it may be in a language
// that is added, the text says it in full with the number that the button bears.
func TestLongLabelIsWrittenOut(t *testing.T) {
	long := strings.Repeat("a listed university ", 4)
	s := conversation.Screen{Title: "t", Several: true, Choices: []conversation.Choice{
		{Action: "on:a", Label: "short"}, {Action: "on:b", Label: long, Selected: true}}}
	text, _ := render(&s)
	k := keyboard(&s, "").InlineKeyboard
	if !strings.Contains(text, "1. short\n2. "+long) || len(k) != 2 || k[0][0].Text != "1. short" ||
		!strings.HasPrefix(k[1][0].Text, "✅ 2. a listed") || locales.Columns(k[1][0].Text) > 40 {
		t.Errorf("%s\n%+v", text, k)
	}
}

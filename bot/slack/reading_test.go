package slack

import (
	"encoding/json"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestTheTextBesideTheBlocksSaysWhoseItIs: who hears a notification or a screen reader with ten
// threads open knows the candidate, how far it is, and the total.
func TestTheTextBesideTheBlocksSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	list := moves(t, "en", "i-b")
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	w.follow(a, at, list[:3], func(text string) { w.typed(a, at(), text) })
	card := w.until(a, at, onCard(list[3].Screen.Title, list[3].Screen.Progress))
	for _, want := range []string{"candidate 17", list[3].Screen.Progress, ofCandidates(list[3].Screen.Title)} {
		if !strings.Contains(unescape(card.Text), want) {
			t.Errorf("beside a question stands %q, without %q", card.Text, want)
		}
	}
	w.follow(a, at, list[3:], func(text string) { w.typed(a, at(), text) })
	card = w.until(a, at, result)
	for _, want := range []string{"candidate 17", "80 points"} {
		if !strings.Contains(unescape(card.Text), want) {
			t.Errorf("beside the result stands %q, without %q", card.Text, want)
		}
	}
}

// TestOnePrimaryButton: at most one of a message, and each option is read aloud with its question.
func TestOnePrimaryButton(t *testing.T) {
	t.Parallel()
	for _, s := range screens("en") {
		d := render(&s, renderOptions{tag: ownTag, modals: true, command: Command + " "})
		primary := 0
		for _, b := range buttonsOf(t, d) {
			if b.Style == "primary" {
				primary++
			}
		}
		if s.Kind == conversation.Question {
			raw, err := json.Marshal(d.blocks)
			if err != nil || !strings.Contains(string(raw), `"accessibility_label"`) {
				t.Errorf("%s: options are read aloud without their question", s.ID)
			}
		}
		if primary > 1 {
			t.Errorf("%s has %d primary buttons", s.ID, primary)
		}
	}
}

// TestALabelIsNoMarkup: what HR calls a candidate is shown as it was typed, wherever it stands, and
// turns nothing around.
func TestALabelIsNoMarkup(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	head := w.begun(a, c, "_a_ ~b~ `c` :tada: *d* \u202edne\u202c\u200b #general https://example.com", 1)
	for _, m := range []*slacktest.Message{head, thread(c, head.TS)()} {
		for _, alive := range []string{"_a_", "~b~", "`c`", ":tada:", "*d*", "\u202e", "\u202c", "\u200b", "https://"} {
			if strings.Contains(m.Plain(), alive) {
				t.Errorf("%q stands alive in\n%s", alive, m.Plain())
			}
		}
		if !strings.Contains(string(m.Blocks), `"verbatim":true`) {
			t.Error("Slack is not told to leave the text as it is")
		}
	}
}

// buttonsOf are the buttons of what is drawn.
func buttonsOf(t *testing.T, d rendered) []slacktest.Button {
	t.Helper()
	b, err := json.Marshal(d.blocks)
	if err != nil {
		t.Fatal(err)
	}
	return (&slacktest.Message{Blocks: b}).Buttons()
}

// TestWhatIsKeptOfSlackIsSaid: beside the answers the ids of Slack, to everybody and in every language.
func TestWhatIsKeptOfSlackIsSaid(t *testing.T) {
	t.Parallel()
	for _, tag := range locales.Tags() {
		_, screen := interviewed(tag)
		for about, want := range map[string]string{"": say(tag, "slack.kept"), "candidate 17": say(tag, "slack.candidate.kept", "Label", "candidate 17")} {
			d := render(&screen, renderOptions{tag: ownTag, about: about, command: Command + " "})
			if raw, err := json.Marshal(d.blocks); err != nil || !strings.Contains((&slacktest.Message{Blocks: raw}).Plain(), want) {
				t.Errorf("%s %q: not said: %s", tag, about, want)
			}
		}
	}
}

// TestFamilyMattersComeWithACaution: about a candidate, employers are told once what the law asks of
// them, at the first question about age or family; who answers for themselves is not.
func TestFamilyMattersComeWithACaution(t *testing.T) {
	t.Parallel()
	age := []conversation.Line{{Label: say("ja", "question.age.short"), Value: "33"}}
	for _, c := range []struct {
		about, question string
		known           []conversation.Line
		cautions        bool
	}{
		{"", "family", nil, false}, {"", "age", nil, false}, {"candidate 17", "salary", nil, false},
		{"candidate 17", "age", nil, true}, {"candidate 17", "family", nil, true}, {"candidate 17", "family", age, false},
	} {
		screen := conversation.Screen{Kind: conversation.Question, ID: c.question, Language: "ja", Title: "?", Answers: c.known}
		raw, err := json.Marshal(render(&screen, renderOptions{tag: ownTag, about: c.about}).blocks)
		if err != nil || strings.Contains((&slacktest.Message{Blocks: raw}).Plain(), say("ja", "slack.candidate.fair")) != c.cautions {
			t.Errorf("%q at %q: cautioned is not %v", c.about, c.question, c.cautions)
		}
	}
	for _, tag := range locales.Tags() {
		for _, source := range []string{"141", "9", "5"} {
			if !strings.Contains(say(tag, "slack.candidate.fair"), source) {
				t.Errorf("%s: no source %s", tag, source)
			}
		}
	}
}
